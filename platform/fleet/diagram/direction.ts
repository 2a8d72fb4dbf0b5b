import type { Wiring, WiringEdge } from "../wiring/wiring.ts";

/**
 * Tells which arrows point back: those that close a circle. A circle is cut where work begins anew: at an answer, or
 * where stored data triggers something.
 */
export function backwards({ nodes, edges }: Wiring): (from: string, to: string) => boolean {
  const stores = new Set(
    nodes.filter(({ kind }) => kind === "bucket" || kind === "table").map(({ urn }) => urn),
  );
  const late = ({ from, kind }: WiringEdge) => kind === "answers" || stores.has(from);
  const after = new Map<string, Set<string>>();
  const back = new Set<string>();
  const leads = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(after.get(from) ?? [])].some((next) => leads(next, to, seen));
  };
  for (const { from, to } of [...edges.filter((one) => !late(one)), ...edges.filter(late)]) {
    if (after.get(from)?.has(to)) continue;
    const [left, right] = leads(to, from) ? [to, from] : [from, to];
    if (left === to) back.add(`${from}\n${to}`);
    after.set(left, new Set([...(after.get(left) ?? []), right]));
  }
  return (from, to) => back.has(`${from}\n${to}`);
}
