import { keyOf } from "../../values/s3-keys.ts";
import { type EdgeKind, edge, failure, type WiringEdge, withKeys } from "./edges.ts";
import { functionNamed } from "./entrance-edges.ts";
import type { Places } from "./node-places.ts";
import { objectOf, objectsOf, parseObject } from "./wiring-nodes.ts";

/** Edges of events: from senders to receivers, and from failures to the places that keep them. */
export function eventEdges(places: Places): WiringEdge[] {
  return [
    ...mappings(places),
    ...invokeConfigs(places),
    ...redrives(places),
    ...rules(places),
    ...schedules(places),
    ...subscriptions(places),
    ...notifications(places),
    ...topicRules(places),
    ...userPools(places),
    ...rotations(places),
    ...steps(places),
  ];
}

function mappings(places: Places): WiringEdge[] {
  return places.inputs("aws:lambda/eventSourceMapping:EventSourceMapping").flatMap(({ inputs }) => {
    const to = functionNamed(places, inputs.functionName);
    const { destinationArn } = objectOf(objectOf(inputs.destinationConfig)?.onFailure) ?? {};
    return [
      ...deliver(places, places.anywhere(inputs.eventSourceArn), to),
      ...lost(places, to, destinationArn),
    ];
  });
}

function invokeConfigs(places: Places): WiringEdge[] {
  const configs = places.inputs("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");
  const letters = places.inputs("aws:lambda/function:Function");
  return [
    ...configs.flatMap(({ inputs }) => {
      const from = functionNamed(places, inputs.functionName);
      const { onFailure, onSuccess } = objectOf(inputs.destinationConfig) ?? {};
      const success = places.anywhere(objectOf(onSuccess)?.destination);
      return [
        ...lost(places, from, objectOf(onFailure)?.destination),
        ...deliver(places, from, success, "on success"),
      ];
    }),
    ...letters.flatMap(({ urn, inputs }) => lost(places, urn, objectOf(inputs.deadLetterConfig)?.targetArn)),
  ];
}

function redrives(places: Places): WiringEdge[] {
  return places.inputs("aws:sqs/queue:Queue").flatMap(({ urn, inputs }) => {
    const { deadLetterTargetArn, maxReceiveCount } = parseObject(inputs.redrivePolicy) ?? {};
    return lost(places, urn, deadLetterTargetArn, `after ${maxReceiveCount} receives`);
  });
}

function rules(places: Places): WiringEdge[] {
  const type = "aws:cloudwatch/eventRule:EventRule";
  return [
    ...places.inputs(type).flatMap(({ urn, inputs }) => {
      const bus =
        places.node("aws:cloudwatch/eventBus:EventBus", inputs.eventBusName) ??
        places.at(inputs.eventBusName);
      const pattern = parseObject(inputs.eventPattern);
      const { bucket, object } = objectOf(pattern?.detail) ?? {};
      const names = [objectOf(bucket)?.name ?? []].flat();
      const buckets = names.flatMap((name) => places.node("aws:s3/bucket:Bucket", name) ?? []);
      const keys = [objectOf(object)?.key ?? []].flat().map(keysOf);
      return [
        ...(bus ? [edge(bus, urn, "publishes")] : []),
        ...buckets.map((from) => withKeys(edge(from, urn, "publishes"), keys)),
      ];
    }),
    ...places.inputs("aws:cloudwatch/eventTarget:EventTarget").flatMap(({ inputs }) => {
      const rule = places.node(type, inputs.rule);
      return [
        ...deliver(places, rule, places.anywhere(inputs.arn)),
        ...lost(places, rule, objectOf(inputs.deadLetterConfig)?.arn),
      ];
    }),
  ];
}

/** The beginning of what a comparison of an event pattern lets through. */
function keysOf(comparison: unknown): string {
  if (typeof comparison === "string") return comparison;
  const { prefix, wildcard } = objectOf(comparison) ?? {};
  if (typeof prefix === "string") return prefix;
  return typeof wildcard === "string" ? wildcard.replace(/[*\\].*$/s, "") : "";
}

function schedules(places: Places): WiringEdge[] {
  return places.inputs("aws:scheduler/schedule:Schedule").flatMap(({ urn, inputs }) => {
    const target = objectOf(inputs.target);
    return [
      ...deliver(places, urn, places.anywhere(target?.arn)),
      ...lost(places, urn, objectOf(target?.deadLetterConfig)?.arn),
    ];
  });
}

