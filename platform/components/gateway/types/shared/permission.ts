import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../../../core/component.ts";
import { parseRoute } from "../../../../values/route.ts";
import { invokePermission } from "../../../function/permission.ts";
import type { GatewayContext, GatewayRoute, RouteTarget } from "../type.ts";

type PermissionTransform = Transform<aws.lambda.PermissionArgs> | undefined;

/** Lets a route, and just that route, invoke its function. */
export function permitRoute(
  { component, name }: GatewayContext,
  { key, fn }: GatewayRoute,
  executionArn: pulumi.Output<string>,
  transform: PermissionTransform,
): aws.lambda.Permission {
  const { method, path } = parseRoute(key);
  // For $default API Gateway names neither method nor path.
  const request = method === "ANY" ? "*" : method;
  const source = pulumi.interpolate`${executionArn}/*/${request}${path.replaceAll(/\{[^/]*\}/g, "*")}`;
  return new aws.lambda.Permission(
    `${name}-${key}-permission`,
    ...component.part(transform, invokePermission(fn, "apigateway.amazonaws.com", source)),
  );
}

/** Lets an API's authoriser invoke its function. */
export function permitAuthorizer(
  { component, name, functionOf }: GatewayContext,
  authorizer: { readonly name: string; readonly target: RouteTarget },
  source: pulumi.Output<string>,
  transform: PermissionTransform,
): aws.lambda.Permission {
  const fn = functionOf(authorizer.target);
  return new aws.lambda.Permission(
    `${name}-authorizer ${authorizer.name}-permission`,
    ...component.part(transform, invokePermission(fn, "apigateway.amazonaws.com", source)),
  );
}
