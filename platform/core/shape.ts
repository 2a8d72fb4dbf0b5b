import { isTree, type Tree } from "../values/layers/tree.ts";
import { closest } from "../values/problems.ts";

/** A problem for each part of `given` that doesn't fit the shape of `model`, with its path. */
export function shapeProblems(given: unknown, model: Tree, path: string): string[] {
  if (!isTree(given)) return [`${path}: ${JSON.stringify(given)} given; an object is expected.`];
  return Object.entries(given).flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    // Config is JSON: it may name what every object inherits.
    const want = Object.hasOwn(model, key) ? model[key] : undefined;
    if (path.endsWith(".tags")) return typeof value === "string" ? [] : [`${here}: tags are strings.`];
    if (want === undefined)
      return [`${here}: there is no such setting; did you mean ${closest(key, Object.keys(model))}?`];
    // An override without a value: its own check says so.
    if (value === undefined) return [];
    if (isTree(want)) return shapeProblems(value, want, here);
    if (Array.isArray(want) !== Array.isArray(value)) return [`${here}: a list is expected.`];
    const unreserved = key === "reservedConcurrency" && value === "unreserved";
    if (typeof value !== typeof want && !unreserved)
      return [
        `${here}: ${JSON.stringify(value)} given; a ${typeof want} is expected, such as ${JSON.stringify(want)}.`,
      ];
    return [];
  });
}
