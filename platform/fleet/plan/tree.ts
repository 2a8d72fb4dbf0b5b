import { styleText } from "node:util";
import type { WiringNode } from "../wiring/wiring.ts";
import { detailsOf } from "./details.ts";
import type { Plan } from "./plan.ts";
import { doing, type End, invokers, kindText } from "./words.ts";

/** The nodes that a reader looks for, by component, and the URNs of the resources that the lines are about. */
export function treeLines(plan: Plan): { readonly lines: string[]; readonly shown: ReadonlySet<string> } {
  const nodes = plan.wiring.nodes.filter(
    (node) => node.kind !== "external" && !isDeadLetterQueue(plan, node),
  );
  const trees = Map.groupBy(nodes, ({ owners: [top = ""] }) => top);
  const lines = [...trees]
    .sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1))
    .flatMap(([top, members]) => ["", ...componentLines(plan, top, members)]);
  return { lines, shown: new Set(nodes.map(({ urn }) => urn)) };
}

/** Whether a queue only keeps failures. */
function isDeadLetterQueue({ wiring: { edges } }: Plan, { kind, urn }: WiringNode): boolean {
  const about = edges.filter(({ from, to }) => from === urn || to === urn);
  return kind === "queue" && about.length > 0 && about.every(({ to, failure }) => to === urn && failure);
}

function componentLines(plan: Plan, top: string, members: readonly WiringNode[]): string[] {
  // The part that a component is named after stands in its heading.
  const head = members.find(({ owners, label }) => owners.length === 1 && top.endsWith(` ${label}`));
  const rest = members.filter((node) => node !== head);
  const [line = "", ...more] = head ? nodeLines(plan, head) : [""];
  const heading = styleText("bold", top || "Without a component");
  return [
    line === "" ? heading : `${heading}  ${line}`,
    ...more.map((one) => `  ${one}`),
    ...rest.flatMap((node) => {
      const [first = "", ...others] = nodeLines(plan, node);
      const name = node.kind === "function" ? node.label : `${kindText(node)} ${node.label}`;
      return [`  ${name}${first && `  ${first}`}`, ...others.map((one) => `    ${one}`)];
    }),
  ];
}

/** Details in one line, then what invokes it and what it does. */
function nodeLines(plan: Plan, node: WiringNode): string[] {
  const settings = plan.groups
    .flatMap(({ resources }) => resources)
    .find(({ urn }) => urn === node.urn)?.settings;
  const details = detailsOf(node, settings ?? {});
  const out = ends(plan, node, "from");
  if (node.kind !== "function") {
    // A function's own lines name its invokers, and by which rule.
    const does = doing(out.filter(({ node: to }) => to.kind !== "function" && to.kind !== "rule"));
    return [dim([...details, ...does])];
  }
  const by = invokers(
    ends(plan, node, "to").filter(({ edge }) => !edge.failure && edge.kind === "invokes"),
    node,
    (rule) => ends(plan, rule, "to").map((end) => end.node),
  );
  const does = doing(out).join("; ");
  return [
    dim(details),
    `${styleText("dim", "invoked by")} ${by.join(", ") || "nothing in this service"}`,
    ...(does === "" ? [] : [does]),
  ];
}

/** Words in one dim text; empty, without a colour, where there are none. */
const dim = (words: readonly string[]) => (words.length > 0 ? styleText("dim", words.join(", ")) : "");

/** The edges of a node, each with the node at its other end. */
function ends({ wiring }: Plan, { urn }: WiringNode, side: "from" | "to"): End[] {
  const other = side === "from" ? "to" : "from";
  return wiring.edges
    .filter((edge) => edge[side] === urn)
    .sort((a, b) => Number(a.failure) - Number(b.failure))
    .flatMap((edge) =>
      wiring.nodes.filter((node) => node.urn === edge[other]).map((node) => ({ node, edge })),
    );
}
