import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { defaults } from "../defaults.ts";
import type { Overlay } from "../settings.ts";
import { suggestion } from "../values/problems.ts";
import { perProgram } from "./per-program.ts";
import { whenProgramEnds } from "./program.ts";
import { isTree, shapeProblems, type Tree } from "./shape.ts";

/** A stack's settings for one of its functions: any setting of a function that has a default. */
type FunctionConfig = NonNullable<Overlay["function"]>;

/**
 * The stack's overlay for one function: its entry in the config object `functions`, by the function's name. Throws when
 * the config has mistakes; names of functions that the program doesn't make are refused when it has ended.
 */
export function functionConfig(name: string): FunctionConfig {
  const all = new pulumi.Config().getObject<unknown>("functions");
  if (all === undefined) return {};
  const problems = configProblems(all);
  if (problems.length > 0) throw configRefusal(problems);
  const given = all as Readonly<Record<string, FunctionConfig>>;
  namesMet().add(name);
  return Object.hasOwn(given, name) ? given[name]! : {};
}

function configProblems(all: unknown): string[] {
  if (!isTree(all)) return [`functions: ${JSON.stringify(all)} given; an object is expected.`];
  const model: Tree = { ...defaults.function };
  return Object.entries(all).flatMap(([name, one]) => shapeProblems(one, model, `functions.${name}`));
}

/** Names of the functions that the program has made so far. When it has ended, a configured name without a function is refused. */
const namesMet = perProgram((): Set<string> => {
  const names = new Set<string>();
  whenProgramEnds(() => {
    const configured = Object.keys(new pulumi.Config().requireObject<object>("functions"));
    const problems = configured
      .filter((name) => !names.has(name))
      .map((name) => unknownName(name, [...names]));
    if (problems.length > 0) throw configRefusal(problems);
  });
  return names;
});

function unknownName(name: string, names: readonly string[]): string {
  return `functions.${name}: there is no such function.${suggestion(name, names)} There are: ${[...names].sort().join(", ")}.`;
}

/** The error that ends a program whose stack config has mistakes. */
export function configRefusal(problems: readonly string[]): pulumi.RunError {
  return new pulumi.RunError(
    `The config of stack ${pulumi.getStack()} of ${pulumi.getProject()} has ${problems.length} problem(s):\n` +
      problems.map((problem) => `  - ${problem}`).join("\n"),
  );
}

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
