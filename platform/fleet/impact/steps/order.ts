import type { Graph, Resource } from "../../../engine/index.ts";
import { providerUrn } from "./urns.ts";

/** URNs that the engine takes for a resource's dependencies. */
function dependenciesOf({ provider, dependencies, propertyDependencies, deletedWith }: Resource): string[] {
  return [
    ...(provider === undefined ? [] : [providerUrn(provider)]),
    ...dependencies,
    ...Object.values(propertyDependencies).flat(),
    ...(deletedWith === undefined ? [] : [deletedWith]),
  ];
}

/** A graph's resources in an order in which a program can register them, the same in every run. */
export function orderOf(graph: Graph): Resource[] {
  const byUrn = new Map(graph.resources.map((one) => [one.urn, one]));
  const done = new Set<string>();
  const ordered: Resource[] = [];
  const visit = (resource: Resource): void => {
    if (done.has(resource.urn)) return;
    done.add(resource.urn);
    const { parent } = resource;
    for (const urn of [...(parent === undefined ? [] : [parent]), ...dependenciesOf(resource).sort()]) {
      const need = byUrn.get(urn);
      if (need) visit(need);
    }
    ordered.push(resource);
  };
  for (const resource of graph.resources) visit(resource);
  return ordered;
}

/** The resources that depend on one, directly or through others, each after those that it depends on. */
export function dependentsOf(ordered: readonly Resource[], urn: string): Resource[] {
  const reached = new Set([urn]);
  return ordered.filter((one) => {
    if (one.urn === urn || !dependenciesOf(one).some((need) => reached.has(need))) return false;
    reached.add(one.urn);
    return true;
  });
}
