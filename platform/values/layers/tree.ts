/** An object of settings, at any depth. */
export type Tree = { readonly [key: string]: unknown };

export const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `over` on top of `base`, key by key; `undefined` changes nothing. Lists are replaced whole. */
export function overlay<T extends Tree>(base: T, over: Tree): T {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const below = result[key];
    result[key] = isTree(value) && isTree(below) ? overlay(below, value) : value;
  }
  return result as T;
}

/** Each value of a tree with its path; what is `undefined` is left out. */
export function* leaves(tree: Tree, path: readonly string[] = []): Iterable<[readonly string[], unknown]> {
  for (const [key, value] of Object.entries(tree))
    if (isTree(value)) yield* leaves(value, [...path, key]);
    else if (value !== undefined) yield [[...path, key], value];
}

/** The value at a path; `undefined` where the tree doesn't lead there. */
export function at(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (below, key) => (isTree(below) && Object.hasOwn(below, key) ? below[key] : undefined),
    tree,
  );
}

/** A tree with another value at a path that it has. */
export function withValue(tree: Tree, [key = "", ...rest]: readonly string[], value: unknown): Tree {
  const below = tree[key];
  return { ...tree, [key]: rest.length > 0 && isTree(below) ? withValue(below, rest, value) : value };
}
