import type { EdgeKind, WiringEdge, WiringNode } from "../wiring/wiring.ts";

/** Words before the names of an edge's targets. */
const verbs: Readonly<Record<EdgeKind, string>> = {
  reads: "reads",
  writes: "writes",
  "reads-writes": "reads and writes",
  sends: "sends to",
  publishes: "publishes to",
  invokes: "invokes",
  starts: "starts",
  answers: "answers steps of",
  receives: "receives from",
  serves: "serves",
  "fails-to": "failures to",
  may: "may",
};

/** One end of an edge, and the edge's label. */
export interface End {
  readonly node: WiringNode;
  readonly edge: WiringEdge;
}

/** Actions of a function or machine on others: `reads users`, `sends to jobs on success`, `gets secret webhook`. */
export function doing(ends: readonly End[]): string[] {
  const named = new Map<string, string[]>();
  for (const end of ends) {
    const [verb, name] = phrase(end);
    named.set(verb, [...(named.get(verb) ?? []), name]);
  }
  return [...named].map(([verb, names]) => `${verb} ${[...new Set(names)].join(", ")}`);
}

function phrase({ node, edge: { kind, label } }: End): readonly [verb: string, name: string] {
  if (kind === "reads" && (node.kind === "secret" || node.kind === "parameter"))
    return [`gets ${node.kind}`, node.label];
  if (kind === "may") return [`may ${label} on`, node.label];
  if (kind === "serves") return ["serves", `${label} from ${kindText(node)} ${node.label}`];
  return [verbs[kind], label === undefined ? node.label : `${node.label} ${label}`];
}

/**
 * Invokers of a function: `POST /users`, `queue orders`, `step charge of fulfilment`. `sources` gives the names of a
 * rule's sources of events.
 */
export function invokers(
  ends: readonly End[],
  self: WiringNode,
  sources: (rule: WiringNode) => readonly WiringNode[],
): string[] {
  return [...new Set(ends.map((end) => invoker(end, self, sources)))];
}

function invoker(
  { node, edge: { label = "" } }: End,
  self: WiringNode,
  sources: (rule: WiringNode) => readonly WiringNode[],
): string {
  const beside = node.owners[0] === self.owners[0];
  switch (node.kind) {
    case "gateway":
      return label === "" ? `${node.detail} ${node.label}` : beside ? label : `${label} of ${node.label}`;
    case "schedule":
      return node.detail ?? node.label;
    case "rule":
      return [
        `events ${shortened(node.detail ?? node.label)}`,
        ...sources(node).map((source) => `of ${kindText(source)} ${source.label}`),
      ].join(" ");
    case "machine":
      return `step ${label} of ${node.label}`;
    case "table":
      return `changes of table ${node.label}`;
    case "external":
      return node.label;
    default:
      return label === "" ? `${kindText(node)} ${node.label}` : `${label} of ${kindText(node)} ${node.label}`;
  }
}

/** A kind as text shows it. */
export function kindText({ kind }: WiringNode): string {
  return kind === "user-pool" ? "user pool" : kind === "machine" ? "state machine" : kind;
}

/** Text of at most 80 characters. */
export function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
