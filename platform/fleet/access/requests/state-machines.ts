import { objectOf, objectsOf, parseObject } from "../../wiring/wiring-nodes.ts";
import type { Thing } from "../made.ts";
import { assumed, type EdgeRequest, part, worked } from "./edge-request.ts";
import { handOver } from "./hand-over.ts";
import { assumptions, work } from "./roles.ts";
import { at, textOf, types, type View } from "./view.ts";

/** What Step Functions asks for with the roles of state machines. */
export function stateMachines(view: View): EdgeRequest[] {
  return view.of(types.machine).flatMap((machine) => {
    const { urn, inputs, arn } = machine;
    const role = String(inputs.roleArn);
    const own = { from: urn, to: urn };
    const everywhere = { resources: ["*"] };
    const logs = at(inputs, "loggingConfiguration", "level") ?? "OFF";
    return [
      ...assumed(assumptions.stateMachine, own, role, { arn }),
      ...tasks(parseObject(inputs.definition)?.States).flatMap((task) => asked(view, machine, task)),
      ...(logs === "OFF" ? [] : worked(work.stateMachineLogs, own, role, everywhere)),
      ...(at(inputs, "tracingConfiguration", "enabled") === true
        ? worked(work.stateMachineTraces, own, role, everywhere)
        : []),
    ];
  });
}

/** A task by its name: what it calls, and with which arguments. */
interface Task {
  readonly name: string;
  readonly resource: string;
  readonly given: Readonly<Record<string, unknown>>;
}

function tasks(states: unknown): Task[] {
  return Object.entries(objectOf(states) ?? {}).flatMap(([name, state]) => {
    const resource = textOf(at(state, "Resource"));
    const given = objectOf(at(state, "Arguments")) ?? objectOf(at(state, "Parameters")) ?? {};
    const inside = [at(state, "Iterator"), at(state, "ItemProcessor"), ...objectsOf(at(state, "Branches"))];
    return [
      ...(resource === undefined ? [] : [{ name, resource, given }]),
      ...inside.flatMap((one) => tasks(at(one, "States"))),
    ];
  });
}

/** Sources: the pages of each integration below "Integrating services with Step Functions". */
function asked(view: View, { urn, inputs, arn }: Thing, { name, resource, given }: Task): EdgeRequest[] {
  const role = String(inputs.roleArn);
  const way = (to: string) => handOver(view, { role, from: urn, to, label: name });
  const [, service = "", operation = ""] = /:states:[^:]*:[^:]*:(\w+):(\w+)/.exec(resource) ?? [];
  if (service === "" || service === "lambda")
    return way(view.functionArn(service === "" ? resource : given.FunctionName));
  if (service === "sqs") return way(view.one(types.queue, given.QueueUrl)?.arn ?? "");
  if (service === "sns") return way(String(given.TopicArn));
  if (service === "states") return [...way(String(given.StateMachineArn)), ...nested(arn, urn, role, given)];
  const actions = [`${service}:${operation[0]?.toUpperCase()}${operation.slice(1)}`];
  const places = placesOf(view, service, given);
  const row = { page: "Integrating services with Step Functions", actions };
  return places.flatMap((place) =>
    worked(row, { from: urn, to: view.node(place), label: name }, role, { resources: [place] }),
  );
}

/** Tables and buses that a task names. */
function placesOf(view: View, service: string, given: Task["given"]): string[] {
  const names: Readonly<Record<string, readonly [type: string, ...names: unknown[]]>> = {
    dynamodb: ["aws:dynamodb/table:Table", given.TableName],
    events: [
      "aws:cloudwatch/eventBus:EventBus",
      ...objectsOf(given.Entries).map(({ EventBusName }) => EventBusName),
    ],
  };
  const [type = "", ...all] = names[service] ?? [];
  return all.flatMap((name) => view.one(type, name)?.arn ?? []);
}

/** A run of another machine that is waited for (`.sync`) is looked at and stopped, and its end comes by a rule that AWS manages. */
function nested(arn: string, urn: string, role: string, given: Task["given"]): EdgeRequest[] {
  const other = String(given.StateMachineArn);
  const rule = `arn:${part(arn, 1)}:events:${part(arn, 3)}:${part(arn, 4)}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
  const ends = { from: urn, to: urn };
  return [
    ...worked(work.waitForRun, ends, role, {
      resources: [`${other.replace(":stateMachine:", ":execution:")}:run`],
    }),
    ...worked(work.watchRuns, ends, role, { resources: [rule] }),
  ];
}
