/**
 * The versions that may go, oldest first: all but the newest so many, and those in use. What is no number, such as
 * `$LATEST`, is no version that was published.
 */
export function prunable(versions: readonly string[], inUse: ReadonlySet<string>, kept: number): string[] {
  const published = versions.filter((version) => /^[1-9]\d*$/.test(version));
  return published
    .sort((a, b) => Number(a) - Number(b))
    .slice(0, Math.max(0, published.length - Math.max(1, kept)))
    .filter((version) => !inUse.has(version));
}
