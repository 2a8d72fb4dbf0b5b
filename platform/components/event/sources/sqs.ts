import type { Defaults } from "../../../settings.ts";
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

/** Messages of a standard SQS queue: delivered at least once, in no particular order. */
export type SqsSource = QueueOptions &
  Scaling & {
    readonly type: "sqs";
    /** Messages in a batch, 1 to 10,000. Default: `defaults.event.batchSize`. */
    readonly batchSize?: number;
    /** Seconds to wait for a full batch, 0 to 300; at least 1 for batches over 10. Default: `defaults.event.batchWindow`. */
    readonly batchWindow?: number;
  };

/** Source: "Lambda parameters for Amazon SQS event source mappings". */
const ranges = {
  batchSize: { min: 1, max: 10_000, unit: "messages" },
  batchWindow: { min: 0, max: 300, unit: "seconds" },
} as const;

/** Largest batch that needs no window. Source: "Lambda parameters for Amazon SQS event source mappings". */
const largestBatchWithoutWindow = 10;

export const sqs: SourceKind<SqsSource, QueueParts> = {
  options: ["batchSize", "batchWindow", ...queueOptions],
  parts: queueParts,
  overlay: ({ batchSize, batchWindow, maximumConcurrency, maxReceiveCount }) => ({
    event: { batchSize, batchWindow, maximumConcurrency },
    queue: { maxReceiveCount },
  }),
  problems(source, settings) {
    const { batchSize, batchWindow } = settings.event;
    return [
      ...Object.entries(ranges).flatMap(([key, range]) =>
        checkRange(`source.${key}`, settings.event[key as keyof typeof ranges], range),
      ),
      ...(batchSize > largestBatchWithoutWindow && batchWindow < 1
        ? [
            `source.batchWindow: ${batchWindow} given; batches over ${largestBatchWithoutWindow} need at least 1 second.`,
          ]
        : []),
      ...(source.queue instanceof Queue && source.queue.fifo
        ? ['source.queue: it is a FIFO queue; give the source the type "sqs-fifo".']
        : []),
      ...queueProblems(source, settings),
    ];
  },
  prepare(source, context) {
    const { component, name, settings, transform } = context;
    const queue =
      source.queue ??
      new Queue(
        name,
        {
          visibilityTimeout: visibilityTimeout(settings),
          maxReceiveCount: source.maxReceiveCount,
          transform: { queue: transform.queue, deadLetterQueue: transform.deadLetterQueue },
        },
        { parent: component },
      );
    const { batchSize, batchWindow } = settings.event;
    return prepareQueue(queue, source, { batchSize, maximumBatchingWindowInSeconds: batchWindow }, context);
  },
};

/** Seconds: as many times the function's timeout as AWS advises, and the batch window. */
export const visibilityTimeout = ({ queue, function: fn, event }: Defaults): number =>
  queue.visibilityTimeoutFactor * fn.timeout + event.batchWindow;
