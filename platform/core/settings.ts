import * as pulumi from "@pulumi/pulumi";
import { defaults, kinds, partitions, stages } from "../defaults.ts";
import type { GivenOverlay } from "../guarded.ts";
import { guarded } from "../guarded.ts";
import type { Defaults, Kind } from "../settings.ts";
import { unwrap } from "../values/exceptions/guard.ts";
import { type Layer, merged, organisationLayers, ownLayers, type Tables } from "../values/layers/layers.ts";
import { ValueError } from "../values/problems.ts";
import { shapeProblems } from "./shape.ts";
import { homePartition } from "./stack/home.ts";
import { configured, tellOverruled } from "./stack-config.ts";

/** What a program sets for one of its components. */
export interface OwnSettings {
  /** The component's arguments. */
  readonly args?: GivenOverlay | undefined;
  /** Arguments of its source, which go before. */
  readonly source?: GivenOverlay | undefined;
  /** Set for functions, for which a stack's config has entries of their own. */
  readonly functionName?: string;
}

const tables = { defaults: { ...defaults }, kinds, stages, partitions };

/** What overlays have and the defaults don't. Types tell of it, and a program runs without types. */
export const overlayProblems = ({ defaults, ...overlays }: Tables): string[] =>
  Object.entries(overlays).flatMap(([table, all]) =>
    Object.entries(all).flatMap(([name, one]) => shapeProblems(one, defaults, `${table}.${name}`)),
  );

const mistakes = overlayProblems(tables);

/** The organisation's layers for a component, lowest precedence first. Throws when its tables don't fit together. */
export function decidedLayers(kind: Kind | undefined): Layer[] {
  if (mistakes.length > 0) throw new ValueError(mistakes, "platform/defaults.ts");
  return organisationLayers(tables, { kind, stage: pulumi.getStack(), partition: homePartition().id });
}

/**
 * The layers for a component, lowest precedence first, with plain values; with the name of a function, those for that function.
 * `transform`, the highest, is applied by each component.
 */
export function layersOf(kind: Kind | undefined, own: OwnSettings = {}): Layer[] {
  const { args = {}, source, functionName } = own;
  const [stack, ofFunction] = configured(functionName);
  return [
    ...decidedLayers(kind),
    ...ownLayers({
      stack: stack.given.values,
      function: ofFunction?.given.values,
      args: unwrap(args, guarded).values,
      ...(source && { source: unwrap(source, guarded).values }),
    }),
  ];
}

/**
 * The settings that hold for a component of a kind in the current stack, or for one of its functions. Throws when the stack
 * config has mistakes.
 */
export function settingsOf(kind: Kind | undefined, own: OwnSettings = {}): Defaults {
  const layers = layersOf(kind, own);
  const ofProgram = merged(layers.filter(({ layer }) => layer === "args" || layer === "source"));
  tellOverruled(configured(own.functionName), ofProgram, `on ${own.functionName ?? "a component"}`);
  return merged(layers) as unknown as Defaults;
}
