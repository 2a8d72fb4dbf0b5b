export type EdgeKind =
  | "invokes"
  | "starts"
  | "answers"
  | "reads"
  | "writes"
  | "reads-writes"
  | "sends"
  | "publishes"
  | "receives"
  | "serves"
  | "fails-to"
  | "may";

/** A transfer from one node to another: an event, a message, data, or a failure. */
export interface WiringEdge {
  /** URNs of nodes. Data that a function reads is an edge from the function. */
  readonly from: string;
  readonly to: string;
  /** `may` is a permission that has no word: the label names its actions. */
  readonly kind: EdgeKind;
  /** A route, a step, `on success`, `after 5 receives`. */
  readonly label?: string;
  /** True where only failures pass. */
  readonly failure: boolean;
}

/** An edge of successes. */
export function edge(from: string, to: string, kind: EdgeKind, label?: string): WiringEdge {
  return { from, to, kind, ...(label !== undefined && { label }), failure: false };
}

/** An edge of failures. */
export function failure(from: string, to: string, label?: string): WiringEdge {
  return { from, to, kind: "fails-to", ...(label !== undefined && { label }), failure: true };
}
