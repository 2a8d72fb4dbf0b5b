import { deadLetterSuffix } from "../../values/names.ts";
import { findPart } from "../find.ts";
import type { QueuePart } from "./read.ts";

/** Finds a queue as any part. A dead-letter queue is `<queue>-dlq`; the name of its component never means it. */
export function findQueue(queues: readonly QueuePart[], name: string): QueuePart {
  const deadLetterArns = new Map(queues.map((each) => [each, deadLetterArn(each)]));
  const dead = new Set(deadLetterArns.values());
  const live = queues.filter((each) => !dead.has(each.arn));
  const exact = queues.find((each) => each.name === name || each.physicalName === name);
  if (exact) return exact;
  if (name.endsWith(deadLetterSuffix)) {
    const of = findPart("queue", live, name.slice(0, -deadLetterSuffix.length));
    const found = queues.find((each) => each.arn === deadLetterArns.get(of));
    if (found) return found;
  }
  return findPart("queue", live.length > 0 ? live : queues, name);
}

function deadLetterArn(queue: QueuePart): string | undefined {
  const policy = queue.attributes.RedrivePolicy;
  return policy ? (JSON.parse(policy) as { deadLetterTargetArn?: string }).deadLetterTargetArn : undefined;
}
