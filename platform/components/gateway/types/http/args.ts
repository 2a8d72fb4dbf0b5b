import type * as aws from "@pulumi/aws";
import type { Transform } from "../../../../core/component.ts";
import type { FunctionTransform } from "../../../function/args.ts";
import type { AuthArgs, RouteAuth } from "../shared/authorizers.ts";
import type { CorsArgs } from "../shared/cors.ts";
import type { DomainArgs, DomainParts, DomainTransform } from "../shared/domain.ts";
import type { Throttling } from "../shared/throttling.ts";
import type { CommonArgs } from "../type.ts";

/** The last three belong to REST APIs: `never` makes types refuse them. */
export interface HttpRouteOptions extends RouteAuth, Throttling {
  readonly apiKey?: never;
  readonly validate?: never;
  readonly responseTransferMode?: never;
}

/** An HTTP API: cheaper and faster than a REST API; without API keys, usage plans, request validation and WAF. */
export interface HttpArgs extends CommonArgs<HttpRouteOptions>, AuthArgs, Throttling {
  readonly type?: "http";
  readonly cors?: CorsArgs;
  /** A domain name of its own; AWS's name then leads nowhere. */
  readonly domain?: DomainArgs;
  readonly transform?: DomainTransform & {
    readonly api?: Transform<aws.apigatewayv2.ApiArgs>;
    readonly stage?: Transform<aws.apigatewayv2.StageArgs>;
    readonly accessLog?: Transform<aws.cloudwatch.LogGroupArgs>;
    readonly integration?: Transform<aws.apigatewayv2.IntegrationArgs>;
    readonly route?: Transform<aws.apigatewayv2.RouteArgs>;
    readonly authorizer?: Transform<aws.apigatewayv2.AuthorizerArgs>;
    readonly permission?: Transform<aws.lambda.PermissionArgs>;
    readonly function?: FunctionTransform;
  };
}

export type HttpAuthorizers = Readonly<Record<string, aws.apigatewayv2.Authorizer>>;

export interface HttpParts {
  /** The API. */
  readonly api: aws.apigatewayv2.Api;
  /** The stage `$default`: changes go live when they are deployed. */
  readonly stage: aws.apigatewayv2.Stage;
  readonly accessLog: aws.cloudwatch.LogGroup;
  readonly authorizers: HttpAuthorizers;
  /** The parts of its domain; undefined without one. */
  readonly domain: DomainParts | undefined;
}
