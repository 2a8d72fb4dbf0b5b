import type { Graph } from "../../engine/index.ts";
import type { EdgeKind, WiringEdge } from "../wiring/edges.ts";
import { wholesOf } from "../wiring/node-places.ts";
import { type Wiring, type WiringNode, wiringOf } from "../wiring/wiring.ts";

/** Edges along which an event or a change goes on. Reading sets nothing off, and failures go to where people look. */
const onwards: ReadonlySet<EdgeKind> = new Set<EdgeKind>([
  "invokes",
  "starts",
  "writes",
  "reads-writes",
  "sends",
  "publishes",
  "serves",
]);

/** A node with the service that has it; absent for what no service of the stage makes. */
export interface FleetNode extends WiringNode {
  readonly service?: string;
}

export interface Flow {
  readonly nodes: ReadonlyMap<string, FleetNode>;
  readonly edges: readonly WiringEdge[];
}

/** The ways of events through all services: what one names by its ARN is the other's resource. */
export function flowOf(graphs: readonly Graph[]): Flow {
  const byArn = new Map(
    graphs.flatMap(({ resources }) =>
      resources.flatMap(({ outputs, urn }) =>
        typeof outputs["arn"] === "string" ? [[outputs["arn"], urn] as const] : [],
      ),
    ),
  );
  const meant = (place: string) => {
    for (const whole of wholesOf(place)) {
      const urn = byArn.get(whole);
      if (urn !== undefined) return urn;
    }
    return place;
  };
  const wirings: readonly (readonly [service: string, wiring: Wiring])[] = graphs.map((graph) => [
    graph.project,
    wiringOf(graph),
  ]);
  const nodes = new Map<string, FleetNode>();
  for (const [service, wiring] of wirings)
    for (const node of wiring.nodes) if (node.kind !== "external") nodes.set(node.urn, { ...node, service });
  const edges = wirings.flatMap(([, wiring]) =>
    wiring.edges
      .filter(({ kind, failure }) => onwards.has(kind) && !failure)
      .map((edge) => ({ ...edge, from: meant(edge.from), to: meant(edge.to) })),
  );
  return { nodes, edges: edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to)) };
}
