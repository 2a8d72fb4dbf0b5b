import { type Graph, inputsOf, managed, type Resource } from "../../engine/index.ts";
import type { Broken, Policy } from "../finding.ts";
import { objectsIn, refersTo } from "../inputs.ts";
import { readsStream } from "./stream-retries.ts";

export const failedEvents: Policy = {
  id: "failed-events",
  severity: "error",
  title: "Events that a function fails to handle are kept.",
  reason: "After the last retry Lambda drops an event, unless it is told where to put it.",
  remedy:
    "Give the function an on-failure destination or a dead-letter queue, and a source queue a redrive policy.",
  broken: (graph) => [...droppedAsync(graph), ...droppedBatches(graph)],
};

/** Services that invoke functions without waiting for them. Source: "Invoking Lambda with events from other AWS services". */
const asynchronous: readonly unknown[] = [
  "s3",
  "sns",
  "events",
  "iot",
  "ses",
  "logs",
  "codecommit",
  "cloudformation",
  "config",
  "scheduler",
].map((service) => `${service}.amazonaws.com`);

function droppedAsync(graph: Graph): Broken[] {
  const configs = managed(graph, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");
  const isKept = (fn: Resource) =>
    inputsOf(fn)["deadLetterConfig"] !== undefined ||
    configs.some(
      (config) =>
        isFor(graph, config, "functionName", fn) &&
        objectsIn(inputsOf(config)["destinationConfig"]).some(({ onFailure }) => onFailure !== undefined),
    );
  const invokers = managed(graph, "aws:lambda/permission:Permission").filter((permission) =>
    asynchronous.includes(inputsOf(permission)["principal"]),
  );
  return managed(graph, "aws:lambda/function:Function")
    .filter((fn) => invokers.some((permission) => isFor(graph, permission, "function", fn)))
    .filter((fn) => !isKept(fn))
    .map((fn) => [fn, "Events that the function fails to handle are lost."] as const);
}

function droppedBatches(graph: Graph): Broken[] {
  return managed(graph, "aws:lambda/eventSourceMapping:EventSourceMapping").flatMap((mapping): Broken[] => {
    const { destinationConfig } = inputsOf(mapping);
    if (readsStream(mapping))
      return objectsIn(destinationConfig).some(({ onFailure }) => onFailure !== undefined)
        ? []
        : [[mapping, "Batches that the function fails to handle are lost."]];
    return managed(graph, "aws:sqs/queue:Queue")
      .filter((queue) => refersTo(mapping, "eventSourceArn", queue) && !hasDeadLetters(graph, queue))
      .map((queue) => [queue, "Messages that the function fails to handle are received until they expire."]);
  });
}

const hasDeadLetters = (graph: Graph, queue: Resource): boolean =>
  inputsOf(queue)["redrivePolicy"] !== undefined ||
  managed(graph, "aws:sqs/redrivePolicy:RedrivePolicy").some((policy) => refersTo(policy, "queueUrl", queue));

/** Whether an input means a function, be it by an alias of the function. */
function isFor(graph: Graph, resource: Resource, input: string, fn: Resource): boolean {
  if (refersTo(resource, input, fn)) return true;
  return managed(graph, "aws:lambda/alias:Alias").some(
    (alias) => refersTo(resource, input, alias) && refersTo(alias, "functionName", fn),
  );
}
