import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { defaults } from "../defaults.ts";
import { guarded } from "../guarded.ts";
import { overrideProblems, type Unwrapped, unwrap } from "../values/exceptions/guard.ts";
import { at, isTree, leaves, type Tree } from "../values/layers/tree.ts";
import { suggestion } from "../values/problems.ts";
import { perProgram } from "./per-program.ts";
import { whenProgramEnds } from "./program.ts";
import { shapeProblems } from "./shape.ts";

/** One layer of a stack's config, and how messages call a place in it: `defaults.queue.retention`. */
export interface Configured {
  readonly layer: "stack" | "function";
  readonly given: Unwrapped;
  readonly place: (path: readonly string[]) => string;
}

const nothing: Unwrapped = { values: {}, overrides: new Map() };

/** A stack's config for all components, and for a function. Throws when it has mistakes. */
export function configured(functionName: string | undefined): readonly [Configured, ...Configured[]] {
  const ofAll: Configured = { layer: "stack", given: stackOverlay(), place: placeOfAll };
  if (functionName === undefined) return [ofAll];
  return [
    ofAll,
    { layer: "function", given: functionConfig(functionName), place: placeOfFunction(functionName) },
  ];
}

const placeOfAll = (path: readonly string[]) => ["defaults", ...path].join(".");
const placeOfFunction = (name: string) => (path: readonly string[]) =>
  ["functions", name, ...path.slice(1)].join(".");

/** The stack's overlay: the config object `defaults`, checked against the shape of the defaults. */
function stackOverlay(): Unwrapped {
  const given = new pulumi.Config().getObject<unknown>("defaults");
  if (given === undefined) return nothing;
  const unwrapped = isTree(given) ? unwrap(given, guarded) : nothing;
  const model: Tree = { ...defaults };
  const problems = [
    ...shapeProblems(isTree(given) ? unwrapped.values : given, model, "defaults"),
    ...overrideProblems(unwrapped, placeOfAll).map(({ problem }) => problem),
  ];
  if (problems.length > 0) throw configRefusal(problems);
  return unwrapped;
}

/**
 * The stack's overlay for one function: its entry in the config object `functions`, by the function's name. Throws when
 * the config has mistakes; names of functions that the program doesn't make are refused when it has ended.
 */
function functionConfig(name: string): Unwrapped {
  const all = new pulumi.Config().getObject<unknown>("functions");
  if (all === undefined) return nothing;
  if (!isTree(all)) throw configRefusal([`functions: ${JSON.stringify(all)} given; an object is expected.`]);
  const given = Object.entries(all).map(([one, values]) => ({
    one,
    unwrapped: unwrap({ function: values }, guarded),
  }));
  const model: Tree = { ...defaults.function };
  const problems = given.flatMap(({ one, unwrapped }) => [
    ...shapeProblems(unwrapped.values.function, model, `functions.${one}`),
    ...overrideProblems(unwrapped, placeOfFunction(one)).map(({ problem }) => problem),
  ]);
  if (problems.length > 0) throw configRefusal(problems);
  namesMet().add(name);
  return given.find(({ one }) => one === name)?.unwrapped ?? nothing;
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

/** A warning for each value of the stack's config that the arguments of a component go before, with another value; each once. */
export function tellOverruled(configured: readonly Configured[], args: Tree, about: string): void {
  for (const { given, place } of configured)
    for (const [path, value] of leaves(given.values)) {
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
