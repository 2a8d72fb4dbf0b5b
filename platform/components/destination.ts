import type * as pulumi from "@pulumi/pulumi";
import { Bucket } from "./bucket.ts";
import type { BusReference } from "./bus.ts";
import { Function } from "./function.ts";
import type { Statement } from "./link.ts";
import { Queue } from "./queue.ts";
import { Topic } from "./topic.ts";

/** What gets the result of an asynchronous invocation. */
export type Destination = Queue | Topic | BusReference | Function;

/** What gets what failed; only this may be a bucket. */
export type FailureDestination = Destination | Bucket;

/** The ARN to name as destination, and what the function's role has to be allowed. Source: "Adding a destination". */
export function destinationOf(target: FailureDestination): {
  readonly arn: pulumi.Output<string>;
  readonly statements: readonly Statement[];
} {
  const allow = (actions: readonly string[], ...resources: readonly pulumi.Input<string>[]) => ({
    actions,
    resources,
  });
  if (target instanceof Function)
    return {
      arn: target.target.arn,
      statements: [allow(["lambda:InvokeFunction"], target.target.arn)],
    };
  const { arn } = target;
  if (target instanceof Queue) return { arn, statements: [allow(["sqs:SendMessage"], arn)] };
  if (target instanceof Topic) return { arn, statements: [allow(["sns:Publish"], arn)] };
  if (target instanceof Bucket)
    return {
      arn,
      statements: [
        allow(["s3:PutObject"], arn.apply((bucket) => `${bucket}/*`)),
        // Without it a missing object is an error of permission, which ends the attempt.
        allow(["s3:ListBucket"], arn),
      ],
    };
  return { arn, statements: [allow(["events:PutEvents"], arn)] };
}

/** Everything wrong with where results go. Lambda takes no FIFO queue or topic, and no bucket for what succeeded. */
export function destinationProblems({
  onFailure,
  onSuccess,
}: {
  readonly onFailure?: unknown;
  readonly onSuccess?: unknown;
}): string[] {
  return [...problemsOf("onFailure", onFailure), ...problemsOf("onSuccess", onSuccess)];
}

function problemsOf(argument: "onFailure" | "onSuccess", target: unknown): string[] {
  if (target === undefined) return [];
  if (!isDestination(target))
    return [`${argument}: a Queue, Topic, Bus${argument === "onFailure" ? ", Bucket" : ""} or Function is expected.`];
  if (target instanceof Bucket && argument === "onSuccess")
    return ["onSuccess: a bucket takes only what failed; name a Queue, Topic, Bus or Function."];
  if ((target instanceof Queue || target instanceof Topic) && target.fifo)
    return [`${argument}: a FIFO ${target instanceof Queue ? "queue" : "topic"} can't be a destination; a standard one can.`];
  if (target instanceof Function && target.tenancy)
    return [`${argument}: Lambda names no tenant when it hands over; use a function without tenancy.`];
  return [];
}

function isDestination(target: unknown): target is FailureDestination {
  if (target instanceof Function || target instanceof Queue || target instanceof Topic) return true;
  return target instanceof Bucket || (typeof target === "object" && target !== null && "busName" in target);
}

/** URL of the queue that what failed ends up in; undefined where it is another thing. */
export const queueUrlOf = (target: FailureDestination | undefined): pulumi.Output<string> | undefined =>
  target instanceof Queue ? target.url : undefined;
