import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../../core/alarm.ts";
import { type Component, nameOf } from "../../core/component.ts";
import type { Statement } from "../../core/link.ts";
import { policyDocument, tracingStatement, trustForAccount } from "../../core/policy.ts";
import type { Defaults } from "../../defaults.ts";
import type { Function } from "../function/function.ts";
import type { SharedArgs } from "./args.ts";
import { definitionJson } from "./definition.ts";
import type { Definition } from "./states/index.ts";

/** The pipeline that a state machine is created for. */
interface PipelineContext {
  readonly component: Component;
  readonly name: string;
  readonly settings: Defaults;
  readonly transform: NonNullable<SharedArgs["transform"]>;
}

/** Step Functions logs through log delivery, which has no resources of its own: AWS allows nothing but `*` here. */
const logDelivery: Statement = {
  actions: [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ],
  resources: ["*"],
};

/** Sampling rules belong to the account: AWS allows nothing but `*` here. */
const sampling: Statement = {
  actions: ["xray:GetSamplingRules", "xray:GetSamplingTargets"],
  resources: ["*"],
};

/** Ends of a run without success, each counted on its own. Source: "Monitoring Step Functions metrics". */
const endings = [
  ["failed", "ExecutionsFailed"],
  ["timed-out", "ExecutionsTimedOut"],
  ["aborted", "ExecutionsAborted"],
] as const;

/** The state machine of a definition, with its log group and a role that may start its functions, nothing else. */
export function createStateMachine(
  { component, name, settings, transform }: PipelineContext,
  definition: Definition,
  functions: readonly Function[],
): {
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly role: aws.iam.Role;
  readonly stateMachine: aws.sfn.StateMachine;
} {
  const { type, logLevel, expressLogLevel } = settings.pipeline;
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    ...component.part(transform.logGroup, {
      // The prefix keeps the account's one resource policy for log delivery from growing past its limit.
      name: `/aws/vendedlogs/states/${nameOf("stateMachine", name)}`,
      retentionInDays: settings.function.logRetentionDays,
    }),
  );
  const role = new aws.iam.Role(
    `${name}-role`,
    ...component.part(transform.role, {
      name: nameOf("role", name, "-states"),
      assumeRolePolicy: trustForAccount("states.amazonaws.com"),
    }),
  );
  const tracing = settings.function.tracing === "Active";
  const policy = new aws.iam.RolePolicy(
    `${name}-policy`,
    {
      name: "permissions",
      role: role.name,
      policy: policyDocument([
        { actions: ["lambda:InvokeFunction"], resources: functions.map((fn) => fn.target.arn) },
        logDelivery,
        ...(tracing ? [tracingStatement, sampling] : []),
      ]),
    },
    { parent: component },
  );
  const stateMachine = new aws.sfn.StateMachine(
    `${name}-state-machine`,
    ...component.part(
      transform.stateMachine,
      {
        name: nameOf("stateMachine", name),
        type,
        roleArn: role.arn,
        definition: definitionJson(definition),
        // The input of a run may hold personal data: the log gets the failure without its data.
        loggingConfiguration: {
          level: type === "EXPRESS" ? expressLogLevel : logLevel,
          includeExecutionData: false,
          logDestination: pulumi.interpolate`${logGroup.arn}:*`,
        },
        tracingConfiguration: { enabled: tracing },
      },
      { dependsOn: [policy] },
    ),
  );
  return { logGroup, role, stateMachine };
}

/** An alarm on runs for each way to end without success. */
export function createAlarms(
  { component, name, settings }: PipelineContext,
  stateMachine: aws.sfn.StateMachine,
): void {
  // Nothing can abort an Express run.
  const possible = endings.filter(
    ([ending]) => settings.pipeline.type === "STANDARD" || ending !== "aborted",
  );
  for (const [ending, metric] of possible)
    createAlarm(
      `${name}-${ending}`,
      {
        description: `Runs of ${nameOf("stateMachine", name)} end as ${ending}: see the runbook in the service's README.`,
        namespace: "AWS/States",
        metric,
        dimensions: { StateMachineArn: stateMachine.arn },
        threshold: settings.alarms.failedExecutions,
      },
      settings.alarms,
      { parent: component },
    );
}
