import { checkRange } from "../../../values/problems.ts";
import { Queue } from "../../queue/queue.ts";
import {
  prepareQueue,
  type QueueOptions,
  type QueueParts,
  queueOptions,
  queueParts,
  queueProblems,
  type Scaling,
} from "./shared/queue-source.ts";
import type { SourceKind } from "./shared/source.ts";

/**
 * Messages of a FIFO queue: in order and one after the other within a message group, groups side by side. A message that
 * fails holds up its group until it succeeds or becomes a dead letter; then the group goes on without it.
 */
export type SqsFifoSource = QueueOptions &
  Scaling & {
    readonly type: "sqs-fifo";
    /** Messages in a batch, 1 to 10. Default: `defaults.event.batchSize`, at most 10. */
    readonly batchSize?: number;
    /** Of the source's own queue: messages with one body within five minutes are one. Default: senders give an id. */
    readonly contentBasedDeduplication?: boolean;
    /** Of the source's own queue: throughput and deduplication by message group. Default: by queue. */
    readonly highThroughput?: boolean;
  };

/** Source: "Lambda parameters for Amazon SQS event source mappings"; a FIFO queue's mapping has no batch window. */
const batchSizes = { min: 1, max: 10, unit: "messages" } as const;

/** Options that belong to the queue: of one made elsewhere they are set there. */
const ofQueue = ["contentBasedDeduplication", "highThroughput"] as const;

export const sqsFifo: SourceKind<SqsFifoSource, QueueParts> = {
  options: ["batchSize", ...ofQueue, ...queueOptions],
  parts: queueParts,
  overlay: ({ maximumConcurrency, maxReceiveCount }) => ({
    event: { maximumConcurrency },
    queue: { maxReceiveCount },
  }),
  problems: (source, settings) => [
    ...checkRange("source.batchSize", source.batchSize, batchSizes),
    ...(source.queue instanceof Queue && !source.queue.fifo
      ? ['source.queue: it is a standard queue; give it fifo: true, or the source the type "sqs".']
      : []),
    ...(source.queue ? ofQueue.filter((key) => source[key] !== undefined) : []).map(
      (key) => `source.${key}: it belongs to the queue; set it where the queue is made.`,
    ),
    ...queueProblems(source, settings),
  ],
  prepare(source, context) {
    const { component, name, settings, transform } = context;
    const queue =
      source.queue ??
      new Queue(
        name,
        {
          fifo: true,
          contentBasedDeduplication: source.contentBasedDeduplication,
          highThroughput: source.highThroughput,
          visibilityTimeout: settings.queue.visibilityTimeoutFactor * settings.function.timeout,
          maxReceiveCount: source.maxReceiveCount,
          transform: { queue: transform.queue, deadLetterQueue: transform.deadLetterQueue },
        },
        { parent: component },
      );
    const batchSize = source.batchSize ?? Math.min(settings.event.batchSize, batchSizes.max);
    return prepareQueue(queue, source, { batchSize }, context);
  },
};
