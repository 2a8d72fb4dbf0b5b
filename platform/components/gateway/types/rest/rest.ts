import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf, partOf } from "../../../../core/component.ts";
import { authOptions, authorizerTargets, routeAuthOptions } from "../shared/authorizers.ts";
import { domain, domainParts, domainUrl } from "../shared/domain.ts";
import { permitAuthorizer, permitRoute } from "../shared/permission.ts";
import { hasThrottling } from "../shared/throttling.ts";
import type { Front, FrontContext } from "../type.ts";
import type { RestArgs, RestParts, RestRouteOptions } from "./args.ts";
import { restBody } from "./body.ts";
import { answerHeaders } from "./cors.ts";
import { restProblems } from "./problems.ts";
import { usagePlans } from "./usage-plans.ts";

export type { RestArgs, RestParts } from "./args.ts";

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
const methodPath = (key: string): string => {
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
        // AWS wants it said for its newer policies, and this where possible: TLS and request must name the same host. An API
        // that had an older policy takes "BASIC" first, by a transform (AWS: "Security policies for REST APIs in API Gateway").
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
