import { statementsIn } from "../../../policies/statements.ts";
import { objectOf, objectsOf } from "../../wiring/wiring-nodes.ts";
import type { Thing } from "../made.ts";
import { assumed, type EdgeRequest, worked } from "./edge-request.ts";
import { handOver } from "./hand-over.ts";
import { assumptions, work } from "./roles.ts";
import { at, textOf, types, type View } from "./view.ts";

/** What services ask for with the roles that they are given, Lambda aside. `all` are the graphs of what services share, too. */
export function rolesInUse(view: View, all: readonly View[]): EdgeRequest[] {
  return [
    ...schedules(view),
    ...rules(view),
    ...logSubscriptions(view),
    ...iotActions(view),
    ...deployments(view),
    ...apiLogs(view, all),
  ];
}

function schedules(view: View): EdgeRequest[] {
  return view.of("aws:scheduler/schedule:Schedule").flatMap((schedule) => {
    const { urn, inputs } = schedule;
    const role = String(at(inputs, "target", "roleArn"));
    const source = { arn: schedule.arn, group: textOf(inputs.groupName) ?? "default" };
    const places = [at(inputs, "target", "arn"), at(inputs, "target", "deadLetterConfig", "arn")];
    return [
      ...assumed(assumptions.schedule, { from: urn, to: urn }, role, source),
      ...places.flatMap((to) => (textOf(to) ? handOver(view, { role, from: urn, to: String(to) }) : [])),
    ];
  });
}

/** Rules whose targets have a role; the others are let in by the target's policy. */
function rules(view: View): EdgeRequest[] {
  return view.of("aws:cloudwatch/eventTarget:EventTarget").flatMap(({ inputs }) => {
    const rule = view.one("aws:cloudwatch/eventRule:EventRule", inputs.rule);
    const role = textOf(inputs.roleArn);
    if (rule === undefined || role === undefined) return [];
    return [
      ...assumed(assumptions.rule, { from: rule.urn, to: rule.urn }, role, { arn: rule.arn }),
      ...handOver(view, { role, from: rule.urn, to: String(inputs.arn) }),
    ];
  });
}

function logSubscriptions(view: View): EdgeRequest[] {
  return view.of("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter").flatMap(({ urn, inputs }) => {
    const group = view.one("aws:cloudwatch/logGroup:LogGroup", inputs.logGroup);
    const role = textOf(inputs.roleArn);
    if (group === undefined || role === undefined) return [];
    return [
      ...assumed(assumptions.logSubscription, { from: urn, to: urn }, role, { arn: group.arn }),
      ...handOver(view, { role, from: urn, to: String(inputs.destinationArn) }),
    ];
  });
}

/** The targets of an IoT rule's actions, by the action and the argument that names the target. */
const iotTargets: readonly (readonly [action: string, type: string, ...path: string[]])[] = [
  ["dynamodbv2s", "aws:dynamodb/table:Table", "putItem", "tableName"],
  ["kineses", "aws:kinesis/stream:Stream", "streamName"],
  ["s3", "aws:s3/bucket:Bucket", "bucketName"],
  ["sns", "aws:sns/topic:Topic", "targetArn"],
  ["sqs", "aws:sqs/queue:Queue", "queueUrl"],
  ["stepFunctions", "aws:sfn/stateMachine:StateMachine", "stateMachineName"],
];

/** What an IoT rule does with roles: its actions, and what it does when one of them fails. */
function iotActions(view: View): EdgeRequest[] {
  return view.of("aws:iot/topicRule:TopicRule").flatMap((rule) =>
    [rule.inputs, objectOf(rule.inputs.errorAction) ?? {}].flatMap((actions) =>
      iotTargets.flatMap(([action, type, ...path]) =>
        // Of an error there is one action, called in the singular.
        [...objectsOf(actions[action]), ...objectsOf(actions[singular(action)])].flatMap((given) => {
          const role = textOf(given.roleArn);
          const to = view.one(type, at(given, ...path))?.arn;
          if (role === undefined || to === undefined) return [];
          return [
            ...assumed(assumptions.iotRule, { from: rule.urn, to: rule.urn }, role, { arn: rule.arn }),
            ...handOver(view, { role, from: rule.urn, to }),
          ];
        }),
      ),
    ),
  );
}

