import { isPlain } from "../plain.ts";

/** Steps into a value: names, indexes, and `*` for all of them. */
export type PropertyPath = readonly (string | number)[];

/**
 * Reads a path as `ignoreChanges` has them: `tags`, `a.b[0].c`, `a["x.y"]`, `list[*].name`; undefined where the brackets don't close.
 * Source: Pulumi's engine, `ParsePropertyPath`.
 */
export function parsePath(text: string): PropertyPath | undefined {
  const steps: (string | number)[] = [];
  const step = /\.?(?:\[(-?\d+|\*)\]|\["((?:\\"|[^"])*)"\])|(?:^|\.)([^.[]+)/y;
  let at = 0;
  while (at < text.length) {
    step.lastIndex = at;
    const found = step.exec(text);
    if (!found) return undefined;
    const [all, index, quoted, name] = found;
    const key = name ?? quoted?.replaceAll('\\"', '"') ?? index ?? "*";
    steps.push(index === undefined || index === "*" ? key : Number(index));
    at += all.length;
  }
  return steps.length > 0 ? steps : undefined;
}

/** Whether a path leads to a value or to what is around it. Source: Pulumi's engine, `PropertyPath.Contains`. */
export function contains(path: PropertyPath, inner: PropertyPath): boolean {
  return path.length <= inner.length && path.every((step, i) => step === "*" || step === inner[i]);
}

/**
 * The new inputs with the old value at a path, as `ignoreChanges` wants; unchanged where the two differ in the parts that lead there.
 * Source: Pulumi's engine, `PropertyPath.Reset`.
 */
export function withOldValue(path: PropertyPath, before: unknown, after: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return before;
  if (step === "*") return everyOldValue(rest, before, after);
  if (typeof step === "number") {
    if (!Array.isArray(before) || !Array.isArray(after)) return after;
    if (step >= before.length || step >= after.length) return after;
    return after.with(step, withOldValue(rest, before[step], after[step]));
  }
  if (!isPlain(after)) return after;
  const old = isPlain(before) ? before : {};
  if (rest.length > 0) {
    if (!(step in after) || !isPlain(before)) return after;
    return { ...after, [step]: withOldValue(rest, old[step], after[step]) };
  }
  const { [step]: _, ...others } = after;
  return step in old ? { ...others, [step]: old[step] } : others;
}

function everyOldValue(rest: PropertyPath, before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after))
    return after.map((value, i) => (i < before.length ? withOldValue(rest, before[i], value) : value));
  if (!isPlain(before) || !isPlain(after)) return after;
  if (rest.length === 0) return { ...before };
  return Object.fromEntries(
    Object.entries(after).map(([key, value]) => [
      key,
      key in before ? withOldValue(rest, before[key], value) : value,
    ]),
  );
}
