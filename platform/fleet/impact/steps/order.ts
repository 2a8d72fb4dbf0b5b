import type { Graph, Resource } from "../../../engine/index.ts";
import { providerUrn } from "./urns.ts";

/** URNs that the engine takes for a resource's dependencies. */
export function dependenciesOf({
  provider,
  dependencies,
  propertyDependencies,
  deletedWith,
}: Resource): string[] {
  return [
    ...(provider === undefined ? [] : [providerUrn(provider)]),
    ...dependencies,
    ...Object.values(propertyDependencies).flat(),
    ...(deletedWith === undefined ? [] : [deletedWith]),
  ];
}

/**
 * A graph's resources in an order in which a program can register them, the same in every run. `formerly` gives what a resource
 * depended on before: programs mostly keep the order of their lines, so it comes after that as well, unless that can't be.
 */
export function orderOf(
  graph: Graph,
  formerly: (resource: Resource) => readonly string[] = () => [],
): Resource[] {
  const byUrn = new Map(graph.resources.map((one) => [one.urn, one]));
  const needs = new Map(
    graph.resources.map(({ parent, ...one }) => [
      one.urn,
      new Set([...(parent === undefined ? [] : [parent]), ...dependenciesOf(one).sort()]),
    ]),
  );
  for (const resource of graph.resources)
    for (const urn of formerly(resource))
      if (
        urn !== resource.urn &&
        byUrn.has(urn) &&
        !needs.get(resource.urn)?.has(urn) &&
        !reaches(needs, urn, resource.urn)
      )
        needs.get(resource.urn)?.add(urn);
  const done = new Set<string>();
  const ordered: Resource[] = [];
  const visit = (resource: Resource): void => {
    if (done.has(resource.urn)) return;
    done.add(resource.urn);
    for (const urn of needs.get(resource.urn) ?? []) {
      const need = byUrn.get(urn);
      if (need) visit(need);
    }
    ordered.push(resource);
  };
  for (const resource of graph.resources) visit(resource);
  return ordered;
}

function reaches(needs: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
    if (urn === to) return true;
    if (seen.has(urn)) continue;
    seen.add(urn);
    open.push(...(needs.get(urn) ?? []));
  }
  return false;
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
