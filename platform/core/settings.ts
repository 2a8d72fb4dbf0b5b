import * as pulumi from "@pulumi/pulumi";
import { defaults, kinds, partitions, stages } from "../defaults.ts";
import type { Defaults, Kind, Overlay, Stage } from "../settings.ts";
import { isTree, shapeProblems, type Tree } from "./shape.ts";
import { homePartition } from "./stack/home.ts";
import { configRefusal, functionConfig, tellOverruled } from "./stack-config.ts";

/** One layer of settings and its origin, lowest precedence first in a list of them. */
export interface Layer {
  readonly source: string;
  readonly values: Overlay;
}

/** The overlay of a stage: its own, or that of `dev` for branches and people's own stages. */
export function stageOverlay(stage: string): Overlay {
  return Object.hasOwn(stages, stage) ? stages[stage as Stage] : stages.dev;
}

/**
 * The layers for a component, lowest precedence first; with the name of a function, those for that function. `transform`, the
 * highest, is applied by each component.
 */
export function layersOf(kind: Kind | undefined, args: Overlay = {}, functionName?: string): Layer[] {
  const stage = pulumi.getStack();
  return [
    { source: "organisation default", values: defaults },
    { source: `kind default (${kind})`, values: kind ? kinds[kind] : {} },
    {
      source: `stage default (${Object.hasOwn(stages, stage) ? stage : "dev"})`,
      values: stageOverlay(stage),
    },
    ...partitionLayer(),
    { source: "stack config", values: stackOverlay() },
    ...(functionName === undefined
      ? []
      : [{ source: "stack config (functions)", values: { function: functionConfig(functionName) } }]),
    { source: "args", values: args },
  ];
}

/**
 * The settings that hold for a component of a kind in the current stack, or for one of its functions. Throws when the stack
 * config has mistakes.
 */
export function settingsOf(kind: Kind | undefined, args: Overlay = {}, functionName?: string): Defaults {
  tellOverruled(configured(functionName), args, `on ${functionName ?? "a component"}`);
  return layersOf(kind, args, functionName).reduce<Tree>(
    (all, layer) => overlay(all, layer.values),
    {},
  ) as unknown as Defaults;
}

/** What the stack's config says, for messages about it. */
function configured(functionName: string | undefined) {
  const ofAll = {
    values: stackOverlay(),
    place: (path: readonly string[]) => ["defaults", ...path].join("."),
  };
  if (functionName === undefined) return [ofAll];
  const place = (path: readonly string[]) => ["functions", functionName, ...path.slice(1)].join(".");
  return [ofAll, { values: { function: functionConfig(functionName) }, place }];
}

/** What the stack's partition of AWS lacks is off; nothing for partitions without changes. */
function partitionLayer(): Layer[] {
  const { id } = homePartition();
  if (!Object.hasOwn(partitions, id)) return [];
  return [{ source: `partition default (${id})`, values: partitions[id as keyof typeof partitions] }];
}

/** `over` on top of `base`, key by key; `undefined` changes nothing. Lists are replaced whole. */
export function overlay<T extends Tree>(base: T, over: Tree): T {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const below = result[key];
    result[key] = isTree(value) && isTree(below) ? overlay(below, value) : value;
  }
  return result as T;
}

/** The stack's overlay: the config object `defaults`, checked against the shape of the defaults. */
function stackOverlay(): Overlay {
  const config = new pulumi.Config();
  const given = config.getObject<unknown>("defaults");
  if (given === undefined) return {};
  const problems = shapeProblems(given, defaults as unknown as Tree, "defaults");
  if (problems.length > 0) throw configRefusal(problems);
  return given as Overlay;
}
