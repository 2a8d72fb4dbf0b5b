import { instance } from "@viz-js/viz";
import { z } from "zod";

/** A box to place. Sizes are in pixels. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Boxes of one group stand together in a frame. */
  readonly group?: string;
}

/** An arrow between two boxes. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Points to the left, against the direction of the others. */
  readonly back: boolean;
  /** The size that its label needs; none without a label. */
  readonly label?: { readonly width: number; readonly height: number };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Frame extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedArrow {
  /** Points of cubic Bézier curves; two lines where a label stands between them. */
  readonly lines: readonly (readonly Point[])[];
  readonly tip: Point;
  /** End of the line and begin of the arrowhead. */
  readonly base: Point;
  readonly label?: Point;
}

/** Places of everything; the origin is at the top left. Points of boxes and labels are centres. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Point>;
  readonly groups: ReadonlyMap<string, Frame>;
  /** In the order of the arrows given. */
  readonly arrows: readonly PlacedArrow[];
}

/** Graphviz measures in inches and points. Pixels here are its points. */
const pointsOfInch = 72;

/** Room above the boxes of a frame for its title. */
export const frameTitle = 20;

/** Graphviz's JSON ("Output Formats", graphviz.org), as far as it is read here. */
const answer = z.object({
  bb: z.string(),
  objects: z
    .array(z.object({ name: z.string(), pos: z.string().optional(), bb: z.string().optional() }))
    .optional(),
  edges: z.array(z.object({ id: z.string(), pos: z.string() })).optional(),
});

/** Places boxes and arrows from left to right. The same input gives the same layout on every machine. */
export async function layoutOf(boxes: readonly Box[], arrows: readonly Arrow[]): Promise<Layout> {
  const viz = await instance();
  const all = [...boxes, ...labelsOf(boxes, arrows)];
  const groups = [...new Set(boxes.flatMap(({ group }) => group ?? []))];
  const graph = {
    graphAttributes: { rankdir: "LR", nodesep: 0.2, ranksep: 0.26, splines: "spline" },
    nodeAttributes: { shape: "box", fixedsize: true, label: "" },
    edgeAttributes: { arrowsize: 0.7, tailport: "e", headport: "w" },
    nodes: all.filter(({ group }) => group === undefined).map(node),
    edges: arrows.flatMap(linesOf),
    subgraphs: groups.map((group, i) => ({
      name: `cluster_${i}`,
      graphAttributes: { margin: 12, label: titleSpace, labelloc: "t" },
      nodes: all.filter((box) => box.group === group).map(node),
    })),
  };
  const { bb, objects = [], edges = [] } = answer.parse(viz.renderJSON(graph, { yInvert: true }));
  const placed = new Map(objects.map((one) => [one.name, one]));
  const lines = new Map(edges.map(({ id, pos }) => [id, pos]));
  const centre = (id: string) => point(placed.get(id)?.pos ?? "");
  return {
    width: frame(bb).width,
    height: frame(bb).height,
    boxes: new Map(boxes.map(({ id }) => [id, centre(id)])),
    groups: new Map(groups.map((group, i) => [group, frame(placed.get(`cluster_${i}`)?.bb ?? "")])),
    arrows: arrows.map(({ label }, i) => ({
      ...arrow([lines.get(`${i}`), lines.get(`${i} on`)].filter((one) => one !== undefined)),
      ...(label && { label: centre(labelId(i)) }),
    })),
  };
}

const labelId = (i: number) => `label ${i}`;

/** A label is a box on its arrow's way, so that it covers nothing; it stands in the frame that both ends share. */
function labelsOf(boxes: readonly Box[], arrows: readonly Arrow[]): Box[] {
  const groupOf = new Map(boxes.map(({ id, group }) => [id, group]));
  return arrows.flatMap(({ from, to, label }, i) => {
    const group = groupOf.get(from);
    const inside = group !== undefined && group === groupOf.get(to);
    return label ? [{ id: labelId(i), ...label, ...(inside && { group }) }] : [];
  });
}

function node({ id, width, height }: Box) {
  return { name: id, attributes: { width: width / pointsOfInch, height: height / pointsOfInch } };
}

/** An arrow with a label is two lines; one without spans as many ranks. */
function linesOf({ from, to, back, label }: Arrow, i: number) {
  const [left, right] = back ? [to, from] : [from, to];
  const head = back ? "back" : "forward";
  if (!label) return [{ tail: left, head: right, attributes: { id: `${i}`, dir: head, minlen: 2 } }];
  return [
    { tail: left, head: labelId(i), attributes: { id: `${i}`, dir: back ? head : "none" } },
    { tail: labelId(i), head: right, attributes: { id: `${i} on`, dir: back ? "none" : head } },
  ];
}

/** A frame's title as Graphviz knows it: room without text, because it has no fonts to measure one. */
const titleSpace = {
  html: `<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"><TR><TD FIXEDSIZE="TRUE" WIDTH="20" HEIGHT="${frameTitle - 12}"></TD></TR></TABLE>`,
};

const numbers = (text: string) => text.split(",").map(Number);

function point(text: string): Point {
  const [x = 0, y = 0] = numbers(text);
  return { x, y };
}

function frame(text: string): Frame {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers(text);
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) };
}

/** `s,x,y` or `e,x,y` is the tip, the other points are a curve (splineType of "Attribute Types", graphviz.org). */
function arrow(positions: readonly string[]): Omit<PlacedArrow, "label"> {
  const parsed = positions.map((pos) => {
    const parts = pos.split(" ");
    const tip = parts.find((part) => /^[se],/.test(part));
    const curve = parts.filter((part) => /^[-\d]/.test(part)).map(point);
    return { curve, tip, base: tip?.startsWith("s") ? curve[0] : curve.at(-1) };
  });
  const head = parsed.find(({ tip }) => tip !== undefined);
  const origin = { x: 0, y: 0 };
  return {
    lines: parsed.map(({ curve }) => curve),
    tip: head?.tip === undefined ? origin : point(head.tip.slice(2)),
    base: head?.base ?? origin,
  };
}
