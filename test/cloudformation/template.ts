import { AssetValue, type Graph, type Resource, reveal } from "../../platform/engine/index.ts";
import { managed } from "../support/index.ts";
import { type Inputs, named, type Template, tagList } from "./properties.ts";
import { folded, type Mapping, types } from "./types.ts";

/** Types in a graph that nobody has said what they are in CloudFormation. */
export function unmapped(graph: Graph): string[] {
  const all = managed(graph).map(({ type }) => type);
  return [...new Set(all)].filter((type) => !(type in types) && !(type in folded)).sort();
}

/** A graph as a template, as far as CloudFormation has its types. Logical ids are the resources' names, by position. */
export function templateOf(graph: Graph): { template: Template; names: ReadonlyMap<string, string> } {
  const names = new Map<string, string>();
  const resources = managed(graph)
    .filter(({ type }) => type in types)
    .map((resource, i) => {
      const id = `R${i}${resource.name.replaceAll(/[^A-Za-z0-9]/g, "")}`;
      names.set(id, resource.name);
      return [id, definitionOf(resource, types[resource.type]!)] as const;
    });
  return { template: { Resources: Object.fromEntries(resources) }, names };
}

function definitionOf(resource: Resource, mapping: Mapping): Template["Resources"][string] {
  const { tags, ...inputs } = plain(reveal(resource.inputs)) as Inputs;
  const changed: Inputs = { ...inputs, ...mapping.change?.(inputs) };
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