const singular = (action: string): string =>
  action === "kineses" ? "kinesis" : /(dynamodbv2|stepFunction)s$/.test(action) ? action.slice(0, -1) : "";

/** CodeDeploy moves the aliases of the function whose alarms it watches, and calls the functions that report to it. */
function deployments(view: View): EdgeRequest[] {
  return view.of("aws:codedeploy/deploymentGroup:DeploymentGroup").flatMap((group) => {
    const role = String(group.inputs.serviceRoleArn);
    const own = { from: group.urn, to: group.urn };
    const names = [at(group.inputs, "alarmConfiguration", "alarms") ?? []].flat();
    const alarms = names.flatMap(
      (name) => view.one("aws:cloudwatch/metricAlarm:MetricAlarm", name)?.arn ?? [],
    );
    return [
      ...assumed(assumptions.deployment, own, role, { arn: group.arn }),
      ...worked(work.watch, own, role, { resources: alarms }),
      ...hooks(view, group).flatMap((fn) =>
        worked(work.tryVersion, { from: group.urn, to: fn.urn }, role, { resources: [fn.arn] }),
      ),
      ...shifted(view, group).flatMap((alias) => {
        const to = view.node(alias.arn);
        // Lambda checks these against the function or against its alias, depending on the call.
        const resources = [alias.arn, alias.arn.split(":").slice(0, -1).join(":")];
        return worked(work.shift, { from: group.urn, to }, role, { resources });
      }),
    ];
  });
}

/** The functions that try a version: parts of the component that has the group, which may report to CodeDeploy. */
function hooks(view: View, group: Thing): Thing[] {
  const reporters = view.of("aws:iam/rolePolicy:RolePolicy").flatMap(({ inputs }) => {
    const actions = statementsIn(inputs).flatMap((statement) => statement.actions);
    const isReporter = actions.includes("codedeploy:PutLifecycleEventHookExecutionStatus");
    return isReporter ? (view.one(types.role, inputs.role)?.arn ?? []) : [];
  });
  return view
    .of(types.function)
    .filter(({ inputs }) => reporters.includes(String(inputs.role)))
    .filter(({ urn }) => parentOf(view, parentOf(view, urn)) === parentOf(view, group.urn));
}

/** The aliases beside a deployment group: those of the component that has it. */
function shifted(view: View, group: Thing): Thing[] {
  return view
    .of("aws:lambda/alias:Alias")
    .filter(({ urn }) => parentOf(view, urn) === parentOf(view, group.urn));
}

const parentOf = (view: View, urn: string | undefined): string | undefined =>
  urn === undefined ? undefined : view.graph.byUrn(urn)?.parent;

/** REST APIs write access logs by one role of the account. */
function apiLogs(view: View, all: readonly View[]): EdgeRequest[] {
  const accounts = all.flatMap((one) => one.of("aws:apigateway/account:Account"));
  const stages = view.of("aws:apigateway/stage:Stage");
  return accounts.flatMap((account) => {
    const role = String(account.inputs.cloudwatchRoleArn);
    const own = { from: account.urn, to: account.urn };
    const groups = stages.flatMap(
      ({ inputs }) => textOf(at(inputs, "accessLogSettings", "destinationArn")) ?? [],
    );
    return [
      ...(view.graph.byUrn(account.urn) ? assumed(assumptions.apiLogs, own, role, { arn: role }) : []),
      ...groups.flatMap((group) =>
        worked(work.apiLogs, { from: account.urn, to: group }, role, {
          resources: [`${group.replace(/:\*$/, "")}:log-stream:1`],
        }),
      ),
    ];
  });
}
