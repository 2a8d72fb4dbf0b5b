import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../../core/component.ts";
import { routesOf } from "../../route.ts";
import { createAccessLog } from "../shared/access-log.ts";
import {
  type Authorizer,
  authOptions,
  authorizerTargets,
  authProblems,
  routeAuthOptions,
} from "../shared/authorizers.ts";
import { corsConfiguration, corsProblems } from "../shared/cors.ts";
import { createDomain, domainParts, domainProblems, domainUrl } from "../shared/domain.ts";
import { hasThrottling, routeThrottlingProblems, throttlingProblems } from "../shared/throttling.ts";
import type { GatewayContext, TypeRow } from "../type.ts";
import type { HttpArgs, HttpParts, HttpRouteOptions } from "./args.ts";
import { createAuthorizers, permitAuthorizers } from "./authorizers.ts";
import { preflightProblems } from "./preflight.ts";
import { createRoutes } from "./routes.ts";

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

export const http: TypeRow<HttpArgs, HttpParts> = {
  title: "an HTTP API",
  options: ["cors", "domain", "throttlingRate", "throttlingBurst", ...authOptions],
  routeOptions: ["throttlingRate", "throttlingBurst", ...routeAuthOptions],
  parts: ["api", "stage", "accessLog", "integration", "route", "authorizer", "permission", ...domainParts],
  overlay: ({ throttlingRate, throttlingBurst }) => ({ gateway: { throttlingRate, throttlingBurst } }),
  targets: authorizerTargets,
  problems: (args, { gateway }) => [
    ...corsProblems(args.cors),
    ...preflightProblems(args),
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
  build(args, context: GatewayContext<HttpRouteOptions>) {
    const { component, name, settings } = context;
    const { transform = {} } = args;
    const api = new aws.apigatewayv2.Api(
      `${name}-http`,
      ...component.part(transform.api, {
        name: nameOf("api", name),
        protocolType: "HTTP",
        corsConfiguration: args.cors && corsConfiguration(args.cors),
        disableExecuteApiEndpoint: args.domain && true,
      }),
    );
    const accessLog = createAccessLog(context, transform.accessLog);
    const authorizers = createAuthorizers(api, args, context);
    permitAuthorizers(api, authorizers, args, context);
    const routes = createRoutes(api, authorizers, args, context);
    const throttled = context.routes.filter(({ options }) => hasThrottling(options));
    const stage = new aws.apigatewayv2.Stage(
      `${name}-stage`,
      ...component.part(
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
          args.domain && createDomain(context, args.domain, { apiId: api.id, name: stage.name }, transform),
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
