import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAccessLog } from "../shared/access-log.ts";
import { hasThrottling } from "../shared/throttling.ts";
import type { GatewayContext } from "../type.ts";
import type { RestArgs, RestParts, RestRouteOptions } from "./args.ts";

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

/** `/users/{id}` and `GET` to `~1users~1{id}/GET`, as stages name a method. Source: "UpdateStage". */
const methodPath = (key: string): string => {
  const [method = "", path = ""] = key.split(" ");
  return `${path.replaceAll("/", "~1")}/${method}`;
};

/** The deployment of an API, the stage that serves it, and limits and web ACL of the stage. */
export function createStage(
  api: aws.apigateway.RestApi,
  args: RestArgs,
  context: GatewayContext<RestRouteOptions>,
): Pick<RestParts, "deployment" | "stage" | "accessLog"> {
  const { component, name, settings } = context;
  const { transform = {} } = args;
  const accessLog = createAccessLog(context, transform.accessLog);
  const deployment = new aws.apigateway.Deployment(
    `${name}-rest-deployment`,
    ...component.part(transform.deployment, {
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
    ...component.part(transform.stage, {
      restApi: api.id,
      deployment: deployment.id,
      stageName: pulumi.getStack(),
      accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
      xrayTracingEnabled: settings.function.tracing === "Active",
    }),
  );
  throttle({ restApi: api.id, stageName: stage.stageName }, args, context);
  if (args.webAcl !== undefined)
    new aws.wafv2.WebAclAssociation(
      `${name}-rest-web-acl`,
      { resourceArn: stage.arn, webAclArn: args.webAcl },
      { parent: component },
    );
  return { deployment, stage, accessLog };
}

/** Limits of the stage, and of routes with limits of their own. */
function throttle(
  stage: Pick<aws.apigateway.MethodSettingsArgs, "restApi" | "stageName">,
  { transform = {} }: RestArgs,
  { component, name, settings, routes }: GatewayContext<RestRouteOptions>,
): void {
  const own = routes
    .filter(({ options }) => hasThrottling(options))
    .map(({ key, options }) => ({ path: methodPath(key), ...options }));
  for (const { path, throttlingRate, throttlingBurst } of [{ path: "*/*", ...settings.gateway }, ...own])
    new aws.apigateway.MethodSettings(
      path === "*/*" ? `${name}-rest-throttling` : `${name}-throttling ${path}`,
      ...component.part(transform.throttling, {
        ...stage,
        methodPath: path,
        settings: { throttlingRateLimit: throttlingRate, throttlingBurstLimit: throttlingBurst },
      }),
    );
}

const hashOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");
