import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../core/component.ts";
import { kmsKeyProblems } from "../../core/key.ts";
import { type Sender, senderProblems } from "../../core/policy.ts";
import { checkKeys, checkRange } from "../../values/problems.ts";

interface CommonQueueArgs {
  /** Seconds a received message stays hidden, 0 to 43,200. Default: AWS's 30; an `Event` derives it from its function. */
  readonly visibilityTimeout?: number;
  /** Seconds a message is kept, 60 to 1,209,600. Default: `defaults.queue.retention`. */
  readonly retention?: number;
  /** Receives before a message becomes a dead letter, 1 to 1,000. Default: `defaults.queue.maxReceiveCount`. */
  readonly maxReceiveCount?: number;
  /** Seconds before a new message can be received, 0 to 900. Default: AWS's 0. */
  readonly delay?: number;
  /** Bytes of the largest message, 1,024 to 1,048,576. Default: 262,144, which the provider sets. */
  readonly maxMessageSize?: number;
  /**
   * A KMS key of your own, for the dead-letter queue too; links and sources add what senders and receivers need. Its policy
   * must let the `senders` use it. Default: SQS's own key, without charge.
   */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** AWS services that may send to the queue, such as a topic it subscribes to. */
  readonly senders?: readonly Sender[];
  readonly transform?: {
    readonly queue?: Transform<aws.sqs.QueueArgs>;
    readonly deadLetterQueue?: Transform<aws.sqs.QueueArgs>;
  };
}

/** Arguments of FIFO queues only. */
interface FifoQueueArgs {
  /** Order and no duplicates within a message group, which every sender has to name. Default: false, a standard queue. */
  readonly fifo: true;
  /** Two messages of one body within five minutes are one. Default: false: senders give each a deduplication id. */
  readonly contentBasedDeduplication?: boolean;
  /** Throughput and deduplication by message group rather than by queue. Default: false. */
  readonly highThroughput?: boolean;
}

export type QueueArgs = CommonQueueArgs &
  (
    | FifoQueueArgs
    | {
        readonly fifo?: false;
        readonly contentBasedDeduplication?: undefined;
        readonly highThroughput?: undefined;
      }
  );

/** Limits of SQS. Source: "Amazon SQS message quotas", "SetQueueAttributes". */
const limits = {
  visibilityTimeout: { min: 0, max: 43_200, unit: "seconds" },
  retention: { min: 60, max: 1_209_600, unit: "seconds" },
  maxReceiveCount: { min: 1, max: 1_000 },
  delay: { min: 0, max: 900, unit: "seconds" },
  maxMessageSize: { min: 1_024, max: 1_048_576, unit: "bytes" },
} as const;

/** A queue is made FIFO or standard once and for all. Source: "High throughput for FIFO queues in Amazon SQS". */
export function fifoInputs({
  fifo,
  contentBasedDeduplication,
  highThroughput,
}: QueueArgs): Partial<aws.sqs.QueueArgs> {
  if (!fifo) return {};
  return {
    fifoQueue: true,
    contentBasedDeduplication,
    ...(highThroughput && { deduplicationScope: "messageGroup", fifoThroughputLimit: "perMessageGroupId" }),
  };
}

const fifoOnly = ["contentBasedDeduplication", "highThroughput"] as const;

export function queueProblems(args: QueueArgs): string[] {
  return [
    ...checkKeys(args, [...Object.keys(limits), "fifo", ...fifoOnly, "kmsKeyArn", "senders", "transform"]),
    ...checkKeys(args.transform, ["queue", "deadLetterQueue"], "transform."),
    ...Object.entries(limits).flatMap(([key, limit]) =>
      checkRange(key, args[key as keyof typeof limits], limit),
    ),
    ...kmsKeyProblems(args.kmsKeyArn),
    ...senderProblems(args.senders),
    ...(args.fifo ? [] : fifoOnly.filter((key) => args[key] !== undefined)).map(
      (key) => `${key}: only a FIFO queue has it; set fifo: true, or leave it out.`,
    ),
  ];
}
