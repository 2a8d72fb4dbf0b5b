import type * as aws from "@pulumi/aws";
import { type DestinationTarget, destinationTarget } from "../../core/destination.ts";
import type { Statement } from "../../core/link.ts";
import { shown } from "../../values/problems.ts";

/** A queue that is no component, such as a function's own dead-letter queue. */
export const queueDestination = ({ arn, url }: aws.sqs.Queue) => ({
  kind: "queue" as const,
  arn,
  queueUrl: url,
  statements: [{ actions: ["sqs:SendMessage"], resources: [arn] }],
});

/** The statements of several destinations, those of one kind together. */
export function mergeByAction(all: readonly (DestinationTarget | undefined)[]): Statement[] {
  const merged = new Map<string, Statement>();
  for (const statement of all.flatMap((one) => one?.statements ?? [])) {
    const key = statement.actions.join(" ");
    const before = merged.get(key)?.resources ?? [];
    merged.set(key, { ...statement, resources: [...new Set([...before, ...statement.resources])] });
  }
  return [...merged.values()];
}

/** Everything wrong with destinations. Lambda takes no FIFO queue or topic, and no bucket for successes. */
export function destinationProblems({
  onFailure,
  onSuccess,
}: {
  readonly onFailure?: unknown;
  readonly onSuccess?: unknown;
}): string[] {
  return [...problemsOf("onFailure", onFailure), ...problemsOf("onSuccess", onSuccess)];
}

function problemsOf(argument: "onFailure" | "onSuccess", given: unknown): string[] {
  if (given === undefined) return [];
  const target = destinationTarget(given);
  if (target === undefined)
    return [
      `${argument}: ${shown(given)} given; a Queue, Topic, Bus${argument === "onFailure" ? ", Bucket" : ""} or Function is expected.`,
    ];
  if (target.kind === "bucket" && argument === "onSuccess")
    return ["onSuccess: a bucket takes only what failed; name a Queue, Topic, Bus or Function."];
  if (target.fifo) return [`${argument}: it is a FIFO ${target.kind}; Lambda sends only to standard ones.`];
  if (target.tenancy)
    return [`${argument}: Lambda names no tenant when it hands over; use a function without tenancy.`];
  return [];
}
