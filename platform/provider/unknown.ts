import { type Properties, Secret, Unknown, type Value } from "../engine/graph/graph.ts";
import { holdsUnknown } from "../engine/graph/unknown.ts";

/** What stands for unknown values; two that no program has itself. */
const standIns = ["0unknown", "1unknown"] as const;

interface Made {
  readonly id: string;
  readonly outputs: Properties;
}

/**
 * Computes a resource's id and outputs from inputs of which some are unknown: what differs with what they may turn out to be is
 * unknown too.
 */
export function computedFrom(inputs: Properties, compute: (inputs: Properties) => Made): Made {
  if (!holdsUnknown(inputs)) return compute(inputs);
  const [one, other] = standIns.map((text) => compute(filled(inputs, text) as Properties));
  return {
    id: one!.id === other!.id ? one!.id : "",
    outputs: common(one!.outputs, other!.outputs) as Properties,
  };
}

function filled(value: Value, text: string): Value {
  if (value instanceof Unknown) return text;
  if (value instanceof Secret) return new Secret(filled(value.reveal(), text));
  return mapped(value, (inner) => filled(inner, text));
}

function common(one: Value, other: Value): Value {
  if (one instanceof Secret && other instanceof Secret)
    return new Secret(common(one.reveal(), other.reveal()));
  if (isPlain(one) && isPlain(other))
    return mapped(one, (inner, key) => common(inner, Reflect.get(other, key)));
  return Object.is(one, other) ? one : new Unknown();
}

const isPlain = (value: Value): value is object =>
  Array.isArray(value) ||
  (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype);

function mapped(value: Value, change: (inner: Value, key: string | number) => Value): Value {
  if (Array.isArray(value)) return value.map(change);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)]));
}
