import type { Node, Sequence } from "./nodes.ts";
import type { Query } from "./options.ts";

/** A node of either language. */
export type AnyNode<R> = Node<R, Query>;

/** A node that is a state of its own. */
export type StateNode<R> = Exclude<AnyNode<R>, Sequence<R, Query>>;

/** Name of the state that a node begins with. */
export function firstOf<R>(node: AnyNode<R> | undefined): string {
  if (typeof node !== "object" || node === null) return "";
  return node.kind === "sequence" ? firstOf(node.nodes[0]) : node.name;
}

/** Whether nothing can come after a node. */
export function ends<R>(node: AnyNode<R> | undefined): boolean {
  if (typeof node !== "object" || node === null) return false;
  if (node.kind === "sequence") return node.nodes.some(ends);
  if (node.kind === "choice")
    return (
      node.otherwise !== undefined && [node.otherwise, ...node.rules.map((rule) => rule.next)].every(ends)
    );
  return node.kind === "succeed" || node.kind === "fail";
}
