import { reveal } from "../../../engine/index.ts";
import { isDeadLetterName } from "../../../values/names.ts";
import { hoursInMonth, prices } from "../prices.ts";
import { runsInMonth } from "../runs.ts";
import { chunks, gb, type Line, type Part } from "./row.ts";

/** Requests of a queue for each message: sent, received, deleted. */
const requestsOfMessage = 3;

export function queue({ inputs, traffic }: Part): Line[] {
  // Dead letters are the exception: this traffic doesn't go through them.
  if (isDeadLetterName(String(inputs.name))) return [];
  const price = inputs.fifoQueue === true ? prices.sqs.fifo : prices.sqs.standard;
  const requests = traffic.requests * requestsOfMessage * chunks(traffic.payload, prices.sqs.chunkKb);
  return [["messages sent, received, deleted", requests, "requests", price]];
}

export const topic = ({ traffic }: Part): Line[] => [
  [
    "publishes",
    traffic.requests * chunks(traffic.payload, prices.sns.chunkKb),
    "publishes",
    prices.sns.publish,
  ],
];

const events = ({ traffic }: Part) => traffic.requests * chunks(traffic.payload, prices.eventBridge.chunkKb);

export const bus = (part: Part): Line[] => [["events put", events(part), "events", prices.eventBridge.event]];

/** Events about objects are billed like one's own, since a bucket sends them only where that is set. */
export const notification = (part: Part): Line[] => [
  [
    "events of objects",
    part.inputs.eventbridge === true ? events(part) : 0,
    "events",
    prices.eventBridge.event,
  ],
];

export const archive = ({ traffic }: Part): Line[] => [
  ["events archived", gb(traffic.requests * traffic.payload), "GB", prices.eventBridge.archivedGb],
];

export const schedule = ({ inputs }: Part): Line[] => [
  ["scheduled runs", runsInMonth(inputs), "invocations", prices.eventBridge.scheduled],
];

export function table({ inputs, traffic }: Part): Line[] {
  const price = prices.dynamodb;
  if (inputs.billingMode !== "PAY_PER_REQUEST")
    return [
      ["write capacity", Number(inputs.writeCapacity ?? 1) * hoursInMonth, "hours", price.writeCapacityHour],
      ["read capacity", Number(inputs.readCapacity ?? 1) * hoursInMonth, "hours", price.readCapacityHour],
    ];
  const indexes = ((inputs.globalSecondaryIndexes ?? []) as unknown[]).length;
  const writes = traffic.requests * traffic.writes * chunks(traffic.payload, price.writeKb);
  return [
    ["writes", writes, "units", price.write],
    ["writes of indexes", writes * indexes, "units", price.write],
    [
      "reads, eventually consistent",
      (traffic.requests * traffic.reads * chunks(traffic.payload, price.readKb)) / 2,
      "units",
      price.read,
    ],
  ];
}

export const bucket = ({ traffic }: Part): Line[] => [
  ["objects put", traffic.requests * traffic.writes, "requests", prices.s3.put],
  ["objects got", traffic.requests * traffic.reads, "requests", prices.s3.get],
];

export function stream({ graph, resource, inputs, traffic }: Part): Line[] {
  const price = prices.kinesis;
  const data = gb(traffic.requests * Math.ceil(traffic.payload));
  if (!isOnDemand(inputs))
    return [
      ["shards", Number(inputs.shardCount ?? 1) * hoursInMonth, "hours", price.shardHour],
      ["records put", traffic.requests * chunks(traffic.payload, price.putUnitKb), "units", price.putUnit],
    ];
  const consumed = graph
    .of("aws:kinesis/streamConsumer:StreamConsumer")
    .some((consumer) => consumer.inputs.streamArn === resource.outputs.arn);
  return [
    ["stream", hoursInMonth, "hours", price.streamHour],
    ["data in", data, "GB", price.gbIn],
    ["data out", consumed ? 0 : data, "GB", price.gbOut],
  ];
}

/** A reader with a throughput of its own pays for the data it reads, and for each shard where there are any. */
export function streamConsumer({ graph, inputs, traffic }: Part): Line[] {
  const price = prices.kinesis;
  const data = gb(traffic.requests * traffic.payload);
  const source = graph.of("aws:kinesis/stream:Stream").find((one) => one.outputs.arn === inputs.streamArn);
  const stream = (reveal(source?.inputs ?? {}) ?? {}) as Readonly<Record<string, unknown>>;
  if (isOnDemand(stream)) return [["data read by the consumer", data, "GB", price.consumerGb]];
  return [
    [
      "shards of the consumer",
      Number(stream.shardCount ?? 1) * hoursInMonth,
      "hours",
      price.consumerShardHour,
    ],
    ["data read by the consumer", data, "GB", price.consumerShardGb],
  ];
}

const isOnDemand = (inputs: Readonly<Record<string, unknown>>) =>
  ((inputs.streamModeDetails ?? {}) as { streamMode?: string }).streamMode === "ON_DEMAND";

/** An alarm is billed for each metric that it watches. */
export function metricAlarm({ inputs }: Part): Line[] {
  const queries = (inputs.metricQueries ?? []) as { metric?: unknown }[];
  const metrics = Math.max(1, queries.filter(({ metric }) => metric !== undefined).length);
  return [["alarm", metrics, "metrics", prices.cloudWatch.alarm]];
}

/** A data key every five minutes, which is how long SNS and Kinesis use one. */
const keyRequests = hoursInMonth * 12;

export const key = (): Line[] => [
  ["key", 1, "keys", prices.kms.key],
  ["data keys", keyRequests, "requests", prices.kms.request],
];
