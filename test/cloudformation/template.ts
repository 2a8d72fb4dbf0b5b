import { AssetValue, type Graph, type Resource, reveal } from "../../platform/engine/index.ts";
import { managed } from "../support/index.ts";
import { type Inputs, named, type Template, tagList } from "./properties.ts";
import { absent, folds, type Mapping, types } from "./types/index.ts";

/** Types in a graph that nobody has said what they are in CloudFormation. */
export function unmapped(graph: Graph): string[] {
  const all = managed(graph).map(({ type }) => type);
  return [...new Set(all)].filter((type) => !(type in types) && !(type in folds) && !(type in absent)).sort();
}

/** A graph as a template, as far as CloudFormation has its types. Logical ids are the resources' names, by position. */
export function templateOf(graph: Graph): { template: Template; names: ReadonlyMap<string, string> } {
  const names = new Map<string, string>();
  const all = managed(graph);
  const resources = all
    .filter(({ type }) => type in types)
    .map((resource, i) => {
      const id = `R${i}${resource.name.replaceAll(/[^A-Za-z0-9]/g, "")}`;
      names.set(id, resource.name);
      return [id, definitionOf(withFolded(resource, all), types[resource.type]!)] as const;
    });
  return { template: { Resources: Object.fromEntries(resources) }, names };
}

/** A resource's inputs with those of the resources that are part of it. */
function withFolded(resource: Resource, all: readonly Resource[]): Inputs {
  const { bucket, name, functionName, restApi } = resource.inputs;
  const { id, url, arn } = resource.outputs;
  const known: unknown[] = [bucket, name, functionName, restApi, id, url, arn].filter(
    (one) => one !== undefined,
  );
  let inputs = inputsOf(resource);
  for (const other of all) {
    const fold = folds[other.type];
    if (fold?.into !== resource.type || !known.includes(other.inputs[fold.by])) continue;
    inputs = { ...inputs, ...fold.adds(inputsOf(other), inputs) };
  }
  return inputs;
}

const inputsOf = ({ inputs }: Resource): Inputs => plain(reveal(inputs)) as Inputs;

function definitionOf({ tags, ...inputs }: Inputs, mapping: Mapping): Template["Resources"][string] {
  // A stack is of one region; a resource of the provider may say another.
  const { region: _, ...own } = inputs;
  const changed: Inputs = { ...own, ...mapping.change?.(own) };
  const renamed = Object.fromEntries(
    Object.entries(changed)
      .filter(([key]) => !key.startsWith("__"))
      .map(([key, value]) => [mapping.names?.[key] ?? key, value]),
  );
  const properties = named(renamed, mapping.data ?? []) as object;
  const tagged = tags ? { Tags: (mapping.tags ?? tagList)(tags as Record<string, string>) } : {};
  return { Type: mapping.type, Properties: { ...properties, ...tagged } };
}

/** Archives and files can't be in a template; each type says what stands for them. */
function plain(value: unknown): unknown {
  if (value instanceof AssetValue) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value;
}
