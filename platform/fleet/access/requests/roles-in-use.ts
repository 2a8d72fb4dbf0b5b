import { statementsIn } from "../../../policies/statements.ts";
import { objectOf, objectsOf, parseObject } from "../../wiring/wiring-nodes.ts";
import type { Thing } from "../made.ts";
import { assumed, type EdgeRequest, worked } from "./edge-request.ts";
import { handOver } from "./functions.ts";
import { assumptions, work } from "./roles.ts";
import { at, textOf, types, type View } from "./view.ts";

/** What services ask for with the roles that they are given, Lambda aside. `all` are the graphs of what services share, too. */
export function rolesInUse(view: View, all: readonly View[]): EdgeRequest[] {
  return [
    ...stateMachines(view),
    ...schedules(view),
    ...iotErrors(view),
    ...deployments(view),
    ...apiLogs(view, all),
  ];
}

function stateMachines(view: View): EdgeRequest[] {
  return view.of(types.machine).flatMap((machine) => {
    const { urn, inputs } = machine;
    const role = String(inputs.roleArn);
    const own = { from: urn, to: urn };
    const everywhere = { resources: ["*"] };
    const logs = at(inputs, "loggingConfiguration", "level") ?? "OFF";
    return [
      ...assumed(assumptions.stateMachine, own, role, { arn: machine.arn }),
      ...tasks(view, parseObject(inputs.definition)?.States).flatMap(([label, to]) =>
        worked(work.invoke, { from: urn, to: view.node(to), label }, role, { resources: [to] }),
      ),
      ...(logs === "OFF" ? [] : worked(work.stateMachineLogs, own, role, everywhere)),
      ...(at(inputs, "tracingConfiguration", "enabled") === true
        ? worked(work.stateMachineTraces, own, role, everywhere)
        : []),
    ];
  });
}

/** The functions of a definition's tasks, by the state's name. */
function tasks(view: View, states: unknown): (readonly [state: string, functionArn: string])[] {
  return Object.entries(objectOf(states) ?? {}).flatMap(([name, state]) => {
    const resource = textOf(at(state, "Resource")) ?? "";
    const called =
      textOf(at(state, "Arguments", "FunctionName")) ?? textOf(at(state, "Parameters", "FunctionName"));
    const fn = /:states:[^:]*:[^:]*:lambda:invoke/.test(resource)
      ? called
      : /:lambda:.*:function:/.test(resource)
        ? resource
        : undefined;
    const inside = [at(state, "Iterator"), at(state, "ItemProcessor"), ...objectsOf(at(state, "Branches"))];
    return [
      ...(fn === undefined ? [] : [[name, view.functionArn(fn)] as const]),
      ...inside.flatMap((one) => tasks(view, at(one, "States"))),
    ];
  });
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

function iotErrors(view: View): EdgeRequest[] {
  return view.of("aws:iot/topicRule:TopicRule").flatMap((rule) => {
    const action = objectOf(at(rule.inputs, "errorAction", "sqs"));
    const role = textOf(action?.roleArn);
    if (role === undefined) return [];
    return [
      ...assumed(assumptions.iotRule, { from: rule.urn, to: rule.urn }, role, { arn: rule.arn }),
      ...handOver(view, { role, from: rule.urn, to: view.one(types.queue, action?.queueUrl)?.arn ?? "" }),
    ];
  });
}

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

/** The functions that try a version: those that may tell the group how it went. */
function hooks(view: View, group: Thing): Thing[] {
  const roles = view
    .of("aws:iam/rolePolicy:RolePolicy")
    .flatMap(({ inputs }) =>
      statementsIn(inputs).some(
        ({ actions, resources }) =>
          actions.includes("codedeploy:PutLifecycleEventHookExecutionStatus") &&
          resources.includes(group.arn),
      )
        ? (view.one(types.role, inputs.role)?.arn ?? [])
        : [],
    );
  return view.of(types.function).filter(({ inputs }) => roles.includes(String(inputs.role)));
}

/** The aliases beside a deployment group: those of the component that has it. */
function shifted(view: View, group: Thing): Thing[] {
  const parent = view.graph.byUrn(group.urn)?.parent;
  return view.of("aws:lambda/alias:Alias").filter((alias) => view.graph.byUrn(alias.urn)?.parent === parent);
}

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
