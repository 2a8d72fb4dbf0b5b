import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../../../core/component.ts";
import type { FunctionTransform } from "../../../function/args.ts";
import type { AuthArgs, RouteAuth } from "../shared/authorizers.ts";
import type { CorsArgs } from "../shared/cors.ts";
import type { DomainArgs, DomainParts, DomainTransform } from "../shared/domain.ts";
import type { Throttling } from "../shared/throttling.ts";
import type { CommonArgs } from "../type.ts";
import type { UsagePlanArgs, UsagePlans, UsagePlanTransform } from "./usage-plans.ts";
import type { Validation } from "./validation.ts";

export interface RestRouteOptions extends RouteAuth, Throttling {
  /** Whether callers need an API key. Default: where there are usage plans, yes. */
  readonly apiKey?: boolean;
  /** Requests that don't fit are refused with 400 before the function is invoked. */
  readonly validate?: Validation;
  /** `STREAM` sends the answer while it is made; the handler must stream. Default: `BUFFERED`. */
  readonly responseTransferMode?: "BUFFERED" | "STREAM";
}

/** A REST API: API keys and usage plans, request validation, WAF, streamed answers; dearer than an HTTP API. */
export interface RestArgs extends CommonArgs<RestRouteOptions>, AuthArgs, Throttling {
  readonly type: "rest";
  /** One origin, or `*`. */
  readonly cors?: CorsArgs;
  /** A domain name of its own; AWS's name then leads nowhere. */
  readonly domain?: DomainArgs;
  /** Limits by API key. Every route then needs a key unless it has `apiKey: false`. */
  readonly usagePlans?: { readonly [name: string]: UsagePlanArgs };
  /** ARN of a regional web ACL of AWS WAF. */
  readonly webAcl?: pulumi.Input<string>;
  /** Content types whose bodies are bytes, such as `image/png`. */
  readonly binaryMediaTypes?: readonly string[];
  /** Default: `defaults.gateway.endpointType`. */
  readonly endpointType?: "REGIONAL" | "EDGE";
  /** TLS versions and ciphers of AWS's own name for the API. Default: `defaults.gateway.securityPolicy`. */
  readonly securityPolicy?: string;
  readonly transform?: DomainTransform &
    UsagePlanTransform & {
      readonly api?: Transform<aws.apigateway.RestApiArgs>;
      readonly deployment?: Transform<aws.apigateway.DeploymentArgs>;
      readonly stage?: Transform<aws.apigateway.StageArgs>;
      readonly throttling?: Transform<aws.apigateway.MethodSettingsArgs>;
      readonly accessLog?: Transform<aws.cloudwatch.LogGroupArgs>;
      readonly permission?: Transform<aws.lambda.PermissionArgs>;
      readonly function?: FunctionTransform;
    };
}

export interface RestParts {
  /** The API, as one OpenAPI document. */
  readonly api: aws.apigateway.RestApi;
  /** The live version of the API: a new one whenever the API changes, and only then. */
  readonly deployment: aws.apigateway.Deployment;
  /** Called as the stack is. */
  readonly stage: aws.apigateway.Stage;
  readonly accessLog: aws.cloudwatch.LogGroup;
  /** Plans and keys by name; undefined without usage plans. */
  readonly usagePlans: UsagePlans | undefined;
  /** The parts of its domain; undefined without one. */
  readonly domain: DomainParts | undefined;
}
