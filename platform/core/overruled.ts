import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { perProgram } from "./per-program.ts";
import { isTree, type Tree } from "./shape.ts";

/** Values of one layer, and how messages call their place: `defaults.queue.retention`. */
interface Configured {
  readonly values: Tree;
  readonly place: (path: readonly string[]) => string;
}

/** A warning for each value of the stack's config that the arguments of a component go before, with another value; each once. */
export function tellOverruled(configured: readonly Configured[], args: Tree, about: string): void {
  for (const { values, place } of configured)
    for (const [path, value] of leaves(values)) {
      const winner = at(args, path);
      if (winner === undefined || isDeepStrictEqual(winner, value)) continue;
      const text =
        `${place(path)}: ${JSON.stringify(value)} in the stack's config has no effect ${about}, whose arguments go ` +
        `before it and say ${JSON.stringify(winner)}.`;
      if (told().has(text)) continue;
      told().add(text);
      void pulumi.log.warn(text);
    }
}

const told = perProgram(() => new Set<string>());

function* leaves(tree: Tree, path: readonly string[] = []): Iterable<[readonly string[], unknown]> {
  for (const [key, value] of Object.entries(tree))
    if (isTree(value)) yield* leaves(value, [...path, key]);
    else if (value !== undefined) yield [[...path, key], value];
}

function at(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((below, key) => (isTree(below) ? below[key] : undefined), tree);
}
