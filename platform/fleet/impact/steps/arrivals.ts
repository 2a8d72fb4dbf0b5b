import { type Resource, Unknown } from "../../../engine/index.ts";
import type { Difference } from "../difference.ts";
import { jsonIn } from "../json-text.ts";
import { type Leaf, leavesOf, shownLeaf } from "../leaves.ts";
import type { PropertyPath } from "./property-path.ts";

/** A resource some of whose outputs nobody knows before the deployment. */
export interface Arrival {
  readonly resource: Resource;
  /** Outputs that change though the resource stays; undefined: it is made anew, all of them. */
  readonly outputs?: readonly string[];
}

/** Shorter texts stand in too many values to tell where one comes from. */
const shortest = 12;

const isLong = (text: unknown): text is string => typeof text === "string" && text.length >= shortest;

/** Outputs that AWS gives, as leaves; of one that stays, those that change. */
function unknownOf({ resource, outputs }: Arrival): unknown[] {
  const computed = Object.entries(resource.outputs).filter(([key]) =>
    outputs ? outputs.includes(key) : !(key in resource.inputs) && key !== "tagsAll",
  );
  const values = computed.flatMap(([, value]) => leavesOf(value).map((leaf) => leaf.value));
  return [...values, ...(outputs ? [] : [resource.id])].filter((value) => value !== "");
}

const isOf = (leaf: unknown, values: readonly unknown[]): boolean =>
  values.some((value) => leaf === value || (isLong(value) && String(leaf).includes(value)));

/**
 * Values among the inputs that look as before and yet come from an arrival, each as a difference that AWS alone decides. The graph
 * knows which argument depends on which resource, not on which of its outputs: a text that is only what the arrival was
 * given is known.
 */
export function arrivingIn(
  { inputs, propertyDependencies }: Resource,
  arrivals: ReadonlyMap<string, Arrival>,
): Difference[] {
  return Object.entries(propertyDependencies).flatMap(([key, urns]) => {
    if (inputs[key] === undefined) return [];
    const leaves = leavesOf(inputs[key]);
    const paths = urns.flatMap((urn) => {
      const arrival = arrivals.get(urn);
      return arrival ? comingFrom(arrival, leaves) : [];
    });
    return paths.map(({ path, value }) => ({
      path: [key, ...path],
      before: shownLeaf(value),
      after: "[unknown]",
      perhaps: true as const,
    }));
  });
}

function comingFrom(arrival: Arrival, leaves: readonly Leaf[]): readonly Leaf[] {
  const unknown = unknownOf(arrival);
  const found = leaves.filter(({ value }) => value instanceof Unknown || isOf(value, unknown));
  if (found.length > 0) return found;
  const given = leavesOf(arrival.resource.inputs).map(({ value }) => value);
  const known = leaves.some(({ value }) => isOf(value, given));
  // Neither: the program made something of it, such as a hash.
  return known || arrival.outputs ? [] : leaves;
}

/** Inputs with the values at some paths unknown; a path into JSON makes the whole text unknown. */
export function withUnknown(value: unknown, paths: readonly PropertyPath[]): unknown {
  if (paths.length === 0) return value;
  if (paths.some((path) => path.length === 0) || jsonIn(value)) return new Unknown();
  const below = (step: string | number) =>
    paths.filter(([first]) => first === step).map(([, ...rest]) => rest);
  if (Array.isArray(value)) return value.map((inner, i) => withUnknown(inner, below(i)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withUnknown(inner, below(key))]),
  );
}
