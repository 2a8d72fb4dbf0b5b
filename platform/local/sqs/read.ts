import type { Graph, Resource } from "../../engine/graph/graph.ts";
import type { Fields } from "../graph/fields.ts";
import { type Part, readParts } from "../graph/part.ts";

export interface QueuePart extends Part {
  readonly physicalName: string;
  readonly arn: string;
  readonly url: string;
  /** In SQS's own names and texts. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly visibilitySeconds: number;
}

export function readQueues(graph: Graph): QueuePart[] {
  return readParts(graph, "aws:sqs/queue:Queue", readQueue);
}

const queueAttributes: Readonly<Record<string, string>> = {
  visibilityTimeoutSeconds: "VisibilityTimeout",
  delaySeconds: "DelaySeconds",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redrivePolicy: "RedrivePolicy",
  redriveAllowPolicy: "RedriveAllowPolicy",
  fifoQueue: "FifoQueue",
  contentBasedDeduplication: "ContentBasedDeduplication",
  deduplicationScope: "DeduplicationScope",
  fifoThroughputLimit: "FifoThroughputLimit",
};

function readQueue(f: Fields, resource: Resource): Omit<QueuePart, keyof Part> {
  const attributes: Record<string, string> = {};
  for (const [ours, theirs] of Object.entries(queueAttributes)) {
    const value = f.raw(ours);
    if (value !== undefined && value !== "" && value !== false) attributes[theirs] = String(value);
  }
  return {
    physicalName: f.text("name") ?? resource.name,
    arn: f.needed("arn"),
    url: f.needed("url"),
    attributes,
    visibilitySeconds: f.number("visibilityTimeoutSeconds") ?? 30,
  };
}
