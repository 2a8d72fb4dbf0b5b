import * as pulumi from "@pulumi/pulumi";
import { type Defaults, defaults, type Kind, kinds, type Overlay, type Stage, stages } from "../defaults.ts";
import { nearest } from "../values/problems.ts";

/** One layer of settings and where it comes from, lowest precedence first in a list of them. */
export interface Layer {
  readonly source: string;
  readonly values: Overlay;
}

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The overlay of a stage: its own, or that of `dev` for branches and people's own stages. */
export function stageOverlay(stage: string): Overlay {
  return Object.hasOwn(stages, stage) ? stages[stage as Stage] : stages.dev;
}

/** The layers for a component, lowest precedence first. `transform`, the highest, is applied by each component. */
export function layersOf(kind: Kind | undefined, args: Overlay = {}): Layer[] {
  const stage = pulumi.getStack();
  return [
    { source: "organisation default", values: defaults },
    { source: `kind default (${kind})`, values: kind ? kinds[kind] : {} },
    {
      source: `stage default (${Object.hasOwn(stages, stage) ? stage : "dev"})`,
      values: stageOverlay(stage),
    },
    { source: "stack config", values: stackOverlay() },
    { source: "args", values: args },
  ];
}

/** The settings that hold for a component of a kind in the current stack. Throws when the stack config has mistakes. */
export function settingsOf(kind: Kind | undefined, args: Overlay = {}): Defaults {
  return layersOf(kind, args).reduce<Tree>(
    (all, layer) => overlay(all, layer.values),
    {},
  ) as unknown as Defaults;
}

/** `over` on top of `base`, key by key; `undefined` changes nothing. Lists are replaced whole. */
export function overlay(base: Tree, over: Tree): Tree {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const below = result[key];
    result[key] = isTree(value) && isTree(below) ? overlay(below, value) : value;
  }
  return result;
}

/** What this stack overrides: the config object `defaults`, checked against the shape of the defaults. */
function stackOverlay(): Overlay {
  const config = new pulumi.Config();
  const given = config.getObject<unknown>("defaults");
  if (given === undefined) return {};
  const problems = shapeProblems(given, defaults as unknown as Tree, "defaults");
  if (problems.length > 0)
    throw new pulumi.RunError(
      `The config of stack ${pulumi.getStack()} of ${pulumi.getProject()} has ${problems.length} problem(s):\n` +
        problems.map((problem) => `  - ${problem}`).join("\n"),
    );
  return given as Overlay;
}

/** What in `given` doesn't fit the shape of `model`, in words, each with its path. */
export function shapeProblems(given: unknown, model: Tree, path: string): string[] {
  if (!isTree(given)) return [`${path}: ${JSON.stringify(given)} given; an object is expected.`];
  return Object.entries(given).flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    // Config is JSON: it may name what every object inherits.
    const want = Object.hasOwn(model, key) ? model[key] : undefined;
    if (path === "defaults.tags") return typeof value === "string" ? [] : [`${here}: tags are strings.`];
    if (want === undefined)
      return [`${here}: there is no such setting; did you mean ${nearest(key, Object.keys(model))}?`];
    if (isTree(want)) return shapeProblems(value, want, here);
    if (Array.isArray(want) !== Array.isArray(value)) return [`${here}: a list is expected.`];
    const unreserved = key === "reservedConcurrency" && value === "unreserved";
    if (typeof value !== typeof want && !unreserved)
      return [
        `${here}: ${JSON.stringify(value)} given; a ${typeof want} is expected, such as ${JSON.stringify(want)}.`,
      ];
    return [];
  });
}
