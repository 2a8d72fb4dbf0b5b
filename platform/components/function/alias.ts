import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../core/link.ts";
import type { Defaults } from "../../settings.ts";
import type { FunctionArgs } from "./args.ts";
import { createDeployment, isShifted, liveAlias, shiftMinutes } from "./delivery/deployment.ts";
import { createProvisionedConcurrency } from "./delivery/provisioned-concurrency.ts";
import { createShiftHook } from "./delivery/shift.ts";
import { needsVersion } from "./features/index.ts";
import type { FunctionContext, HandlerPath } from "./types.ts";

/** A function that has, or may have, versions. */
export interface Versioned {
  readonly function: aws.lambda.Function;
  readonly alarms: readonly aws.cloudwatch.MetricAlarm[];
  readonly args: FunctionArgs;
  readonly settings: Defaults;
  /** Makes the function of a handler that tries a version. */
  tryWith(suffix: string, handler: HandlerPath, statements: readonly Statement[]): aws.lambda.Function;
}

/** Whether others invoke by an alias: CodeDeploy moves it, and it keeps environments started. */
export function isVersioned(args: FunctionArgs, settings: Defaults): boolean {
  return (
    needsVersion(args) ||
    args.provisionedConcurrency !== undefined ||
    isShifted(args.deployment, settings.deployment)
  );
}

/** Minutes that CodeDeploy gives a handler that tries a version. Source: "AppSpec 'hooks' section". */
const hookMinutes = 60;

/** Minutes for CodeDeploy to begin and to end. */
const spareMinutes = 15;

/** The alias that others invoke, with the parts that shift its traffic and keep environments started. */
export function createLiveAlias(context: FunctionContext, versioned: Versioned): aws.lambda.Alias {
  const { component, name, transform } = context;
  const { args, settings } = versioned;
  const options = isShifted(args.deployment, settings.deployment) ? createShift(context, versioned) : {};
  const alias = new aws.lambda.Alias(
    `${name}-alias`,
    ...component.part(
      transform.alias,
      {
        name: liveAlias,
        functionName: versioned.function.name,
        functionVersion: versioned.function.version,
      },
      options,
    ),
  );
  if (args.provisionedConcurrency !== undefined)
    createProvisionedConcurrency(context, alias, args.provisionedConcurrency, settings);
  return alias;
}

/** CodeDeploy for a function, and the options that make its alias wait for it. */
function createShift(
  context: FunctionContext,
  { function: fn, alarms, args, settings, tryWith }: Versioned,
): pulumi.CustomResourceOptions {
  const { application, group, permit } = createDeployment(context, fn, alarms, settings.deployment);
  const { beforeTraffic, afterTraffic } = args.deployment ?? {};
  const statements = [
    { actions: ["codedeploy:GetDeployment"], resources: [group.arn] },
    // AWS takes no resource for it ("Actions, resources, and condition keys for AWS CodeDeploy"); the id of the hook's execution
    // says which deployment may go on.
    { actions: ["codedeploy:PutLifecycleEventHookExecutionStatus"], resources: ["*"] },
    { actions: ["lambda:InvokeFunction"], resources: [fn.arn.apply((arn) => `${arn}:*`)] },
  ];
  const before = beforeTraffic && tryWith("before-traffic", beforeTraffic, statements);
  const after = afterTraffic && tryWith("after-traffic", afterTraffic, statements);
  const hooks = [before, after].filter((hook) => hook !== undefined);
  const policy = permit(hooks.map((hook) => hook.arn));
  const minutes = shiftMinutes(settings.deployment) + hooks.length * hookMinutes + spareMinutes;
  const names = pulumi.output({
    application: application.name,
    group: group.deploymentGroupName,
    ...(before && { beforeTraffic: before.name }),
    ...(after && { afterTraffic: after.name }),
  });
  const hook = createShiftHook(context.name, names, minutes * 60_000);
  // The alias last: with it the first traffic comes, and each of its updates is a deployment of the group.
  return { dependsOn: [group, policy, ...hooks], hooks: { beforeUpdate: [hook] } };
}
