import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Defaults } from "../defaults.ts";
import { checkKeys, checkRange, ValueError } from "../values/problems.ts";
import { Component, type Transform, whereOf } from "./component.ts";
import { Function } from "./function.ts";
import { type FunctionArgs, functionArgNames, functionOverlay, functionParts } from "./function-args.ts";
import { handlerName } from "./handler-name.ts";
import { combineLinks, type VariablesOf } from "./link.ts";
import { Queue, type QueueArgs } from "./queue.ts";
import { settingsOf } from "./settings.ts";

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

export interface EventArgs extends FunctionArgs {
  readonly source: SqsSource;
  readonly transform?: FunctionArgs["transform"] & {
    readonly queue?: Transform<aws.sqs.QueueArgs>;
    readonly mapping?: Transform<aws.lambda.EventSourceMappingArgs>;
  };
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

/**
 * A function that works through a queue: only failed messages of a batch return, and those that fail too often
 * go to the dead-letter queue. Handlers must be idempotent.
 */
export class Event<const A extends EventArgs = EventArgs> extends Component {
  /** The queue with its dead-letter queue. */
  readonly queue: Queue;
  /** What handles the messages. */
  readonly function: Function;
  /** Between the two. */
  readonly mapping: aws.lambda.EventSourceMapping;
  readonly queueUrl: pulumi.Output<string>;
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  readonly environmentNames: readonly VariablesOf<A>[];

  constructor(name: string, args: A, options: pulumi.ComponentResourceOptions = {}) {
    super("Event", name, options, "event");
    const { source, transform = {}, ...functionArgs } = args;
    const { batchSize, batchWindow, maximumConcurrency, maxReceiveCount } = source ?? {};
    const settings = settingsOf("event", {
      ...functionOverlay(args),
      event: { batchSize, batchWindow, maximumConcurrency },
    });
    const visibilityTimeout =
      settings.queue.visibilityTimeoutFactor * settings.function.timeout + settings.event.batchWindow;
    checkEvent(name, args, settings);
    const { reservedConcurrency: reserved } = settings.function;

    const { queue: queueTransform, mapping: mappingTransform, ...functionTransform } = transform;
    const queueArgs: QueueArgs = { visibilityTimeout, maxReceiveCount, transform: { queue: queueTransform } };
    this.queue = source.queue ?? new Queue(name, queueArgs, { parent: this });
    this.function = new Function(
      handlerName(name, args.handler),
      { ...functionArgs, transform: functionTransform },
      {
        parent: this,
        invocation: "poll",
        statements: [
          {
            actions: [
              "sqs:ReceiveMessage",
              "sqs:DeleteMessage",
              "sqs:GetQueueAttributes",
              "sqs:ChangeMessageVisibility",
            ],
            resources: [this.queue.arn],
          },
        ],
      },
    );
    this.mapping = new aws.lambda.EventSourceMapping(
      `${name}-mapping`,
      ...this.part(mappingTransform, {
        eventSourceArn: this.queue.arn,
        functionName: this.function.arn,
        batchSize: settings.event.batchSize,
        maximumBatchingWindowInSeconds: settings.event.batchWindow,
        functionResponseTypes: ["ReportBatchItemFailures"],
        // More than the function's reservation would only be throttled.
        scalingConfig: {
          maximumConcurrency:
            reserved === "unreserved"
              ? settings.event.maximumConcurrency
              : Math.max(
                  ranges.maximumConcurrency.min,
                  Math.min(settings.event.maximumConcurrency, reserved),
                ),
        },
      }),
    );

    this.queueUrl = this.queue.url;
    this.deadLetterQueueUrl = this.queue.deadLetterUrl;
    this.environmentNames = combineLinks(args.link ?? []).names as typeof this.environmentNames;
    this.registerOutputs({ queueUrl: this.queueUrl, deadLetterQueueUrl: this.deadLetterQueueUrl });
  }
}

function checkEvent(name: string, args: EventArgs, all: Pick<Defaults, "event" | "function">): void {
  const { event: settings, function: fn } = all;
  const { batchSize, batchWindow } = settings;
  const { timeout, reservedConcurrency: reserved } = fn;
  const source: Partial<SqsSource> = args.source ?? {};
  const visibility = source.queue?.visibilityTimeout;
  const problems = [
    ...checkKeys(args, [...functionArgNames, "source"]),
    ...checkKeys(args.transform, [...functionParts, "queue", "mapping"], "transform."),
    ...checkKeys(
      source,
      ["type", "queue", "batchSize", "batchWindow", "maximumConcurrency", "maxReceiveCount"],
      "source.",
    ),
    ...(source.type === "sqs"
      ? []
      : [`source.type: ${JSON.stringify(source.type)} given; "sqs" is allowed.`]),
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
  if (problems.length > 0) throw new ValueError(problems, whereOf("Event", name));
}
