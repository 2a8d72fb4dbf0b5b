import type * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type { Transform } from "../../core/component.ts";

/** Parts of a function that a service may change. */
export interface FunctionTransform {
  readonly function?: Transform<aws.lambda.FunctionArgs>;
  readonly role?: Transform<aws.iam.RoleArgs>;
  readonly policy?: Transform<aws.iam.RolePolicyArgs>;
  readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
  readonly invokeConfig?: Transform<aws.lambda.FunctionEventInvokeConfigArgs>;
  readonly deadLetterQueue?: Transform<aws.sqs.QueueArgs>;
  readonly alias?: Transform<aws.lambda.AliasArgs>;
  readonly application?: Transform<aws.codedeploy.ApplicationArgs>;
  readonly deploymentGroup?: Transform<aws.codedeploy.DeploymentGroupArgs>;
  readonly deploymentRole?: Transform<aws.iam.RoleArgs>;
  readonly provisionedConcurrency?: Transform<aws.lambda.ProvisionedConcurrencyConfigArgs>;
  readonly scalingTarget?: Transform<aws.appautoscaling.TargetArgs>;
  readonly scalingPolicy?: Transform<aws.appautoscaling.PolicyArgs>;
  readonly scalingSchedule?: Transform<aws.appautoscaling.ScheduledActionArgs>;
  readonly securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  readonly recursion?: Transform<aws.lambda.FunctionRecursionConfigArgs>;
  readonly runtimeUpdates?: Transform<aws.lambda.RuntimeManagementConfigArgs>;
  /** Of container images only. */
  readonly repository?: Transform<awsx.ecr.RepositoryArgs>;
  /** Of container images only. */
  readonly image?: Transform<awsx.ecr.ImageArgs>;
}

/** Parts of a function that can be transformed. */
export const functionParts = [
  "function",
  "role",
  "policy",
  "logGroup",
  "invokeConfig",
  "deadLetterQueue",
  "alias",
  "application",
  "deploymentGroup",
  "deploymentRole",
  "provisionedConcurrency",
  "scalingTarget",
  "scalingPolicy",
  "scalingSchedule",
  "securityGroup",
  "recursion",
  "runtimeUpdates",
  "repository",
  "image",
] as const satisfies readonly (keyof FunctionTransform)[];
