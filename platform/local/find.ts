import type { LocalGraph, QueuePart } from "./graph/types.ts";

interface Named {
  readonly name: string;
  readonly owners: readonly string[];
  readonly physicalName?: string;
}

/**
 * Finds a part by what a person calls it: its logical name, its physical name with or without the stack's
 * prefix, or the component around it (`orders` for the queue of `new Event("orders")`), in this order.
 */
export function findPart<T extends Named>(
  kind: string,
  parts: readonly T[],
  name: string,
  prefix: string,
): T {
  const tests: ((part: T) => boolean)[] = [
    (part) => part.name === name,
    (part) => part.physicalName === name || part.physicalName === `${prefix}-${name}`,
    (part) => part.owners[0] === name,
    (part) => part.owners.includes(name),
    (part) => part.physicalName?.endsWith(`-${name}`) === true,
  ];
  for (const test of tests) {
    const found = parts.filter(test);
    if (found.length === 1) return found[0]!;
    if (found.length > 1) throw new Error(`${kind} ${name} is not clear: ${listed(found)}`);
  }
  throw new Error(`There is no ${kind} ${name}; there ${parts.length ? `are: ${listed(parts)}` : "is none"}`);
}

/** Queues besides: a dead-letter queue is `<queue>-dlq`, and never meant by the name of its queue's component. */
export function findQueue({ queues }: LocalGraph, name: string, prefix: string): QueuePart {
  const deadLetterArns = new Map(queues.map((each) => [each, deadLetterArn(each)]));
  const dead = new Set(deadLetterArns.values());
  const live = queues.filter((each) => !dead.has(each.arn));
  const exact = queues.find((each) => each.name === name || each.physicalName === name);
  if (exact) return exact;
  if (name.endsWith("-dlq")) {
    const of = findPart("queue", live, name.slice(0, -"-dlq".length), prefix);
    const found = queues.find((each) => each.arn === deadLetterArns.get(of));
    if (found) return found;
  }
  return findPart("queue", live.length > 0 ? live : queues, name, prefix);
}

function deadLetterArn(queue: QueuePart): string | undefined {
  const policy = queue.attributes.RedrivePolicy;
  return policy ? (JSON.parse(policy) as { deadLetterTargetArn?: string }).deadLetterTargetArn : undefined;
}

function listed(parts: readonly Named[]): string {
  return parts.map((each) => each.name).join(", ");
}
