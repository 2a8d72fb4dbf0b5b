import { at, overlay, type Tree } from "./tree.ts";

/** Layers by name, lowest precedence first; `transform`, above all of them, is applied to single resources. */
export const layerNames = [
  "organisation",
  "kind",
  "stage",
  "partition",
  "stack",
  "function",
  "args",
  "source",
] as const;
export type LayerName = (typeof layerNames)[number];

/** One layer of settings and its origin. */
export interface Layer {
  readonly layer: LayerName;
  /** As people call it: `stage default (dev)`. */
  readonly source: string;
  readonly values: Tree;
}

/** The tables of the organisation: what `defaults.ts` exports. */
export interface Tables {
  readonly defaults: Tree;
  readonly kinds: Readonly<Record<string, Tree>>;
  readonly stages: Readonly<Record<string, Tree>>;
  readonly partitions: Readonly<Record<string, Tree>>;
}

/** For whom the organisation decides. */
export interface Setting {
  readonly kind: string | undefined;
  readonly stage: string;
  /** Id of the partition: `aws-cn`. */
  readonly partition: string;
}

/** What a service sets for one of its components: its stack's config, for all and for one function; its program. */
export interface OwnValues {
  readonly stack?: Tree;
  /** For one function: `{ function: { memory: 1024 } }`; undefined for anything else. */
  readonly function?: Tree | undefined;
  readonly args?: Tree;
  /** Arguments of the component's source. */
  readonly source?: Tree;
}

/** The stage whose overlay holds: its own, or `dev` for branches and people's own stages. */
export const overlaidStage = (stages: object, stage: string): string =>
  Object.hasOwn(stages, stage) ? stage : "dev";

/** The layers of the organisation, lowest precedence first. */
export function organisationLayers(tables: Tables, { kind, stage, partition }: Setting): Layer[] {
  const ofStage = overlaidStage(tables.stages, stage);
  const ofPartition = Object.hasOwn(tables.partitions, partition) ? tables.partitions[partition] : undefined;
  return [
    { layer: "organisation", source: "organisation default", values: tables.defaults },
    {
      layer: "kind",
      source: `kind default (${kind})`,
      values: (kind !== undefined && tables.kinds[kind]) || {},
    },
    { layer: "stage", source: `stage default (${ofStage})`, values: tables.stages[ofStage] ?? {} },
    ...(ofPartition
      ? [
          {
            layer: "partition",
            source: `partition default (${partition})`,
            values: ofPartition,
          } as const,
        ]
      : []),
  ];
}

/** The layers of a service, above those of the organisation. */
export function ownLayers({ stack = {}, function: ofFunction, args = {}, source }: OwnValues): Layer[] {
  return [
    { layer: "stack", source: "stack config", values: stack },
    ...(ofFunction === undefined
      ? []
      : [
          {
            layer: "function",
            source: "stack config (functions)",
            values: ofFunction,
          } as const,
        ]),
    { layer: "args", source: "args", values: args },
    ...(source === undefined
      ? []
      : [{ layer: "source", source: "args of the source", values: source } as const]),
  ];
}

/** What the layers give together. */
export const merged = (layers: readonly Layer[]): Tree =>
  layers.reduce<Tree>((all, { values }) => overlay(all, values), {});

/** The layers that say something about one setting, lowest precedence first: the last one's value holds. */
export function layersAt(
  layers: readonly Layer[],
  path: readonly string[],
): readonly (Layer & { readonly value: unknown })[] {
  return layers
    .map((layer) => ({ ...layer, value: at(layer.values, path) }))
    .filter(({ value }) => value !== undefined);
}
