import type { Graph } from "../../engine/index.ts";
import { type WiringEdge, withKeys } from "./edges.ts";
import { entranceEdges } from "./entrance-edges.ts";
import { eventEdges } from "./event-edges.ts";
import { Places } from "./node-places.ts";
import { permissionEdges } from "./permission-edges.ts";
import { externalNode, type WiringNode } from "./wiring-nodes.ts";

export type { EdgeKind, WiringEdge } from "./edges.ts";
export type { NodeKind, WiringNode } from "./wiring-nodes.ts";

/** The ways of events and data through a service. */
export interface Wiring {
  /** In the order of the graph; nodes outside this service come last. */
  readonly nodes: readonly WiringNode[];
  readonly edges: readonly WiringEdge[];
}

/** The wiring of a service, from its graph alone: what invokes, reads, writes and sends to what, and where failures go. */
export function wiringOf(graph: Graph): Wiring {
  const places = new Places(graph);
  const certain = [...entranceEdges(places), ...eventEdges(places)];
  const edges = distinct([
    ...certain,
    ...permissionEdges(graph, places).filter((one) => !follows(one, certain)),
  ]);
  const used = new Set(edges.flatMap(({ from, to }) => [from, to]));
  for (const urn of used) if (!places.nodes.has(urn)) places.nodes.set(urn, externalNode(urn));
  return {
    nodes: [...places.nodes.values()].filter(({ kind, urn }) => kind !== "external" || used.has(urn)),
    edges,
  };
}

/** Whether a permission only serves another edge: to poll a source, to call a step, to keep failures. */
function follows({ from, to, kind }: WiringEdge, certain: readonly WiringEdge[]): boolean {
  return certain.some(
    (one) =>
      (kind === "receives" && one.from === to && one.to === from) ||
      (one.from === from && one.to === to && (one.kind === kind || one.failure)),
  );
}

/** Edges between two nodes that are drawn alike are one: what goes along it is what goes along any of them. */
function distinct(edges: readonly WiringEdge[]): WiringEdge[] {
  const alike = Map.groupBy(edges, (one) => [one.from, one.to, one.kind, one.label].join("\n"));
  return [...alike.values()].map((group) => {
    const { keys: _, ...one } = group.at(-1)!;
    return withKeys(
      one,
      group.flatMap(({ keys = [""] }) => keys),
    );
  });
}
