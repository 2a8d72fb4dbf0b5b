/** The query that makes a module of the program belong to one run. */
export const runOf = (run: number): string => `?run=${run}`;

/** Passes the importer's run on to its imports by relative paths. */
export function freshUrl(specifier: string, importer: string | undefined, resolved: string): string {
  const run = /\?run=\d+$/.exec(importer ?? "")?.[0];
  return run && specifier.startsWith(".") && !resolved.includes("?") ? resolved + run : resolved;
}

/**
 * A Vite plugin for the tests' configuration: with it each run of a program inside Vitest loads all its files
 * anew, as outside of Vitest.
 */
export function freshPrograms() {
  return {
    name: "fresh-programs",
    enforce: "pre" as const,
    async resolveId(
      this: { resolve(source: string, importer?: string): Promise<{ id: string } | null> },
      source: string,
      importer: string | undefined,
    ): Promise<string | undefined> {
      const own = importer?.replace(/\?run=\d+$/, "");
      if (own === importer || !source.startsWith(".")) return undefined;
      const resolved = await this.resolve(source, own);
      return resolved ? freshUrl(source, importer, resolved.id) : undefined;
    },
  };
}
