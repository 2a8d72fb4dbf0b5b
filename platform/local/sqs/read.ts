import type { Graph, Resource } from "../../engine/graph/graph.ts";
import { Fields } from "../graph/fields.ts";
import { type Part, readParts } from "../graph/part.ts";

export interface QueuePart extends Part {
  readonly physicalName: string;
  readonly arn: string;
  readonly url: string;
  /** In SQS's own names and texts. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly visibilitySeconds: number;
  /** Set on a queue of a service that isn't up here: messages to it stay in it. */
  readonly foreign?: true;
}

/** Where queues are on localhost: how their URLs and ARNs begin. */
export interface Home {
  readonly url: string;
  readonly arn: string;
}

/** The queues of a service, and those of other services that its functions have the URL of. */
export function readQueues(graph: Graph, home: Home): QueuePart[] {
  const own = readParts(graph, "aws:sqs/queue:Queue", readQueue);
  const known = new Set(own.map(({ url }) => url));
  const linked = graph
    .of("aws:lambda/function:Function")
    .flatMap((each) => Object.values(Fields.of(each).object("environment").map("variables")))
    .filter((value) => value.startsWith(home.url) && !known.has(value));
  return [...own, ...[...new Set(linked)].map((url) => foreignQueue(url.slice(home.url.length), home))];
}

/** Its name is all that its URL says: it ends in `.fifo` exactly when the queue is one (AWS: "CreateQueue"). */
function foreignQueue(name: string, home: Home): QueuePart {
  const attributes: Record<string, string> = name.endsWith(".fifo") ? { FifoQueue: "true" } : {};
  const [url, arn] = [home.url + name, home.arn + name];
  const names = { name, owners: [], label: name, physicalName: name };
  return { ...names, url, arn, attributes, visibilitySeconds: 30, foreign: true };
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
