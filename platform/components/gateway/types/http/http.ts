import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf, partOf, type Transform } from "../../../../core/component.ts";
import type { FunctionTransform } from "../../../function/args.ts";
import type { Function } from "../../../function/function.ts";
import { routesOf } from "../../route.ts";
import {
  type AuthArgs,
  type Authorizer,
  authOptions,
  authorizerTargets,
  authProblems,
  type RouteAuth,
  routeAuthOptions,
} from "../shared/authorizers.ts";
import { type CorsArgs, corsConfiguration, corsProblems } from "../shared/cors.ts";
import {
  type DomainArgs,
  type DomainParts,
  type DomainTransform,
  domain,
  domainParts,
  domainProblems,
  domainUrl,
} from "../shared/domain.ts";
import { permitRoute } from "../shared/permission.ts";
import {
  hasThrottling,
  routeThrottlingProblems,
  type Throttling,
  throttlingProblems,
} from "../shared/throttling.ts";
import type { CommonArgs, Front, FrontContext } from "../type.ts";
import {
  type HttpAuthorizers,
  httpAuthorizers,
  permitAuthorizers,
  routeAuthorization,
} from "./authorizers.ts";

/** The last three are a REST API's: named here, so that types refuse them. */
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

/** One JSON line a request, without query strings or bodies: those may hold personal data. */
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  routeKey: "$context.routeKey",
  status: "$context.status",
  latency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  integrationError: "$context.integrationErrorMessage",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
});

export const http: Front<HttpArgs, HttpParts> = {
  title: "an HTTP API",
  options: ["cors", "domain", "throttlingRate", "throttlingBurst", ...authOptions],
  routeOptions: ["throttlingRate", "throttlingBurst", ...routeAuthOptions],
  parts: ["api", "stage", "accessLog", "integration", "route", "authorizer", "permission", ...domainParts],
  overlay: ({ throttlingRate, throttlingBurst }) => ({ gateway: { throttlingRate, throttlingBurst } }),
  targets: authorizerTargets,
  problems: (args, { gateway }) => [
    ...corsProblems(args.cors),
    ...domainProblems(args.domain),
    ...throttlingProblems(gateway),
    ...routesOf(args).flatMap(({ key, options }) =>
      routeThrottlingProblems(options, `routes: ${JSON.stringify(key)}: `),
    ),
    ...authProblems(args, {
      title: "an HTTP API",
      types: ["jwt", "cognito", "lambda"],
      more: authorizerProblems,
    }),
  ],
  build(args, context: FrontContext<HttpRouteOptions>) {
    const { component, name, settings } = context;
    const { transform = {} } = args;
    const api = new aws.apigatewayv2.Api(
      `${name}-http`,
      ...partOf(component, transform.api, {
        name: nameOf("api", name),
        protocolType: "HTTP",
        corsConfiguration: args.cors && corsConfiguration(args.cors),
        disableExecuteApiEndpoint: args.domain && true,
      }),
    );
    const accessLog = new aws.cloudwatch.LogGroup(
      `${name}-access-log`,
      ...partOf(component, transform.accessLog, {
        // The prefix keeps the account's one resource policy for log delivery from growing past its limit.
        name: `/aws/vendedlogs/apigateway/${nameOf("api", name)}`,
        retentionInDays: settings.function.logRetentionDays,
      }),
    );
    const authorizers = httpAuthorizers(api, args, context);
    permitAuthorizers(api, authorizers, args, context);
    const routes = buildRoutes(api, authorizers, args, context);
    const throttled = context.routes.filter(({ options }) => hasThrottling(options));
    const stage = new aws.apigatewayv2.Stage(
      `${name}-stage`,
      ...partOf(
        component,
        transform.stage,
        {
          apiId: api.id,
          name: "$default",
          autoDeploy: true,
          defaultRouteSettings: {
            throttlingRateLimit: settings.gateway.throttlingRate,
            throttlingBurstLimit: settings.gateway.throttlingBurst,
          },
          routeSettings:
            throttled.length === 0
              ? undefined
              : throttled.map(({ key, options }) => ({
                  routeKey: key,
                  throttlingRateLimit: options.throttlingRate,
                  throttlingBurstLimit: options.throttlingBurst,
                })),
          accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
        },
        // AWS refuses settings of a route that isn't there yet.
        throttled.length === 0 ? {} : { dependsOn: routes },
      ),
    );
    return {
      parts: {
        api,
        stage,
        accessLog,
        authorizers,
        domain:
          args.domain && domain(component, name, args.domain, { apiId: api.id, name: stage.name }, transform),
      },
      url: args.domain ? pulumi.output(domainUrl(args.domain)) : api.apiEndpoint,
      serverErrors: { namespace: "AWS/ApiGateway", metric: "5xx", dimensions: { ApiId: api.id } },
    };
  },
};

function authorizerProblems(authorizer: Authorizer, path: string): string[] {
  if (authorizer.type === "cognito" && !authorizer.clientIds?.length)
    return [`${path}.clientIds: there is none; name the app clients whose tokens an HTTP API takes.`];
  if (authorizer.type === "lambda" && authorizer.payload === "token")
    return [`${path}.payload: an HTTP API gives its authorisers the whole request; leave it out.`];
  return [];
}

/** Each route, and the permission for just that route to invoke its function. */
function buildRoutes(
  api: aws.apigatewayv2.Api,
  authorizers: HttpAuthorizers,
  args: HttpArgs,
  context: FrontContext<HttpRouteOptions>,
): aws.apigatewayv2.Route[] {
  const { component, name } = context;
  const integrations = new Map<Function, aws.apigatewayv2.Integration>();
  return context.routes.map((route) => {
    const { key, fn, options } = route;
    const integration = integrations.get(fn) ?? integrate(api, fn, args, context);
    integrations.set(fn, integration);
    permitRoute(context, route, api.executionArn, args.transform?.permission);
    return new aws.apigatewayv2.Route(
      `${name}-${key}`,
      ...partOf(component, args.transform?.route, {
        apiId: api.id,
        routeKey: key,
        target: pulumi.interpolate`integrations/${integration.id}`,
        ...routeAuthorization(options, args, authorizers),
      }),
    );
  });
}

function integrate(
  api: aws.apigatewayv2.Api,
  fn: Function,
  { transform = {} }: HttpArgs,
  { component, name, owns }: FrontContext,
): aws.apigatewayv2.Integration {
  // A function made elsewhere may serve several gateways, each with an integration of its own.
  const of = owns(fn) ? fn.componentName : `${name}-${fn.componentName}`;
  return new aws.apigatewayv2.Integration(
    `${of}-integration`,
    ...partOf(component, transform.integration, {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationUri: fn.target.invokeArn,
      payloadFormatVersion: "2.0",
    }),
  );
}
