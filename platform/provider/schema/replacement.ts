import { isDeepStrictEqual } from "node:util";
import { type Fact, type Facts, factsOf } from "./facts.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * Arguments whose change replaces a resource rather than updating it, as paths of its type: `name`, `attributes[].type`.
 * Empty for types without facts.
 */
export function replacedBy(type: string, before: Members, after: Members): string[] {
  const facts = factsOf(type);
  return facts ? [...new Set(ofMembers(facts, "", before, after))] : [];
}

/** Whether a resource is deleted before it is replaced: always, or since the program chose its name. */
export function isDeletedFirst(type: string, inputs: Members): boolean {
  const facts = factsOf(type);
  return facts?.deletedFirst === true || (facts?.named !== undefined && inputs[facts.named] !== undefined);
}

function* ofMembers(facts: Facts, at: string, before: Members, after: Members): Iterable<string> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
    yield* ofValue(facts, at ? `${at}.${name}` : name, before[name], after[name]);
}

function* ofValue(facts: Facts, at: string, before: unknown, after: unknown): Iterable<string> {
  if (isDeepStrictEqual(before, after)) return;
  const fact = facts.arguments[at];
  if (fact?.computed && after === undefined) return;
  if (changes(fact, before, after)) yield at;
  if (Array.isArray(before) || Array.isArray(after))
    for (let i = 0; i < Math.max(count(before), count(after)); i++)
      yield* ofValue(facts, `${at}[]`, itemOf(before, i), itemOf(after, i));
  else if (isPlain(before) || isPlain(after))
    yield* ofMembers(facts, at, isPlain(before) ? before : {}, isPlain(after) ? after : {});
}

function changes({ replaces, default: usual }: Fact = {}, before: unknown, after: unknown): boolean {
  if (replaces === "count") return count(before) !== count(after);
  return replaces === true && !isDeepStrictEqual(before ?? usual, after ?? usual);
}

const isPlain = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const itemOf = (value: unknown, index: number): unknown => (Array.isArray(value) ? value[index] : undefined);

const count = (value: unknown): number => (Array.isArray(value) ? value.length : value === undefined ? 0 : 1);
