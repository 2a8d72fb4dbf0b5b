import { isDeepStrictEqual } from "node:util";
import { Unknown } from "../../engine/index.ts";
import { isNormalised } from "../../provider/index.ts";
import { canonical, jsonIn } from "./json-text.ts";
import { membersOf, pathText, plainOf, sameLeaf, shownLeaf } from "./leaves.ts";
import { isPlain } from "./plain.ts";
import type { PropertyPath } from "./steps/property-path.ts";
import type { PropertyChange } from "./types.ts";

/** A change of a value, with where the resource's arguments have it. */
export interface Difference extends Omit<PropertyChange, "path" | "replaces"> {
  readonly path: PropertyPath;
}

interface At {
  readonly type: string;
  readonly path: PropertyPath;
  readonly schemaPath: string;
  /** Inside of a string that holds JSON. */
  readonly json?: true;
}

const sameJson = "the same JSON, written otherwise";
const sameValues = "the same values in another order";

/** What differs between the inputs of a resource of a type, in the order of the paths. */
export function differencesOf(type: string, before: unknown, after: unknown): Difference[] {
  return between(before, after, { type, path: [], schemaPath: "" });
}

export const propertyChange = ({ path, ...rest }: Difference): PropertyChange => ({
  path: pathText(path),
  ...rest,
});

function between(before: unknown, after: unknown, at: At): Difference[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, at);
  if (isPlain(before) && isPlain(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => between(before[key], after[key], inside(at, key)));
  }
  if (isNone(before, at) && isNone(after, at)) return [];
  const [oldJson, newJson] = [jsonIn(before), jsonIn(after)];
  if (oldJson && newJson) return ofJson(oldJson, newJson, { before, after, at });
  if (sameLeaf(before, after)) return [];
  return [
    {
      path: at.path,
      ...(before !== undefined && { before: shown(before) }),
      ...(after !== undefined && { after: shown(after) }),
      ...((before instanceof Unknown || after instanceof Unknown) && { perhaps: true }),
    },
  ];
}

function ofJson(
  oldJson: unknown,
  newJson: unknown,
  { before, after, at }: { readonly before: unknown; readonly after: unknown; readonly at: At },
): Difference[] {
  if (canonical(oldJson) !== canonical(newJson)) return between(oldJson, newJson, { ...at, json: true });
  if (before === after || isNormalised(at.type, at.schemaPath)) return [];
  return [{ path: at.path, before, after, note: sameJson }];
}

/** Differences of lists: what is equal at their beginnings and ends is no part of them. */
function ofLists(before: readonly unknown[], after: readonly unknown[], at: At): Difference[] {
  const [old, fresh] = [before.map(plainOf), after.map(plainOf)];
  const same = (i: number, j: number) => isDeepStrictEqual(old[i], fresh[j]);
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && same(start, start)) start += 1;
  let end = 0;
  while (end < shorter - start && same(old.length - 1 - end, fresh.length - 1 - end)) end += 1;
  if (start === old.length && start === fresh.length) return [];
  if (old.length === fresh.length && isReordered(old, fresh))
    return [{ path: at.path, before: shown(before), after: shown(after), note: sameValues }];
  const count = Math.max(old.length, fresh.length) - end - start;
  return Array.from({ length: count }, (_, i) => start + i).flatMap((i) => {
    const has = (list: readonly unknown[]) => i < list.length - end;
    return between(has(before) ? before[i] : undefined, has(after) ? after[i] : undefined, inside(at, i));
  });
}

function isReordered(before: readonly unknown[], after: readonly unknown[]): boolean {
  const texts = (list: readonly unknown[]) => list.map(canonical).sort();
  return isDeepStrictEqual(texts(before), texts(after));
}

/** To the AWS provider an empty list or map is none at all. */
function isNone(value: unknown, { type, json }: At): boolean {
  if (value === undefined) return true;
  if (json || !type.startsWith("aws:")) return false;
  return Array.isArray(value) ? value.length === 0 : isPlain(value) && Object.keys(value).length === 0;
}

function inside({ path, schemaPath, ...at }: At, step: string | number): At {
  const below =
    typeof step === "number" ? `${schemaPath}[]` : schemaPath === "" ? step : `${schemaPath}.${step}`;
  return { ...at, path: [...path, step], schemaPath: below };
}

function shown(value: unknown): unknown {
  if (!membersOf(value)) return shownLeaf(value);
  if (Array.isArray(value)) return value.map(shown);
  return Object.fromEntries((membersOf(value) ?? []).map(([key, inner]) => [key, shown(inner)]));
}
