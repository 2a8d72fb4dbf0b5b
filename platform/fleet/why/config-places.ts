import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import type { Service } from "../services.ts";

/**
 * The place, `file:line`, of a value in a service's config for a stage: in the stack's file, else in the project's. The path starts
 * with the config's key, as in `["defaults", "function", "memory"]`; of a value that isn't found the nearest key above it.
 */
export function configPlace(
  { name, dir }: Service,
  stage: string,
  [key = "", ...path]: readonly string[],
): string | undefined {
  for (const file of [`Pulumi.${stage}.yaml`, "Pulumi.yaml"].map((one) => join(dir, one))) {
    if (!existsSync(file)) continue;
    for (const full of [`${name}:${key}`, key]) {
      const line = lineOf(readFileSync(file, "utf8"), ["config", full, ...path]);
      if (line !== undefined) return `${file}:${line}`;
    }
  }
  return undefined;
}

/** The line of a path's last key; undefined where its first two keys aren't there. A project's config may stand below `value`. */
function lineOf(text: string, path: readonly string[]): number | undefined {
  const counter = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: counter }).contents;
  let found: Node | undefined;
  for (const [depth, key] of path.entries()) {
    const pair = pairOf(node, key) ?? pairOf(pairOf(node, "value")?.value, key);
    if (!pair) return depth < 2 ? undefined : placed(found, counter);
    found = pair.key;
    node = pair.value;
  }
  return placed(found, counter);
}

function pairOf(node: unknown, key: string): { readonly key: Node; readonly value: unknown } | undefined {
  if (!isMap(node)) return undefined;
  for (const { key: one, value } of node.items)
    if (isScalar(one) && String(one.value) === key) return { key: one, value };
  return undefined;
}

const placed = (node: Node | undefined, counter: LineCounter): number | undefined =>
  node?.range ? counter.linePos(node.range[0]).line : undefined;
