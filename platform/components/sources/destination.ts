import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../link.ts";
import { Queue } from "../queue.ts";

/** Something with an ARN: a component or a resource. */
interface HasArn {
  readonly arn: pulumi.Input<string>;
}

/**
 * Where Lambda reports the batches of a stream that it gives up. A queue or topic gets where the batch is in the stream
 * and what went wrong; a bucket gets the records as well.
 */
export type Destination = Queue | { readonly topic: HasArn } | { readonly bucket: HasArn };

export function destinationArn(destination: Destination): pulumi.Input<string> {
  if (destination instanceof Queue) return destination.arn;
  return "topic" in destination ? destination.topic.arn : destination.bucket.arn;
}

/** What Lambda's poller does there, as the function's role. Source: "Retain discarded batch records". */
export function destinationStatements(destination: Destination): Statement[] {
  if (destination instanceof Queue) return [{ actions: ["sqs:SendMessage"], resources: [destination.arn] }];
  if ("topic" in destination) return [{ actions: ["sns:Publish"], resources: [destination.topic.arn] }];
  const { arn } = destination.bucket;
  return [
    { actions: ["s3:PutObject"], resources: [pulumi.interpolate`${arn}/*`] },
    { actions: ["s3:ListBucket"], resources: [arn] },
  ];
}

/** SQS destinations must be standard queues, and SNS destinations standard topics. */
export function destinationProblems(argument: string, destination: unknown): string[] {
  if (destination === undefined) return [];
  if (destination instanceof Queue)
    return destination.fifo ? [`${argument}: it is a FIFO queue; Lambda sends only to standard ones.`] : [];
  if (hasArn(destination, "topic") || hasArn(destination, "bucket")) return [];
  return [`${argument}: a Queue, { topic } or { bucket } is expected.`];
}

function hasArn(destination: unknown, key: "topic" | "bucket"): boolean {
  if (typeof destination !== "object" || destination === null) return false;
  const target: unknown = (destination as Record<string, unknown>)[key];
  return (
    Object.keys(destination).length === 1 && typeof target === "object" && target !== null && "arn" in target
  );
}
