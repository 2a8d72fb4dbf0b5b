import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Function } from "./function.ts";

/** Lets one resource of an AWS service invoke a function, by whatever version or alias others invoke it. */
export function invokePermission(
  fn: Function,
  principal: `${string}.amazonaws.com`,
  sourceArn: pulumi.Input<string>,
): aws.lambda.PermissionArgs {
  return {
    action: "lambda:InvokeFunction",
    function: fn.function.name,
    ...(fn.target.qualifier && { qualifier: fn.target.qualifier }),
    principal,
    sourceArn,
  };
}
