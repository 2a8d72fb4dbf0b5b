import type { EdgeKind, Wiring, WiringEdge, WiringNode } from "../wiring/wiring.ts";
import { backwards } from "./direction.ts";
import { type Card, drawn, labelSize, type Stroke, sizeOf } from "./draw.ts";
import { layoutOf } from "./layout.ts";
import { lookOf } from "./looks.ts";
import type { Mark } from "./marks.ts";

export interface DiagramOptions {
  /** The first line for readers and for screen readers: `users-api`. */
  readonly title: string;
  /** Nodes take the keyboard's focus, for a page that answers to them. Default: false. */
  readonly interactive?: boolean;
  /** Before every id, for a page with several diagrams. Default: nothing. */
  readonly prefix?: string;
  /** What a change does to nodes, by URN, and to edges. */
  readonly marks?: DiagramMarks;
}

export interface DiagramMarks {
  readonly nodes: ReadonlyMap<string, Mark>;
  readonly edges: ReadonlyMap<WiringEdge, Mark>;
}

/** Lines of an arrow's label; more become a count. */
const mostLines = 4;

/**
 * A service as a diagram: who calls what, from left to right, failure paths dashed. SVG that loads nothing, with the same
 * bytes on every machine; each node has an id and, as `data-urn`, its resource.
 */
export async function svgOf(wiring: Wiring, options: DiagramOptions): Promise<string> {
  const shown = placesOnly(wiring);
  const frames = framesOf(shown.nodes);
  const { marks } = options;
  const cards = shown.nodes.map((node): Card => {
    const mark = marks?.nodes.get(node.urn);
    return { ...cardOf(node, shown, frames.get(node.urn)), ...(mark && { mark }) };
  });
  const names = new Map(cards.map(({ urn, name }) => [urn, name]));
  const strokes = strokesOf(shown, names, marks?.edges);
  const isBack = backwards(shown);
  const layout = await layoutOf(
    cards.map((card) => {
      const group = frames.get(card.urn);
      return { id: card.urn, ...sizeOf(card), ...(group !== undefined && { group }) };
    }),
    strokes.map(({ from, to, lines }) => ({
      from,
      to,
      back: isBack(from, to),
      ...(lines.length > 0 && { label: labelSize(lines) }),
    })),
  );
  return drawn({
    title: options.title,
    description: described(shown),
    layout,
    cards,
    strokes,
    interactive: options.interactive ?? false,
    prefix: options.prefix ?? "",
    marked: marks !== undefined,
  });
}

/** The wiring without permissions on everything: no arrow can lead to "*". */
function placesOnly({ nodes, edges }: Wiring): Wiring {
  return { nodes: nodes.filter(({ urn }) => urn !== "*"), edges: edges.filter(({ to }) => to !== "*") };
}

/** A node's card; in the frame of a component the name goes without that of the component. */
function cardOf(node: WiringNode, { edges }: Wiring, frame: string | undefined): Card {
  const { urn, name: resource, kind, label, detail } = node;
  if (kind === "external") return { urn, resource, kind, ...foreign(label) };
  const prefix = `${frame?.split(" ").at(-1)}-`;
  const incoming = edges.filter(({ to }) => to === urn);
  const lettersOnly = kind === "queue" && incoming.length > 0 && incoming.every(({ failure }) => failure);
  return {
    urn,
    resource,
    kind,
    name: label.startsWith(prefix) ? label.slice(prefix.length) : label,
    caption: lettersOnly ? "dead-letter queue" : (detail ?? lookOf(kind).caption),
  };
}

/** `bedrock foundation-model/claude` is `claude`, a `bedrock foundation-model`. */
function foreign(label: string): Pick<Card, "name" | "caption"> {
  const [, caption, name] = /^(\S+ [^:/]+)[:/](.+)$/.exec(label) ?? [];
  return caption && name ? { name, caption } : { name: label, caption: lookOf("external").caption };
}

/** Edges between the same two nodes are one arrow. */
function strokesOf(
  { edges }: Wiring,
  names: ReadonlyMap<string, string>,
  marks: DiagramMarks["edges"] = new Map(),
): (Stroke & { readonly from: string; readonly to: string })[] {
  const strokes = new Map<
    string,
    { from: string; to: string; failure: boolean; mark?: Mark; lines: string[] }
  >();
  for (const edge of edges) {
    const { from, to, failure } = edge;
    const mark = marks.get(edge);
    const key = [from, to, failure, mark].join(" ");
    const stroke = strokes.get(key) ?? { from, to, failure, ...(mark && { mark }), lines: [] };
    strokes.set(key, stroke);
    const word = wordOf(edge);
    // A step is mostly called as its function is.
    if (word !== undefined && word !== names.get(to) && !stroke.lines.includes(word)) stroke.lines.push(word);
  }
  return [...strokes.values()].map((stroke) => ({ ...stroke, lines: shortened(stroke.lines) }));
}

/** Words for arrows whose ends don't tell what they are. */
const words: Readonly<Partial<Record<EdgeKind, string>>> = {
  reads: "reads",
  writes: "writes",
  "reads-writes": "reads, writes",
  answers: "answers",
  receives: "receives",
};

const wordOf = ({ kind, label }: WiringEdge) => label ?? words[kind];

function shortened(lines: readonly string[]): string[] {
  if (lines.length <= mostLines) return [...lines];
  return [...lines.slice(0, mostLines - 1), `and ${lines.length - mostLines + 1} more`];
}

/** The outermost component of each node that isn't alone in it. Stores of data stand outside, where all arrows end. */
function framesOf(nodes: readonly WiringNode[]): ReadonlyMap<string, string> {
  const owners = nodes.flatMap(({ urn, kind, owners: [owner] }) =>
    owner === undefined || lookOf(kind).tone === "data" ? [] : [{ urn, owner }],
  );
  const shared = owners.filter(({ owner }) => owners.filter((other) => other.owner === owner).length > 1);
  return new Map(shared.map(({ urn, owner }) => [urn, owner]));
}

const verbs: Readonly<Record<EdgeKind, string>> = {
  invokes: "invokes",
  starts: "starts",
  answers: "answers",
  reads: "reads",
  writes: "writes",
  "reads-writes": "reads and writes",
  sends: "sends to",
  publishes: "publishes to",
  receives: "receives from",
  serves: "serves from",
  "fails-to": "fails to",
  may: "calls",
};

/** The arrows in words, for readers who can't see them. */
function described({ nodes, edges }: Wiring): string {
  const names = new Map(nodes.map(({ urn, label }) => [urn, label]));
  return edges
    .map(({ from, to, kind, label }) => {
      const more = label === undefined ? "" : ` (${label})`;
      return `${names.get(from)} ${verbs[kind]} ${names.get(to)}${more}`;
    })
    .join("; ");
}
