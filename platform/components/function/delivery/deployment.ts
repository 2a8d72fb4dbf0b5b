import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../core/component.ts";
import type { Statement } from "../../../core/link.ts";
import { perProgram } from "../../../core/per-program.ts";
import { policyDocument, trust } from "../../../core/policy.ts";
import type { Defaults } from "../../../settings.ts";
import { checkKeys, checkOneOf, checkRange } from "../../../values/problems.ts";
import type { FunctionContext, HandlerPath } from "../types.ts";

type Settings = Defaults["deployment"];

/** Shift of the traffic to a new version; settings that are left out come from `defaults.deployment`. */
export interface DeploymentArgs extends Partial<Settings> {
  /** Handler of `#runtime/deployment` that tries the new version before it gets traffic; an error rolls back. */
  readonly beforeTraffic?: HandlerPath;
  /** The same after the last step. */
  readonly afterTraffic?: HandlerPath;
}

/** Name of the alias that others invoke where there are versions. */
export const liveAlias = "live";

const strategies = ["all-at-once", "canary", "linear"] as const;

/** Minutes between the first and the last step. Source: "CodeDeploy quotas". */
const maxMinutes = 2_880;

/** Shifts that AWS has ready, as percentage and minutes. Source: "Working with deployment configurations in CodeDeploy". */
const predefined = {
  canary: [5, 10, 15, 30].map((minutes) => ({
    percentage: 10,
    minutes,
    name: `CodeDeployDefault.LambdaCanary10Percent${minutes}Minutes`,
  })),
  linear: [1, 2, 3, 10].map((minutes) => ({
    percentage: 10,
    minutes,
    name: `CodeDeployDefault.LambdaLinear10PercentEvery${minutes}Minute${minutes === 1 ? "" : "s"}`,
  })),
} as const;

/** The arguments that are settings, as a layer of them. */
export function deploymentGiven({ strategy, percentage, minutes }: DeploymentArgs = {}): Partial<Settings> {
  return { strategy, percentage, minutes };
}

/** Whether CodeDeploy shifts the traffic: in steps, or all of it after a handler has tried the new version. */
export function isShifted(args: DeploymentArgs | undefined, settings: Settings): boolean {
  return settings.strategy !== "all-at-once" || Boolean(args?.beforeTraffic ?? args?.afterTraffic);
}

/** Minutes from the first step to the last. */
export function shiftMinutes({ strategy, percentage, minutes }: Settings): number {
  if (strategy === "all-at-once") return 0;
  return strategy === "canary" ? minutes : (Math.ceil(100 / percentage) - 1) * minutes;
}

/** Everything wrong with a function's deployment. */
export function deploymentProblems(args: DeploymentArgs | undefined, settings: Settings): string[] {
  const problems = [
    ...checkKeys(args, ["strategy", "percentage", "minutes", "beforeTraffic", "afterTraffic"], "deployment."),
    ...checkOneOf("deployment.strategy", settings.strategy, strategies),
    ...checkRange("deployment.percentage", settings.percentage, { min: 1, max: 99, unit: "per cent" }),
    ...checkRange("deployment.minutes", settings.minutes, { min: 1, max: maxMinutes, unit: "minutes" }),
    ...(settings.strategy === "all-at-once"
      ? (["percentage", "minutes"] as const)
          .filter((key) => args?.[key] !== undefined)
          .map(
            (key) =>
              `deployment.${key}: ${args?.[key]} given with the strategy all-at-once, which has no steps; set the strategy to canary or linear, or leave it out.`,
          )
      : []),
  ];
  const minutes = shiftMinutes(settings);
  if (problems.length === 0 && minutes > maxMinutes)
    problems.push(
      `deployment: ${settings.percentage} per cent every ${settings.minutes} minutes takes ${minutes} minutes; at most ${maxMinutes} are allowed.`,
    );
  return problems;
}

/** Shifts the traffic of one function. */
export interface Deployment {
  readonly application: aws.codedeploy.Application;
  readonly group: aws.codedeploy.DeploymentGroup;
  readonly role: aws.iam.Role;
  /** Lets CodeDeploy move the alias, look at the alarms and start the handlers that try a version. */
  permit(hooks: readonly pulumi.Output<string>[]): aws.iam.RolePolicy;
}

