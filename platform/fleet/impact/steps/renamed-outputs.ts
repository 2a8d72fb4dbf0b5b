import type { Graph, Properties, Resource } from "../../../engine/index.ts";
import { leavesOf } from "../leaves.ts";
import { isPlain } from "../plain.ts";
import type { Arrival } from "./arrivals.ts";
import type { Matching } from "./matching.ts";

/**
 * A resource's inputs with what they take from resources that an alias names: those keep the ids that they have, while offline ids and
 * generated names follow from the URN.
 */
export function inOldWords(
  resource: Resource,
  after: Graph,
  { olds, renamed }: Matching,
  arrivals: ReadonlyMap<string, Arrival>,
): Properties {
  const { inputs, propertyDependencies } = resource;
  if (renamed.size === 0) return inputs;
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => {
      const pairs = (propertyDependencies[key] ?? []).flatMap((urn) => {
        const [source, old] = [after.byUrn(urn), olds.get(urn)];
        return source && old && old.urn !== urn && !arrivals.has(urn) ? pairsOf(source, old) : [];
      });
      return [key, pairs.length > 0 ? replaced(value, pairs) : value];
    }),
  );
}

type Texts = readonly [now: string, then: string];

function pairsOf(source: Resource, old: Resource): Texts[] {
  const then = new Map(leavesOf(old.outputs).map(({ path, value }) => [JSON.stringify(path), value]));
  const outputs = leavesOf(source.outputs).flatMap(({ path, value }): Texts[] => {
    const before = then.get(JSON.stringify(path));
    return typeof value === "string" && typeof before === "string" && value !== before && value !== ""
      ? [[value, before]]
      : [];
  });
  const ids: Texts[] = source.id !== "" && source.id !== old.id ? [[source.id, old.id]] : [];
  // Longer ones first: an ARN holds the name.
  return [...outputs, ...ids].sort(([a], [b]) => b.length - a.length);
}

function replaced(value: unknown, pairs: readonly Texts[]): unknown {
  if (typeof value === "string")
    return pairs.reduce((text, [now, then]) => text.replaceAll(now, () => then), value);
  if (Array.isArray(value)) return value.map((inner) => replaced(inner, pairs));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, pairs)]));
}
