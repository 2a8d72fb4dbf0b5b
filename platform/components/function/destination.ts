import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../core/link.ts";
import { Bucket } from "../bucket/bucket.ts";
import type { BusReference } from "../bus/bus.ts";
import { Queue } from "../queue/queue.ts";
import { Topic } from "../topic/topic.ts";
import { Function } from "./function.ts";

/** What gets the result of an asynchronous invocation. */
export type Destination = Queue | Topic | BusReference | Function;

/** What gets what failed; only this may be a bucket. */
export type FailureDestination = Destination | Bucket;

/** What hands over is allowed by the role, as whoever is linked is. Source: "Capturing records of Lambda asynchronous invocations". */
export function destinationOf(target: FailureDestination): {
  readonly arn: pulumi.Output<string>;
  readonly statements: readonly Statement[];
} {
  if (target instanceof Function)
    return { arn: target.target.arn, statements: target.invoke.link.statements };
  const { arn } = target;
  if (target instanceof Queue) return { arn, statements: target.send.link.statements };
  if (!(target instanceof Bucket)) return { arn, statements: target.publish.link.statements };
  const isOfKey = ({ actions }: Statement) => actions.some((action) => action.startsWith("kms:"));
  return {
    arn,
    statements: [
      { actions: ["s3:PutObject"], resources: [arn.apply((bucket) => `${bucket}/*`)] },
      { actions: ["s3:ListBucket"], resources: [arn] },
      ...target.write.link.statements.filter(isOfKey),
    ],
  };
}

/** A queue that is no component, such as a function's own dead-letter queue. */
export const queueDestination = ({ arn }: aws.sqs.Queue): ReturnType<typeof destinationOf> => ({
  arn,
  statements: [{ actions: ["sqs:SendMessage"], resources: [arn] }],
});

/** The statements of several destinations, those of one kind together. */
export function mergeByAction(all: readonly (ReturnType<typeof destinationOf> | undefined)[]): Statement[] {
  const merged = new Map<string, Statement>();
  for (const statement of all.flatMap((one) => one?.statements ?? [])) {
    const key = statement.actions.join(" ");
    const before = merged.get(key)?.resources ?? [];
    merged.set(key, { ...statement, resources: [...new Set([...before, ...statement.resources])] });
  }
  return [...merged.values()];
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
    return [
      `${argument}: a Queue, Topic, Bus${argument === "onFailure" ? ", Bucket" : ""} or Function is expected.`,
    ];
  if (target instanceof Bucket && argument === "onSuccess")
    return ["onSuccess: a bucket takes only what failed; name a Queue, Topic, Bus or Function."];
  if ((target instanceof Queue || target instanceof Topic) && target.fifo)
    return [
      `${argument}: it is a FIFO ${target instanceof Queue ? "queue" : "topic"}; Lambda sends only to standard ones.`,
    ];
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
