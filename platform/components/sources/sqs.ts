import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Defaults } from "../../defaults.ts";
import { checkRange } from "../../values/problems.ts";
import { partOf } from "../component.ts";
import { Queue } from "../queue.ts";
import type { SourceKind } from "./source.ts";

/** Messages of a standard SQS queue: delivered at least once, in no particular order. */
export interface SqsSource {
  readonly type: "sqs";
  /** A queue made elsewhere in the program; its visibility timeout must suit the function. Default: one of its own. */
  readonly queue?: Queue;
  /** Messages in a batch, 1 to 10,000. Default: `defaults.event.batchSize`. */
  readonly batchSize?: number;
  /** Seconds to wait for a full batch, 0 to 300; at least 1 for batches over 10. Default: `defaults.event.batchWindow`. */
  readonly batchWindow?: number;
  /** Concurrent invocations by this queue, 2 to 1,000. Default: `defaults.event.maximumConcurrency`. */
  readonly maximumConcurrency?: number;
  /** Receives before a message becomes a dead letter. Default: `defaults.queue.maxReceiveCount`. */
  readonly maxReceiveCount?: number;
}

export interface SqsParts {
  /** The queue with its dead-letter queue. */
  readonly queue: Queue;
  /** Between queue and function. */
  readonly mapping: aws.lambda.EventSourceMapping;
  readonly queueUrl: pulumi.Output<string>;
}

/** Sources: "Lambda parameters for Amazon SQS event source mappings", "Configuring scaling behavior". */
const ranges = {
  batchSize: { min: 1, max: 10_000, unit: "messages" },
  batchWindow: { min: 0, max: 300, unit: "seconds" },
  maximumConcurrency: { min: 2, max: 1_000 },
} as const;

/** Largest batch that needs no window. Source: "Lambda parameters for Amazon SQS event source mappings". */
const largestBatchWithoutWindow = 10;

/** Factor by which AWS wants the visibility timeout above the function's. Source: "Using Lambda with Amazon SQS". */
const leastVisibilityFactor = 6;

/** What Lambda needs to poll a queue. */
export const receiveActions = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:ChangeMessageVisibility",
] as const;

export const sqs: SourceKind<SqsSource, SqsParts> = {
  options: ["queue", "batchSize", "batchWindow", "maximumConcurrency", "maxReceiveCount"],
  parts: ["queue", "mapping"],
  overlay: ({ batchSize, batchWindow, maximumConcurrency, maxReceiveCount }) => ({
    event: { batchSize, batchWindow, maximumConcurrency },
    queue: { maxReceiveCount },
  }),
  problems: sqsProblems,
  prepare(source, { component, name, settings, transform }) {
    const queue =
      source.queue ??
      new Queue(
        name,
        {
          visibilityTimeout: visibilityTimeout(settings),
          maxReceiveCount: source.maxReceiveCount,
          transform: { queue: transform.queue },
        },
        { parent: component },
      );
    return {
      invocation: "poll",
      statements: [{ actions: receiveActions, resources: [queue.arn] }],
      deadLetterUrl: queue.deadLetterUrl,
      connect: (fn) => ({
        queue,
        queueUrl: queue.url,
        mapping: new aws.lambda.EventSourceMapping(
          `${name}-mapping`,
          ...partOf(component, transform.mapping, {
            eventSourceArn: queue.arn,
            functionName: fn.target.arn,
            batchSize: settings.event.batchSize,
            maximumBatchingWindowInSeconds: settings.event.batchWindow,
            functionResponseTypes: ["ReportBatchItemFailures"],
            scalingConfig: { maximumConcurrency: concurrencyOf(settings) },
          }),
        ),
      }),
    };
  },
};

/** Seconds: as many times the function's timeout as AWS advises, and the batch window. */
export const visibilityTimeout = ({ queue, function: fn, event }: Defaults): number =>
  queue.visibilityTimeoutFactor * fn.timeout + event.batchWindow;

/** Concurrent invocations by a queue; more than the function's reservation would only be throttled. */
export function concurrencyOf({ event, function: { reservedConcurrency: reserved } }: Defaults): number {
  if (reserved === "unreserved") return event.maximumConcurrency;
  return Math.max(ranges.maximumConcurrency.min, Math.min(event.maximumConcurrency, reserved));
}

function sqsProblems(source: SqsSource, { event: settings, function: fn }: Defaults): string[] {
  const { batchSize, batchWindow } = settings;
  const { timeout, reservedConcurrency: reserved } = fn;
  const visibility = source.queue?.visibilityTimeout;
  return [
    ...checkRange("source.maxReceiveCount", source.maxReceiveCount, { min: 1, max: 1_000 }),
    ...Object.entries(ranges).flatMap(([key, range]) =>
      checkRange(`source.${key}`, settings[key as keyof typeof ranges], range),
    ),
    ...(batchSize > largestBatchWithoutWindow && batchWindow < 1
      ? [
          `source.batchWindow: ${batchWindow} given; batches over ${largestBatchWithoutWindow} need at least 1 second.`,
        ]
      : []),
    ...(reserved !== "unreserved" && (source.maximumConcurrency ?? 0) > reserved
      ? [
          `source.maximumConcurrency: ${source.maximumConcurrency} given; at most the function's reserved concurrency, ${reserved}, is allowed.`,
        ]
      : []),
    ...(source.queue && source.maxReceiveCount !== undefined
      ? ["source.maxReceiveCount: it belongs to the queue; set it where the queue is made."]
      : []),
    ...(source.queue && (visibility ?? 30) < leastVisibilityFactor * timeout
      ? [
          `source.queue: its visibility timeout is ${visibility ?? 30} s; at least ${leastVisibilityFactor} times the function's timeout, ${leastVisibilityFactor * timeout} s, is needed.`,
        ]
      : []),
  ];
}
