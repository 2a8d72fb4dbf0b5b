import { meets, type WiringEdge } from "../wiring/edges.ts";
import type { Wiring } from "../wiring/wiring.ts";
import { type FleetCheck, sorted } from "./check.ts";
import { type Flow, flowOf } from "./flow.ts";

/** A way by which a function triggers itself: the edges, the first from the function, the last to it. */
export type Loop = readonly WiringEdge[];

/** Loops in a flow, the shortest through each function that is in no loop named before. */
export function loopsIn({ nodes, edges }: Flow): Loop[] {
  const from = Map.groupBy(edges, (edge) => edge.from);
  const seen = new Set<string>();
  return [...nodes.values()]
    .filter(({ kind }) => kind === "function")
    .sort((a, b) => (a.urn < b.urn ? -1 : 1))
    .flatMap(({ urn }) => {
      if (seen.has(urn)) return [];
      const loop = shortest(urn, from);
      for (const edge of loop ?? []) seen.add(edge.from);
      return loop ? [loop] : [];
    });
}

/** The shortest way from a node back to it, breadth first. */
function shortest(start: string, from: ReadonlyMap<string, readonly WiringEdge[]>): Loop | undefined {
  const reached = new Set<string>();
  let ways: Loop[] = [[]];
  while (ways.length > 0) {
    const longer: Loop[] = [];
    for (const way of ways) {
      const last = way.at(-1);
      for (const edge of from.get(last?.to ?? start) ?? []) {
        if (last && !meets(last, edge)) continue;
        if (edge.to === start) return [...way, edge];
        // Where a way goes on depends on the keys that it came with.
        const place = [edge.to, ...(edge.keys ?? [])].join("\n");
        if (reached.has(place)) continue;
        reached.add(place);
        longer.push([...way, edge]);
      }
    }
    ways = longer;
  }
  return undefined;
}

/** A loop on one line: `orders/save writes orders/items, which invokes orders/save`. */
export function loopText(loop: Loop, { nodes }: Flow): string {
  const name = (urn: string) => {
    const node = nodes.get(urn);
    return `${node?.service}/${node?.label}`;
  };
  const [first] = loop;
  const steps = loop.map(({ kind, to }) => `${kind} ${name(to)}`);
  return `${first ? name(first.from) : ""} ${steps.join(", which ")}`;
}

/** A loop as a wiring, for a diagram of it. */
export function loopWiring(loop: Loop, { nodes }: Flow): Wiring {
  return { nodes: loop.flatMap(({ from }) => nodes.get(from) ?? []), edges: loop };
}

export const loops: FleetCheck = ({ graphs }) => {
  const flow = flowOf(graphs);
  return loopsIn(flow).map((loop) => ({
    check: "loops",
    severity: "warning",
    services: sorted(loop.flatMap(({ from }) => flow.nodes.get(from)?.service ?? [])),
    message: `A function may trigger itself: ${loopText(loop, flow)}.`,
    remedy:
      "Write to another place than the one that is listened to, or make sure in code that the loop ends.",
  }));
};
