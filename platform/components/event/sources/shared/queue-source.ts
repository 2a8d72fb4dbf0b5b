import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { keyStatements } from "../../../../core/key.ts";
import type { Defaults } from "../../../../settings.ts";
import { checkKeys, checkRange, shown } from "../../../../values/problems.ts";
import { Queue } from "../../../queue/queue.ts";
import { type PolledOptions, partialFailures, polledArgs, polledOptions, polledProblems } from "./polled.ts";
import type { Prepared, SourceContext } from "./source.ts";

/** Options that standard and FIFO queues share as sources. */
export interface QueueOptions extends PolledOptions {
  /** A queue made elsewhere in the program; its visibility timeout must suit the function. Default: one of its own. */
  readonly queue?: Queue;
  /** Receives before a message becomes a dead letter. Default: `defaults.queue.maxReceiveCount`. */
  readonly maxReceiveCount?: number;
}

/** Concurrent invocations by a queue: up to a maximum, or as many as pollers that are paid for can feed. */
export type Scaling =
  | {
      /** Concurrent invocations by this queue, 2 to 1,000. Default: `defaults.event.maximumConcurrency`. */
      readonly maximumConcurrency?: number;
      readonly pollers?: undefined;
    }
  | { readonly maximumConcurrency?: undefined; readonly pollers: Pollers };

/** Provisioned mode: event pollers of the queue's own, each good for up to 10 concurrent invocations, billed by the hour. */
interface Pollers {
  /** Pollers that are always there, 2 to 200. */
  readonly minimum: number;
  /** Pollers under load, 2 to 2,000. */
  readonly maximum: number;
}

export interface QueueParts {
  /** The queue with its dead-letter queue. */
  readonly queue: Queue;
  /** Between queue and function. */
  readonly mapping: aws.lambda.EventSourceMapping;
  readonly queueUrl: pulumi.Output<string>;
}

export const queueOptions = [
  "queue",
  "maxReceiveCount",
  "maximumConcurrency",
  "pollers",
  ...polledOptions,
] as const;

export const queueParts = ["queue", "deadLetterQueue", "mapping"] as const;

/**
 * Sources: "Configuring scaling behavior for SQS event source mappings"; "ProvisionedPollerConfig", which has up to 10,000
 * pollers by now, where @pulumi/aws has 2,000; "SetQueueAttributes".
 */
const maximumConcurrency = { min: 2, max: 1_000 } as const;
const pollerRanges = { minimum: { min: 2, max: 200 }, maximum: { min: 2, max: 2_000 } } as const;
const maxReceiveCount = { min: 1, max: 1_000 } as const;

/** Factor by which AWS wants the visibility timeout above the function's. Source: "Using Lambda with Amazon SQS". */
const leastVisibilityFactor = 6;

/** Permissions that Lambda needs to poll a queue. Its messages' key comes on top. Source: "Configuring an SQS queue for use with Lambda". */
const receiveActions = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:ChangeMessageVisibility",
] as const;

/** Connects a queue that exists to the function to come. */
export function prepareQueue(
  queue: Queue,
  source: QueueOptions & Scaling,
  batch: Pick<aws.lambda.EventSourceMappingArgs, "batchSize" | "maximumBatchingWindowInSeconds">,
  { component, name, settings, transform }: SourceContext,
): Prepared<QueueParts> {
  return {
    invocation: "poll",
    statements: [
      { actions: receiveActions, resources: [queue.arn] },
      ...keyStatements(queue.kmsKeyArn, ["kms:Decrypt"]),
    ],
    deadLetterUrl: queue.deadLetterUrl,
    connect: (fn) => ({
      queue,
      queueUrl: queue.url,
      mapping: new aws.lambda.EventSourceMapping(
        `${name}-mapping`,
        ...component.part(transform.mapping, {
          eventSourceArn: queue.arn,
          functionName: fn.target.arn,
          ...batch,
          ...partialFailures,
          ...scalingArgs(source, settings),
          ...polledArgs(source),
        }),
      ),
    }),
  };
}

function scalingArgs({ pollers }: Scaling, settings: Defaults): Partial<aws.lambda.EventSourceMappingArgs> {
  if (pollers === undefined) return { scalingConfig: { maximumConcurrency: concurrencyOf(settings) } };
  return {
    provisionedPollerConfig: { minimumPollers: pollers.minimum, maximumPollers: pollers.maximum },
  };
}

/** Concurrent invocations by a queue; more than the function's reservation would only be throttled. */
function concurrencyOf({ event, function: { reservedConcurrency: reserved } }: Defaults): number {
  if (reserved === "unreserved") return event.maximumConcurrency;
  return Math.max(maximumConcurrency.min, Math.min(event.maximumConcurrency, reserved));
}

/** Everything wrong with what standard and FIFO queues have in common. */
export function queueProblems(source: QueueOptions & Scaling, settings: Defaults): string[] {
  const { reservedConcurrency: reserved } = settings.function;
  return [
    ...checkRange("source.maxReceiveCount", source.maxReceiveCount, maxReceiveCount),
    ...checkRange("source.maximumConcurrency", settings.event.maximumConcurrency, maximumConcurrency),
    ...(reserved !== "unreserved" && (source.maximumConcurrency ?? 0) > reserved
      ? [
          `source.maximumConcurrency: ${source.maximumConcurrency} given; at most the function's reserved concurrency, ${reserved}, is allowed.`,
        ]
      : []),
    ...pollerProblems(source),
    ...(source.queue !== undefined ? givenQueueProblems(source.queue, source, settings) : []),
    ...polledProblems(source),
  ];
}

function pollerProblems(source: {
  readonly maximumConcurrency?: number;
  readonly pollers?: Pollers;
}): string[] {
  const { pollers } = source;
  if (pollers === undefined) return [];
  return [
    ...(source.maximumConcurrency === undefined
      ? []
      : [
          "source.pollers: they exclude maximumConcurrency; leave one of the two out. The function's reservedConcurrency limits both.",
        ]),
    ...checkKeys(pollers, Object.keys(pollerRanges), "source.pollers."),
    ...Object.entries(pollerRanges).flatMap(([key, range]) =>
      checkRange(`source.pollers.${key}`, pollers[key as keyof Pollers] ?? null, range),
    ),
    ...(pollers.minimum > pollers.maximum
      ? [`source.pollers: the minimum, ${pollers.minimum}, is above the maximum, ${pollers.maximum}.`]
      : []),
  ];
}

function givenQueueProblems(queue: unknown, source: QueueOptions, { function: fn }: Defaults): string[] {
  if (!(queue instanceof Queue)) return [`source.queue: ${shown(queue)} given; a Queue is expected.`];
  const visibility = queue.visibilityTimeout ?? 30;
  const least = leastVisibilityFactor * fn.timeout;
  return [
    ...(source.maxReceiveCount === undefined
      ? []
      : ["source.maxReceiveCount: it belongs to the queue; set it where the queue is made."]),
    ...(visibility < least
      ? [
          `source.queue: its visibility timeout is ${visibility} s; at least ${leastVisibilityFactor} times the function's timeout, ${least} s, is needed.`,
        ]
      : []),
  ];
}
