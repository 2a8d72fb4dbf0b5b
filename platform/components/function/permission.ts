import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { whereOf } from "../../core/component.ts";
import { ValueError } from "../../values/problems.ts";
import type { Function } from "./function.ts";

/** Lets one resource of an AWS service invoke a function, by the version or alias that others invoke. */
export function invokePermission(
  fn: Function,
  principal: `${string}.amazonaws.com`,
  sourceArn: pulumi.Input<string>,
): aws.lambda.PermissionArgs {
  if (fn.tenancy)
    throw new ValueError(
      [`tenancy: ${principal} would invoke it, and names no tenant; use a function without.`],
      whereOf("Function", fn.componentName),
    );
  return {
    action: "lambda:InvokeFunction",
    function: fn.function.name,
    ...(fn.target.qualifier && { qualifier: fn.target.qualifier }),
    principal,
    sourceArn,
  };
}