function subscriptions(places: Places): WiringEdge[] {
  return places.inputs("aws:sns/topicSubscription:TopicSubscription").flatMap(({ inputs }) => {
    const topic = places.anywhere(inputs.topic);
    const to = places.at(inputs.endpoint);
    const letters = parseObject(inputs.redrivePolicy)?.deadLetterTargetArn;
    return [...deliver(places, topic, to), ...lost(places, topic, letters)];
  });
}

function notifications(places: Places): WiringEdge[] {
  return places.inputs("aws:s3/bucketNotification:BucketNotification").flatMap(({ inputs }) => {
    const bucket = places.node("aws:s3/bucket:Bucket", inputs.bucket);
    const targets = [
      ...objectsOf(inputs.lambdaFunctions).map((one) => [one.lambdaFunctionArn, one] as const),
      ...objectsOf(inputs.queues).map((one) => [one.queueArn, one] as const),
      ...objectsOf(inputs.topics).map((one) => [one.topicArn, one] as const),
    ];
    return targets.flatMap(([arn, { events, filterPrefix }]) =>
      deliver(places, bucket, places.anywhere(arn), [events ?? []].flat().join(", ")).map((one) =>
        withKeys(one, typeof filterPrefix === "string" ? [keyOf(filterPrefix)] : []),
      ),
    );
  });
}

function topicRules(places: Places): WiringEdge[] {
  return places
    .inputs("aws:iot/topicRule:TopicRule")
    .flatMap(({ urn, inputs }) => [
      ...objectsOf(inputs.lambdas).flatMap(({ functionArn }) =>
        deliver(places, urn, places.anywhere(functionArn)),
      ),
      ...lost(places, urn, objectOf(objectOf(inputs.errorAction)?.sqs)?.queueUrl),
    ]);
}

function userPools(places: Places): WiringEdge[] {
  return places
    .inputs("aws:cognito/userPool:UserPool")
    .flatMap(({ urn, inputs }) =>
      Object.entries(objectOf(inputs.lambdaConfig) ?? {}).flatMap(([trigger, given]) =>
        deliver(places, urn, places.anywhere(objectOf(given)?.lambdaArn ?? given), trigger),
      ),
    );
}

function rotations(places: Places): WiringEdge[] {
  return places
    .inputs("aws:secretsmanager/secretRotation:SecretRotation")
    .flatMap(({ inputs }) =>
      deliver(places, places.at(inputs.secretId), places.anywhere(inputs.rotationLambdaArn), "rotation"),
    );
}

/** Edges from state machines to the functions of their steps, each labelled with the step's name. */
function steps(places: Places): WiringEdge[] {
  const walk = (machine: string, states: unknown): WiringEdge[] =>
    Object.entries(objectOf(states) ?? {}).flatMap(([name, given]) => {
      const state = objectOf(given) ?? {};
      const called =
        (objectOf(state.Arguments) ?? objectOf(state.Parameters))?.FunctionName ?? state.Resource;
      const inside = [state.Iterator, state.ItemProcessor, ...objectsOf(state.Branches)];
      const to = functionNamed(places, /^arn:[\w-]+:states:/.test(String(called)) ? undefined : called);
      return [
        ...(to === undefined ? [] : [edge(machine, to, "invokes", name)]),
        ...inside.flatMap((one) => walk(machine, objectOf(one)?.States)),
      ];
    });
  return places
    .inputs("aws:sfn/stateMachine:StateMachine")
    .flatMap(({ urn, inputs }) => walk(urn, parseObject(inputs.definition)?.States));
}

/** The edge to a receiver of events: its kind follows from the receiver's type. */
function deliver(
  places: Places,
  from: string | undefined,
  to: string | undefined,
  label?: string,
): WiringEdge[] {
  if (from === undefined || to === undefined) return [];
  const kinds: Readonly<Record<string, EdgeKind>> = {
    queue: "sends",
    topic: "publishes",
    bus: "publishes",
    machine: "starts",
    stream: "sends",
  };
  return [edge(from, to, kinds[places.nodes.get(to)?.kind ?? ""] ?? "invokes", label)];
}

function lost(places: Places, from: string | undefined, place: unknown, label?: string): WiringEdge[] {
  const to = places.anywhere(place);
  return from === undefined || to === undefined ? [] : [failure(from, to, label)];
}
