import type { Exceptions } from "./sum-types.ts";

/** What a list has after a change only, and before it only. */
export const gainedAndLost = (before: readonly string[], after: readonly string[]): Exceptions => ({
  gained: onlyIn(after, before),
  lost: onlyIn(before, after),
});

/** What one list has and the other has not, each once, sorted. */
function onlyIn(list: readonly string[], other: readonly string[]): string[] {
  const without = new Set(other);
  return [...new Set(list)].filter((one) => !without.has(one)).sort();
}
