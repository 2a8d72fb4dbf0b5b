import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf, partOf, type Transform } from "../component.ts";
import {
  type DomainArgs,
  type DomainParts,
  type DomainTransform,
  domain,
  domainParts,
  domainUrl,
} from "../domain.ts";
import type { FunctionTransform } from "../function-args.ts";
import {
  type AuthArgs,
  authOptions,
  authorizerTargets,
  type RouteAuth,
  routeAuthOptions,
} from "./authorizers.ts";
import type { CorsArgs } from "./cors.ts";
import type { CommonArgs, Front, FrontContext } from "./front.ts";
import { permitAuthorizer, permitRoute } from "./permission.ts";
import { restBody } from "./rest-body.ts";
import { answerHeaders } from "./rest-cors.ts";
import { restProblems } from "./rest-problems.ts";
import { hasThrottling, type Throttling } from "./throttling.ts";
import { type UsagePlanArgs, type UsagePlans, type UsagePlanTransform, usagePlans } from "./usage-plans.ts";
import type { Validation } from "./validation.ts";

export interface RestRouteOptions extends RouteAuth, Throttling {
  /** Whether callers need an API key. Default: where there are usage plans, yes. */
  readonly apiKey?: boolean;
  /** What is refused with 400 before the function is invoked. */
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
  /** Who may call how much, by API key. Every route then needs a key unless it says `apiKey: false`. */
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
  /** What of it is live: a new one whenever the API changes, and only then. */
  readonly deployment: aws.apigateway.Deployment;
  /** Called as the stack is. */
  readonly stage: aws.apigateway.Stage;
  readonly accessLog: aws.cloudwatch.LogGroup;
  /** Plans and keys by name; undefined without usage plans. */
  readonly usagePlans: UsagePlans | undefined;
  /** The parts of its domain; undefined without one. */
  readonly domain: DomainParts | undefined;
}

/** One JSON line a request, without query strings, bodies and keys: those may hold personal data or secrets. */
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  routeKey: "$context.httpMethod $context.resourcePath",
  status: "$context.status",
  latency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  integrationError: "$context.integrationErrorMessage",
  apiKeyId: "$context.identity.apiKeyId",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
});

/** Variable by which the runtime's `http` adds headers to every answer; HTTP APIs do that themselves. */
const headersVariable = "PLATFORM_RESPONSE_HEADERS";

/** `/users/{id}` and `GET` to `~1users~1{id}/GET`, as stages name a method. Source: "UpdateStage". */
export const methodPath = (key: string): string => {
  const [method = "", path = ""] = key.split(" ");
  return `${path.replaceAll("/", "~1")}/${method}`;
};

export const rest: Front<RestArgs, RestParts> = {
  title: "a REST API",
  options: [
    "cors",
    "domain",
    "throttlingRate",
    "throttlingBurst",
    "usagePlans",
    "webAcl",
    "binaryMediaTypes",
    "endpointType",
    "securityPolicy",
    ...authOptions,
  ],
  routeOptions: [
    "throttlingRate",
    "throttlingBurst",
    "apiKey",
    "validate",
    "responseTransferMode",
    ...routeAuthOptions,
  ],
  parts: [
    "api",
    "deployment",
    "stage",
    "throttling",
    "accessLog",
    "permission",
    "usagePlan",
    "apiKey",
    ...domainParts,
  ],
  overlay: ({ throttlingRate, throttlingBurst, endpointType, securityPolicy }) => ({
    gateway: { throttlingRate, throttlingBurst, endpointType, securityPolicy },
  }),
  targets: authorizerTargets,
  environment: ({ cors }): Record<string, string> =>
    cors ? { [headersVariable]: JSON.stringify(answerHeaders(cors)) } : {},
  problems: restProblems,
  build(args, context: FrontContext<RestRouteOptions>) {
    const { component, name, settings, routes } = context;
    const { transform = {} } = args;
    const body = restBody(nameOf("api", name), args, context);
    const api = new aws.apigateway.RestApi(
      `${name}-rest`,
      ...partOf(component, transform.api, {
        name: nameOf("api", name),
        body,
        endpointConfiguration: { types: settings.gateway.endpointType },
        securityPolicy: settings.gateway.securityPolicy,
        // AWS wants it said for its newer policies: requests must name this API's host.
        endpointAccessMode: settings.gateway.securityPolicy.startsWith("SecurityPolicy_")
          ? "STRICT"
          : undefined,
        binaryMediaTypes: args.binaryMediaTypes && [...args.binaryMediaTypes],
        disableExecuteApiEndpoint: args.domain && true,
      }),
    );
    for (const route of routes) permitRoute(context, route, api.executionArn, transform.permission);
    for (const [authorizer, each] of Object.entries(args.authorizers ?? {}))
      if (each.type === "lambda")
        permitAuthorizer(
          context,
          authorizer,
          context.functionOf(each.target),
          // Authorisers of an OpenAPI document have ids that only AWS knows.
          pulumi.interpolate`${api.executionArn}/authorizers/*`,
          transform.permission,
        );
    const accessLog = new aws.cloudwatch.LogGroup(
      `${name}-access-log`,
      ...partOf(component, transform.accessLog, {
        name: `/aws/vendedlogs/apigateway/${nameOf("api", name)}`,
        retentionInDays: settings.function.logRetentionDays,
      }),
    );
    const deployment = new aws.apigateway.Deployment(
      `${name}-rest-deployment`,
      ...partOf(component, transform.deployment, {
        restApi: api.id,
        triggers: {
          configuration: api.body.apply((document) =>
            hashOf([document, args.binaryMediaTypes, args.domain !== undefined]),
          ),
        },
      }),
    );
    const stage = new aws.apigateway.Stage(
      `${name}-stage`,
      ...partOf(component, transform.stage, {
        restApi: api.id,
        deployment: deployment.id,
        stageName: pulumi.getStack(),
        accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
        xrayTracingEnabled: settings.function.tracing === "Active",
      }),
    );
    for (const { path, throttlingRate, throttlingBurst } of [
      { path: "*/*", ...settings.gateway },
      ...routes
        .filter(({ options }) => hasThrottling(options))
        .map(({ key, options }) => ({ path: methodPath(key), ...options })),
    ])
      new aws.apigateway.MethodSettings(
        path === "*/*" ? `${name}-rest-throttling` : `${name}-throttling ${path}`,
        ...partOf(component, transform.throttling, {
          restApi: api.id,
          stageName: stage.stageName,
          methodPath: path,
          settings: { throttlingRateLimit: throttlingRate, throttlingBurstLimit: throttlingBurst },
        }),
      );
    if (args.webAcl !== undefined)
      new aws.wafv2.WebAclAssociation(
        `${name}-rest-web-acl`,
        { resourceArn: stage.arn, webAclArn: args.webAcl },
        { parent: component },
      );
    return {
      parts: {
        api,
        deployment,
        stage,
        accessLog,
        usagePlans: args.usagePlans && usagePlans(args.usagePlans, stage, context, transform),
        domain:
          args.domain &&
          domain(component, name, args.domain, { apiId: api.id, name: stage.stageName }, transform),
      },
      url: args.domain ? pulumi.output(domainUrl(args.domain)) : stage.invokeUrl,
      serverErrors: {
        namespace: "AWS/ApiGateway",
        metric: "5XXError",
        dimensions: { ApiName: api.name, Stage: stage.stageName },
      },
    };
  },
};

const hashOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");
