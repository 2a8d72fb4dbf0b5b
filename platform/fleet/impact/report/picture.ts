import { type DiagramMarks, svgOf } from "../../diagram/diagram.ts";
import type { Mark } from "../../diagram/marks.ts";
import { type Wiring, type WiringEdge, wiringOf } from "../../wiring/wiring.ts";
import type { Change, ServiceImpact } from "../types.ts";
import type { ImpactGraphs } from "./context.ts";

/** A service's diagram with what changes on it, and the nodes that it shows. */
export interface Picture {
  readonly svg: string;
  /** URN to the changes that the node shows: its own, and those of the other parts of its component. */
  readonly nodes: ReadonlyMap<string, { readonly name: string; readonly changes: readonly Change[] }>;
}

const empty: Wiring = { nodes: [], edges: [] };

/** Draws both versions in one: what is gone is there too. */
export async function pictureOf(
  impact: ServiceImpact,
  { before, after }: ImpactGraphs,
  prefix: string,
): Promise<Picture | undefined> {
  const renamed = new Map(impact.renames.map(({ from, to }) => [from, to]));
  const old = before ? underNewNames(wiringOf(before), renamed) : empty;
  const now = after ? wiringOf(after) : empty;
  const has = new Set(now.nodes.map(({ urn }) => urn));
  const nodes = [...now.nodes, ...old.nodes.filter(({ urn }) => !has.has(urn))];
  if (nodes.length === 0) return undefined;
  const key = ({ from, to, kind, label, failure }: WiringEdge) => [from, to, kind, label, failure].join(" ");
  const [oldKeys, newKeys] = [new Set(old.edges.map(key)), new Set(now.edges.map(key))];
  const gone = old.edges.filter((one) => !newKeys.has(key(one)));
  const fresh = now.edges.filter((one) => !oldKeys.has(key(one)));
  const edges = new Map<WiringEdge, Mark>([
    ...fresh.map((one) => [one, "added"] as const),
    ...gone.map((one) => [one, "removed"] as const),
  ]);
  const wiring: Wiring = { nodes, edges: [...now.edges, ...gone] };
  const shown = new Map(
    nodes.map((node) => [node.urn, { name: node.name, changes: changesAt(impact, node) }]),
  );
  const marks: DiagramMarks = { nodes: marksOf(shown), edges };
  const svg = await svgOf(wiring, { title: impact.service, interactive: true, prefix, marks });
  return { svg, nodes: shown };
}

/** A resource that an alias names is drawn once. */
function underNewNames({ nodes, edges }: Wiring, renamed: ReadonlyMap<string, string>): Wiring {
  const now = (urn: string) => renamed.get(urn) ?? urn;
  return {
    nodes: nodes.map((node) => ({ ...node, urn: now(node.urn) })),
    edges: edges.map((edge) => ({ ...edge, from: now(edge.from), to: now(edge.to) })),
  };
}

function changesAt(
  { changes }: ServiceImpact,
  { urn, owners }: { readonly urn: string; readonly owners: readonly string[] },
): Change[] {
  const beside = owners.join("/");
  const own = changes.filter((change) => change.urn === urn);
  const parts = changes.filter(
    (change) => change.urn !== urn && owners.length > 0 && change.path.join("/") === beside,
  );
  return [...own, ...parts];
}

const byOperation: Readonly<Record<Change["operation"], Mark>> = {
  create: "added",
  import: "added",
  update: "changed",
  same: "changed",
  replace: "replaced",
  delete: "removed",
};

/** A node's own operation decides; a change of another part of its component makes it a changed one. */
function marksOf(nodes: Picture["nodes"]): ReadonlyMap<string, Mark> {
  return new Map(
    [...nodes].flatMap(([urn, { changes }]): (readonly [string, Mark])[] => {
      const [first] = changes;
      if (!first) return [];
      return [[urn, first.urn === urn ? byOperation[first.operation] : "changed"]];
    }),
  );
}
