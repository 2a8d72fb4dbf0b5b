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
  /** Beginnings of the keys of objects that are written, or whose events are sent; absent where any may be. */
  readonly keys?: readonly string[];
}

/** An edge of successes. */
export function edge(from: string, to: string, kind: EdgeKind, label?: string): WiringEdge {
  return { from, to, kind, ...(label !== undefined && { label }), failure: false };
}

/** An edge that some keys of objects go along; `""` begins all of them. */
export const withKeys = (edge: WiringEdge, keys: readonly string[]): WiringEdge =>
  keys.length === 0 || keys.includes("") ? edge : { ...edge, keys };

/** Whether what goes along one edge may go on along another. */
export const meets = ({ keys: some = [""] }: WiringEdge, { keys: others = [""] }: WiringEdge): boolean =>
  some.some((one) => others.some((other) => one.startsWith(other) || other.startsWith(one)));

/** An edge of failures. */
export function failure(from: string, to: string, label?: string): WiringEdge {
  return { from, to, kind: "fails-to", ...(label !== undefined && { label }), failure: true };
}
