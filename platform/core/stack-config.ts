import * as pulumi from "@pulumi/pulumi";
import { defaults, type Overlay } from "../defaults.ts";
import { suggestion } from "../values/problems.ts";
import { isTree, shapeProblems, type Tree } from "./shape.ts";

/** What a stack may say about one of its functions: any setting that there is a default for. */
type FunctionConfig = NonNullable<Overlay["function"]>;

/** Names of the functions that a program has made so far. */
const met = new WeakMap<object, Set<string>>();

/**
 * What this stack overrides for one function: its entry in the config object `functions`, by the function's name. Throws when
 * the config has mistakes; names of functions that the program doesn't make are refused when it has ended.
 */
export function functionConfig(name: string): FunctionConfig {
  const all = new pulumi.Config().getObject<unknown>("functions");
  if (all === undefined) return {};
  const problems = configProblems(all);
  if (problems.length > 0) throw configRefusal(problems);
  const given = all as Readonly<Record<string, FunctionConfig>>;
  namesMet(Object.keys(given))?.add(name);
  return Object.hasOwn(given, name) ? given[name]! : {};
}

function configProblems(all: unknown): string[] {
  if (!isTree(all)) return [`functions: ${JSON.stringify(all)} given; an object is expected.`];
  const model: Tree = { ...defaults.function };
  return Object.entries(all).flatMap(([name, one]) => shapeProblems(one, model, `functions.${name}`));
}

/** Functions met in this program; the first time, it is also seen to that all of the config's are met by its end. */
function namesMet(configured: readonly string[]): Set<string> | undefined {
  const stack = pulumi.runtime.getStackResource();
  if (!stack) return undefined;
  const before = met.get(stack);
  if (before) return before;
  const names = new Set<string>();
  met.set(stack, names);
  stack.outputs.apply(() => {
    const problems = configured
      .filter((name) => !names.has(name))
      .map((name) => unknownName(name, [...names]));
    if (problems.length > 0) throw configRefusal(problems);
  });
  return names;
}

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
