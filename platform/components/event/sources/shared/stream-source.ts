import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../../../../core/alarm.ts";
import { destinationTarget, type Receiver } from "../../../../core/destination.ts";
import type { Statement } from "../../../../core/link.ts";
import type { Defaults, Overlay } from "../../../../settings.ts";
import { checkOneOf, checkRange, shown } from "../../../../values/problems.ts";
import { queueDestination } from "../../../function/destination.ts";
import { createDeadLetterQueue } from "../../../queue/queue.ts";
import { type PolledOptions, partialFailures, polledArgs, polledOptions, polledProblems } from "./polled.ts";
import type { Prepared, SourceContext } from "./source.ts";

/** Options that Kinesis and DynamoDB streams share as sources; `From` is where each can begin. */
export interface StreamOptions<From = unknown> extends PolledOptions {
  /** Where a new mapping begins. Default: `defaults.stream.startingPosition`. */
  readonly startingPosition?: From;
  /** Records in a batch, 1 to 10,000. Default: `defaults.stream.batchSize`. */
  readonly batchSize?: number;
  /** Seconds to wait for a full batch, 0 to 300. Default: `defaults.stream.batchWindow`. */
  readonly batchWindow?: number;
  /** Batches of a shard at a time, 1 to 10; above 1 the order of each key is kept. Default: `defaults.stream.parallelizationFactor`. */
  readonly parallelizationFactor?: number;
  /** Seconds over which the handler keeps state for each shard, 1 to 900. Default: none. */
  readonly tumblingWindow?: number;
  /** Retries of a batch whose handling fails, 0 to 10,000. Default: `defaults.stream.retries`. */
  readonly retries?: number;
  /** Seconds after which a record is given up, 60 to 604,800. Default: `defaults.stream.maxRecordAge`. */
  readonly maxRecordAge?: number;
  /** Halves a batch whose handling fails. Default: `defaults.stream.bisect`. */
  readonly bisect?: boolean;
  /**
   * Gets reports of batches that are given up: a queue or topic the batch's place in the stream and the error, a bucket
   * the records as well. Default: a dead-letter queue of the source's own.
   */
  readonly onFailure?: Receiver<"queue" | "topic" | "bucket">;
}

export interface StreamParts {
  /** Between stream and function. */
  readonly mapping: aws.lambda.EventSourceMapping;
  /** Gets reports of batches that are given up; undefined where `onFailure` names another place. */
  readonly deadLetterQueue: aws.sqs.Queue | undefined;
}

export const streamOptions = [
  "startingPosition",
  "batchSize",
  "batchWindow",
  "parallelizationFactor",
  "tumblingWindow",
  "retries",
  "maxRecordAge",
  "bisect",
  "onFailure",
  ...polledOptions,
] as const;

export const streamParts = ["mapping", "deadLetterQueue"] as const;

/** Sources: "CreateEventSourceMapping"; "Lambda parameters for Amazon Kinesis Data Streams event source mappings". */
const ranges = {
  batchSize: { min: 1, max: 10_000, unit: "records" },
  batchWindow: { min: 0, max: 300, unit: "seconds" },
  parallelizationFactor: { min: 1, max: 10 },
  retries: { min: 0, max: 10_000 },
  maxRecordAge: { min: 60, max: 604_800, unit: "seconds" },
} as const;
const tumblingWindows = { min: 1, max: 900, unit: "seconds" } as const;

/** A starting position that both kinds of stream know. */
export const startingPositions = ["TRIM_HORIZON", "LATEST"] as const;
export type StartingPosition = (typeof startingPositions)[number];

export function streamOverlay(source: StreamOptions): Overlay["stream"] {
  const { batchSize, batchWindow, parallelizationFactor, retries, maxRecordAge, bisect } = source;
  return { batchSize, batchWindow, parallelizationFactor, retries, maxRecordAge, bisect };
}

/** Everything wrong with the options that both kinds of stream share. */
export function streamProblems(source: StreamOptions, { stream }: Defaults): string[] {
  return [
    ...Object.entries(ranges).flatMap(([key, range]) =>
      checkRange(`source.${key}`, stream[key as keyof typeof ranges], range),
    ),
    ...checkRange("source.tumblingWindow", source.tumblingWindow, tumblingWindows),
    ...checkOneOf("stream.startingPosition", stream.startingPosition, startingPositions),
    ...failureProblems(source.onFailure),
    ...polledProblems(source),
  ];
}

/** Source: "Retain discarded batch records for a Kinesis Data Streams event source in Lambda". */
function failureProblems(given: unknown): string[] {
  if (given === undefined) return [];
  const target = destinationTarget(given);
  if (!["queue", "topic", "bucket"].includes(target?.kind ?? ""))
    return [`source.onFailure: ${shown(given)} given; a Queue, Topic or Bucket is expected.`];
  if (!target?.fifo) return [];
  return [`source.onFailure: it is a FIFO ${target.kind}; Lambda sends only to standard ones.`];
}

/** Facts of one kind of stream. */
interface Reading {
  /** The stream, or the consumer that reads it. */
  readonly arn: pulumi.Input<string>;
  /** Permissions to read it. */
  readonly statements: readonly Statement[];
  readonly from: Pick<aws.lambda.EventSourceMappingArgs, "startingPosition" | "startingPositionTimestamp">;
}

/** Connects a stream that exists to the function to come; `own` are the parts of its kind. */
export function prepareStream<Own extends object>(
  source: StreamOptions,
  { arn, statements, from }: Reading,
  { component, name, settings, transform }: SourceContext,
  own: Own,
): Prepared<StreamParts & Own> {
  const deadLetters = source.onFailure
    ? undefined
    : createDeadLetterQueue(component, name, settings, { transform: transform.deadLetterQueue });
  const failed = source.onFailure?.asDestination() ?? (deadLetters && queueDestination(deadLetters));
  const { stream } = settings;
  return {
    invocation: "poll",
    statements: [...statements, ...(failed?.statements ?? [])],
    deadLetterUrl: failed?.queueUrl,
    connect(fn) {
      const mapping = new aws.lambda.EventSourceMapping(
        `${name}-mapping`,
        ...component.part(transform.mapping, {
          eventSourceArn: arn,
          functionName: fn.target.arn,
          ...from,
          batchSize: stream.batchSize,
          maximumBatchingWindowInSeconds: stream.batchWindow,
          parallelizationFactor: stream.parallelizationFactor,
          ...(source.tumblingWindow && { tumblingWindowInSeconds: source.tumblingWindow }),
          ...partialFailures,
          maximumRetryAttempts: stream.retries,
          maximumRecordAgeInSeconds: stream.maxRecordAge,
          bisectBatchOnFunctionError: stream.bisect,
          ...(failed && { destinationConfig: { onFailure: { destinationArn: failed.arn } } }),
          ...polledArgs(source),
        }),
      );
      createAlarm(
        `${name}-iterator-age`,
        {
          description: `The handler of ${name} falls behind its stream: see the runbook in the service's README.`,
          namespace: "AWS/Lambda",
          metric: "IteratorAge",
          statistic: "Maximum",
          dimensions: { FunctionName: fn.function.name },
          // The metric counts milliseconds.
          threshold: settings.alarms.iteratorAge * 1000,
        },
        settings.alarms,
        { parent: component },
      );
      return { ...own, mapping, deadLetterQueue: deadLetters };
    },
  };
}
