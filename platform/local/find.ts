import type { Part } from "./graph/part.ts";

/**
 * Finds a part by a person's name for it: its logical name, its physical name with or without the stack's
 * prefix, or the component around it (`orders` for the queue of `new Event("orders")`), in this order.
 */
export function findPart<P extends Part & { readonly physicalName: string }>(
  kind: string,
  parts: readonly P[],
  name: string,
): P {
  const tests: ((part: P) => boolean)[] = [
    (part) => part.name === name,
    (part) => part.physicalName === name || part.label === name,
    (part) => part.owners[0] === name,
    (part) => part.owners.includes(name),
    (part) => part.physicalName.endsWith(`-${name}`),
  ];
  for (const test of tests) {
    const found = parts.filter(test);
    if (found.length === 1) return found[0]!;
    if (found.length > 1) throw new Error(`${kind} ${name} is not clear: ${listed(found)}`);
  }
  throw new Error(`There is no ${kind} ${name}; there ${parts.length ? `are: ${listed(parts)}` : "is none"}`);
}

function listed(parts: readonly Part[]): string {
  return parts.map((each) => each.name).join(", ");
}
