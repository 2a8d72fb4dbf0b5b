import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Function } from "../../../function/function.ts";
import { permitRoute } from "../shared/permission.ts";
import type { GatewayContext } from "../type.ts";
import type { HttpArgs, HttpAuthorizers, HttpRouteOptions } from "./args.ts";
import { routeAuthorization } from "./authorizers.ts";

/** Each route, and the permission for just that route to invoke its function. */
export function createRoutes(
  api: aws.apigatewayv2.Api,
  authorizers: HttpAuthorizers,
  args: HttpArgs,
  context: GatewayContext<HttpRouteOptions>,
): aws.apigatewayv2.Route[] {
  const { component, name } = context;
  const integrations = new Map<Function, aws.apigatewayv2.Integration>();
  return context.routes.map((route) => {
    const { key, fn, options } = route;
    const integration = integrations.get(fn) ?? createIntegration(api, fn, args, context);
    integrations.set(fn, integration);
    permitRoute(context, route, api.executionArn, args.transform?.permission);
    return new aws.apigatewayv2.Route(
      `${name}-${key}`,
      ...component.part(args.transform?.route, {
        apiId: api.id,
        routeKey: key,
        target: pulumi.interpolate`integrations/${integration.id}`,
        ...routeAuthorization(options, args, authorizers),
      }),
    );
  });
}

function createIntegration(
  api: aws.apigatewayv2.Api,
  fn: Function,
  { transform = {} }: HttpArgs,
  { component, name, owns }: GatewayContext,
): aws.apigatewayv2.Integration {
  // A function made elsewhere may serve several gateways, each with an integration of its own.
  const of = owns(fn) ? fn.componentName : `${name}-${fn.componentName}`;
  return new aws.apigatewayv2.Integration(
    `${of}-integration`,
    ...component.part(transform.integration, {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationUri: fn.target.invokeArn,
      payloadFormatVersion: "2.0",
    }),
  );
}
