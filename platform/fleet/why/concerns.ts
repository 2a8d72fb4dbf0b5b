import type { Graph, Resource } from "../../engine/index.ts";
import { leaves } from "../../values/layers/tree.ts";

/** A setting, or a group of them, that a component's type reads; with a type of part, only where the component has such a part. */
type Concern = string | { readonly setting: string; readonly part: string };

const failures = ["alarms.enabled", "alarms.period", "alarms.evaluationPeriods"];

/** Of a component that makes a queue of dead letters itself. */
const deadLetters = ["queue.encrypted", "queue.deadLetterRetention", ...failures, "alarms.deadLetters"].map(
  (setting) => ({ setting, part: "aws:sqs/queue:Queue" }),
);

/** Access logs and logs of runs expire as those of functions do. */
const ownLogs = { setting: "function.logRetentionDays", part: "aws:cloudwatch/logGroup:LogGroup" };

/** Mappings of streams start at a position, those of queues have none. */
const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
const queueMapping = `${mapping} of a queue`;
const streamMapping = `${mapping} of a stream`;

/** Settings of `stream` that are the reader's; the others are the stream's own. */
const ofMapping = [
  "startingPosition",
  "batchSize",
  "batchWindow",
  "parallelizationFactor",
  "retries",
  "maxRecordAge",
  "bisect",
];

/** What each type of component reads of the settings. */
const concerns: Readonly<Record<string, readonly Concern[]>> = {
  Function: [
    "function",
    "deployment",
    { setting: "provisionedConcurrency", part: "aws:appautoscaling/policy:Policy" },
    ...failures,
    "alarms.errors",
    "alarms.throttles",
    "alarms.durationPercent",
    "alarms.concurrencyPercent",
    ...deadLetters,
  ],
  Event: [
    { setting: "event", part: queueMapping },
    ...ofMapping.map((setting) => ({ setting: `stream.${setting}`, part: streamMapping })),
    { setting: "rule", part: "aws:cloudwatch/eventRule:EventRule" },
    { setting: "userPool", part: "aws:cognito/userPool:UserPool" },
    { setting: "alarms.iteratorAge", part: streamMapping },
    ...deadLetters,
  ],
  Queue: ["queue", ...failures, "alarms.deadLetters", "alarms.oldestMessage"],
  Stream: ["stream.encrypted", "stream.retentionHours", ...failures, "alarms.throttledWrites"],
  Table: ["table"],
  Bucket: ["bucket"],
  Parameter: ["parameter"],
  Secret: ["secret"],
  Gateway: ["gateway", ...failures, "alarms.serverErrors", ownLogs],
  Cron: ["cron", ...deadLetters],
  Pipeline: ["pipeline", ...failures, "alarms.failedExecutions", ownLogs],
  QueuePipeline: ["event"],
  Distribution: ["distribution", ...failures, "alarms.edgeErrorRate", ownLogs],
};

/** Settings that hold for a service as a whole. */
export const ofService = ["tags", "dashboard", "foundation"] as const;

/** The settings that concern a component of a service, of all that there are. */
export function settingsOfComponent(
  graph: Graph,
  component: Resource,
  settings: readonly string[],
): string[] {
  const [, type = ""] = /^platform:index:(\w+)$/.exec(component.type) ?? [];
  const parts = new Set(graph.children(component.urn).map(partOf));
  const own = (concerns[type] ?? []).flatMap((concern) =>
    typeof concern === "string" ? [concern] : parts.has(concern.part) ? [concern.setting] : [],
  );
  return settings.filter((setting) => own.some((one) => setting === one || setting.startsWith(`${one}.`)));
}

const partOf = ({ type, inputs }: Resource): string =>
  type !== mapping ? type : inputs.startingPosition === undefined ? queueMapping : streamMapping;

/** Paths of all settings in a tree of defaults. */
export const pathsOf = (defaults: object): string[] =>
  [...leaves({ ...defaults })].map(([path]) => path.join("."));
