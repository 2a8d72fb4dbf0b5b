import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../../core/component.ts";
import { authOptions, authorizerTargets, routeAuthOptions } from "../shared/authorizers.ts";
import { createDomain, domainParts, domainUrl } from "../shared/domain.ts";
import { permitAuthorizer, permitRoute } from "../shared/permission.ts";
import type { GatewayContext, TypeRow } from "../type.ts";
import type { RestArgs, RestParts, RestRouteOptions } from "./args.ts";
import { restBody } from "./body.ts";
import { answerHeaders } from "./cors.ts";
import { restProblems } from "./problems.ts";
import { createStage } from "./stage.ts";
import { createUsagePlans } from "./usage-plans.ts";

/** The runtime's `http` adds the headers in this variable to every answer; HTTP APIs add them themselves. */
const headersVariable = "PLATFORM_RESPONSE_HEADERS";

export const rest: TypeRow<RestArgs, RestParts> = {
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
  build(args, context: GatewayContext<RestRouteOptions>) {
    const { transform = {}, usagePlans } = args;
    const api = createApi(args, context);
    permit(api, args, context);
    const { deployment, stage, accessLog } = createStage(api, args, context);
    const served = { apiId: api.id, name: stage.stageName };
    return {
      parts: {
        api,
        deployment,
        stage,
        accessLog,
        usagePlans: usagePlans && createUsagePlans(usagePlans, stage, context, transform),
        domain: args.domain && createDomain(context, args.domain, served, transform),
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

function createApi(args: RestArgs, context: GatewayContext<RestRouteOptions>): aws.apigateway.RestApi {
  const { component, name, settings } = context;
  const { endpointType, securityPolicy } = settings.gateway;
  return new aws.apigateway.RestApi(
    `${name}-rest`,
    ...component.part(args.transform?.api, {
      name: nameOf("api", name),
      body: restBody(nameOf("api", name), args, context),
      endpointConfiguration: { types: endpointType },
      securityPolicy,
      // AWS requires it for its newer policies, and advises this value: TLS and request must name the same host. An API
      // that had an older policy takes "BASIC" first, by a transform (AWS: "Security policies for REST APIs in API Gateway").
      endpointAccessMode: securityPolicy.startsWith("SecurityPolicy_") ? "STRICT" : undefined,
      binaryMediaTypes: args.binaryMediaTypes && [...args.binaryMediaTypes],
      disableExecuteApiEndpoint: args.domain && true,
    }),
  );
}

/** Lets routes and authorisers, and nothing else of the API, invoke their functions. */
function permit(
  api: aws.apigateway.RestApi,
  { authorizers = {}, transform = {} }: RestArgs,
  context: GatewayContext<RestRouteOptions>,
): void {
  for (const route of context.routes) permitRoute(context, route, api.executionArn, transform.permission);
  for (const [name, authorizer] of Object.entries(authorizers))
    if (authorizer.type === "lambda")
      permitAuthorizer(
        context,
        { name, target: authorizer.target },
        // Authorisers of an OpenAPI document have ids that only AWS knows.
        pulumi.interpolate`${api.executionArn}/authorizers/*`,
        transform.permission,
      );
}
