import { shown } from "../problems.ts";
import { given, isObject, numericOperators, valueProblems } from "./comparison.ts";
import { type Dialect, eventBridge } from "./dialects.ts";

/** What a pattern can't name a field inside of `$or`: aws/event-ruler's reserved names. */
const reserved: readonly string[] = [...eventBridge.operators, ...numericOperators, "exactly", "regex"];

/** Everything wrong with a pattern of fields of any name. Each problem is a sentence that begins with the place in `path`. */
export function fieldProblems(pattern: unknown, path: string, dialect: Dialect): string[] {
  return isObject(pattern)
    ? inside(pattern, path, { dialect, above: [], or: false })
    : [given(path, pattern, 'an object of fields, such as { kind: ["order"] },')];
}

interface Place {
  readonly dialect: Dialect;
  /** The objects that this one is inside of. */
  readonly above: readonly unknown[];
  /** Inside of `$or`. */
  readonly or: boolean;
}

function inside(pattern: Readonly<Record<string, unknown>>, path: string, place: Place): string[] {
  if (place.above.includes(pattern)) return [`${path}: it holds itself; JSON can't.`];
  const entries = Object.entries(pattern).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return [`${path}: it is empty; name at least one field.`];
  const below = { ...place, above: [...place.above, pattern] };
  return entries.flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    if (key === "$or") return either(value, here, below);
    if (place.or && reserved.includes(key))
      return [`${here}: "${key}" is an operator, which no field in $or can be called.`];
    if (Array.isArray(value)) return valueProblems(value, here, place.dialect);
    if (isObject(value)) return inside(value, here, below);
    return [`${here}: ${shown(value)} given; a list of what it may be is expected: [${shown(value)}].`];
  });
}

function either(value: unknown, path: string, place: Place): string[] {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject))
    return [given(path, value, "a list of at least two patterns")];
  return value.flatMap((pattern, i) => inside(pattern, `${path}[${i}]`, { ...place, or: true }));
}
