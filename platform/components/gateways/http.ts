import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkRange } from "../../values/problems.ts";
import { parseRoute } from "../../values/route.ts";
import { nameOf, partOf, type Transform } from "../component.ts";
import type { Function } from "../function.ts";
import type { FunctionTransform } from "../function-args.ts";
import { invokePermission } from "../permission.ts";
import { type CorsArgs, corsConfiguration, corsProblems } from "./cors.ts";
import type { CommonArgs, Front, FrontContext } from "./front.ts";

/** An HTTP API: cheaper and faster than a REST API; without API keys, usage plans, request validation and WAF. */
export interface HttpArgs extends CommonArgs {
  readonly type?: "http";
  readonly cors?: CorsArgs;
  /** Requests a second over the stage. Default: `defaults.gateway.throttlingRate`. */
  readonly throttlingRate?: number;
  /** Requests that may come at once. Default: `defaults.gateway.throttlingBurst`. */
  readonly throttlingBurst?: number;
  readonly transform?: {
    readonly api?: Transform<aws.apigatewayv2.ApiArgs>;
    readonly stage?: Transform<aws.apigatewayv2.StageArgs>;
    readonly accessLog?: Transform<aws.cloudwatch.LogGroupArgs>;
    readonly integration?: Transform<aws.apigatewayv2.IntegrationArgs>;
    readonly route?: Transform<aws.apigatewayv2.RouteArgs>;
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
}

/** Requests a second that API Gateway lets through in an account and region. Source: "Amazon API Gateway quotas". */
const throttling = { min: 1, max: 10_000, unit: "requests" };

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
  options: ["cors", "throttlingRate", "throttlingBurst"],
  routeOptions: [],
  parts: ["api", "stage", "accessLog", "integration", "route", "permission"],
  overlay: ({ throttlingRate, throttlingBurst }) => ({ gateway: { throttlingRate, throttlingBurst } }),
  problems: ({ cors }, { gateway }) => [
    ...corsProblems(cors),
    ...checkRange("throttlingRate", gateway.throttlingRate, throttling),
    ...checkRange("throttlingBurst", gateway.throttlingBurst, throttling),
  ],
  build(args, context) {
    const { component, name, settings } = context;
    const { transform = {} } = args;
    const api = new aws.apigatewayv2.Api(
      `${name}-http`,
      ...partOf(component, transform.api, {
        name: nameOf("api", name),
        protocolType: "HTTP",
        corsConfiguration: args.cors && corsConfiguration(args.cors),
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
    const stage = new aws.apigatewayv2.Stage(
      `${name}-stage`,
      ...partOf(component, transform.stage, {
        apiId: api.id,
        name: "$default",
        autoDeploy: true,
        defaultRouteSettings: {
          throttlingRateLimit: settings.gateway.throttlingRate,
          throttlingBurstLimit: settings.gateway.throttlingBurst,
        },
        accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
      }),
    );
    buildRoutes(api, args, context);
    return {
      parts: { api, stage, accessLog },
      url: api.apiEndpoint,
      serverErrors: { namespace: "AWS/ApiGateway", metric: "5xx", dimensions: { ApiId: api.id } },
    };
  },
};

/** Each route, and the permission for just that route to invoke its function. */
function buildRoutes(api: aws.apigatewayv2.Api, args: HttpArgs, context: FrontContext): void {
  const { component, name } = context;
  const { transform = {} } = args;
  const integrations = new Map<Function, aws.apigatewayv2.Integration>();
  for (const { key, fn } of context.routes) {
    const integration = integrations.get(fn) ?? integrate(api, fn, args, context);
    integrations.set(fn, integration);
    new aws.apigatewayv2.Route(
      `${name}-${key}`,
      ...partOf(component, transform.route, {
        apiId: api.id,
        routeKey: key,
        target: pulumi.interpolate`integrations/${integration.id}`,
      }),
    );
    const { method, path } = parseRoute(key);
    const any = method === "ANY" || method === "$default" ? "*" : method;
    const resource = method === "$default" ? "/*" : path.replaceAll(/\{[^/]*\}/g, "*");
    new aws.lambda.Permission(
      `${name}-${key}-permission`,
      ...partOf(
        component,
        transform.permission,
        invokePermission(
          fn,
          "apigateway.amazonaws.com",
          pulumi.interpolate`${api.executionArn}/*/${any}${resource}`,
        ),
      ),
    );
  }
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
