/** What one list has and the other has not, each once, sorted. */
export function onlyIn(list: readonly string[], other: readonly string[]): string[] {
  const without = new Set(other);
  return [...new Set(list)].filter((one) => !without.has(one)).sort();
}