/** CodeDeploy's side of a function: an application and a group of its own, so that it comes and goes with the function. */
export function createDeployment(
  { component, name, transform }: FunctionContext,
  fn: aws.lambda.Function,
  alarms: readonly aws.cloudwatch.MetricAlarm[],
  settings: Settings,
): Deployment {
  const application = new aws.codedeploy.Application(
    `${name}-application`,
    ...component.part(transform.application, {
      name: nameOf("deployment", name),
      computePlatform: "Lambda",
    }),
  );
  const role = new aws.iam.Role(
    `${name}-deployment-role`,
    ...component.part(transform.deploymentRole, {
      name: nameOf("role", name, "-deployment"),
      assumeRolePolicy: trust("codedeploy.amazonaws.com"),
    }),
  );
  const group = new aws.codedeploy.DeploymentGroup(
    `${name}-deployment-group`,
    ...component.part(transform.deploymentGroup, {
      appName: application.name,
      deploymentGroupName: nameOf("deploymentGroup", name),
      serviceRoleArn: role.arn,
      deploymentConfigName: deploymentConfigName(settings),
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      autoRollbackConfiguration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
      alarmConfiguration: { enabled: alarms.length > 0, alarms: alarms.map((alarm) => alarm.name) },
    }),
  );
  const permit = (hooks: readonly pulumi.Output<string>[]) =>
    new aws.iam.RolePolicy(
      `${name}-deployment-policy`,
      { name: "permissions", role: role.name, policy: policyDocument(statementsFor(fn, alarms, hooks)) },
      { parent: component },
    );
  return { application, group, role, permit };
}

/** Source: "AWSCodeDeployRoleForLambdaLimited", without its wildcards: revisions come with the deployment, not from S3. */
function statementsFor(
  fn: aws.lambda.Function,
  alarms: readonly aws.cloudwatch.MetricAlarm[],
  hooks: readonly pulumi.Output<string>[],
): Statement[] {
  const alias = pulumi.interpolate`${fn.arn}:${liveAlias}`;
  return [
    // Lambda checks these against the function, or against its alias, depending on the call.
    {
      actions: ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
      resources: [fn.arn, alias],
    },
    // Composite alarms alone would need every alarm as resource (AWS: "DescribeAlarms").
    ...(alarms.length > 0
      ? [{ actions: ["cloudwatch:DescribeAlarms"], resources: alarms.map((alarm) => alarm.arn) }]
      : []),
    ...(hooks.length > 0 ? [{ actions: ["lambda:InvokeFunction"], resources: hooks }] : []),
  ];
}

/** The program's own configurations by name: an account may have 50, so functions share them. */
const configs = perProgram(() => new Map<string, aws.codedeploy.DeploymentConfig>());

/** AWS's own configuration where there is one for the numbers, else one of the service's, made for its first function. */
function deploymentConfigName(settings: Settings): pulumi.Input<string> {
  const { strategy, percentage, minutes } = settings;
  if (strategy === "all-at-once") return "CodeDeployDefault.LambdaAllAtOnce";
  const ready = predefined[strategy].find(
    (config) => config.percentage === percentage && config.minutes === minutes,
  );
  if (ready) return ready.name;
  // The numbers are part of the logical name: a configuration can't be changed, nor deleted while it is in use.
  const name = `${strategy}-${percentage}-percent-${minutes}-minutes`;
  const steps = { interval: minutes, percentage };
  const known = configs();
  const config =
    known.get(name) ??
    new aws.codedeploy.DeploymentConfig(name, {
      deploymentConfigName: nameOf("deploymentConfig", name),
      computePlatform: "Lambda",
      trafficRoutingConfig:
        strategy === "canary"
          ? { type: "TimeBasedCanary", timeBasedCanary: steps }
          : { type: "TimeBasedLinear", timeBasedLinear: steps },
    });
  known.set(name, config);
  return config.deploymentConfigName;
}
