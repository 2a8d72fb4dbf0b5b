import { didYouMean, shown } from "../problems.ts";
import { given, isObject } from "./comparison.ts";
import { eventBridge } from "./dialects.ts";
import { fieldProblems } from "./fields.ts";

/** A text to compare with; in `ignoreCase` form whatever its letters' case. */
type Affix = string | { readonly "equals-ignore-case": string };

/** Operators that `anything-but` turns around. */
type Negatable = "prefix" | "suffix" | "equals-ignore-case" | "wildcard";

/** EventBridge's comparison of a field with other than an exact value: an object of one operator. */
export type Comparison =
  | { readonly prefix: Affix }
  | { readonly suffix: Affix }
  | { readonly "equals-ignore-case": string }
  | { readonly wildcard: string }
  | { readonly cidr: string }
  | { readonly exists: boolean }
  | { readonly numeric: readonly (string | number)[] }
  | {
      readonly "anything-but":
        | string
        | number
        | readonly (string | number)[]
        | { readonly [operator in Negatable]?: string | readonly string[] };
    };

/** Values of a field, one of which must match. */
export type Matchers = readonly (string | number | boolean | null | Comparison)[];

/** A pattern of nested fields; `$or` holds patterns of which one must match. */
export interface FieldPattern {
  readonly [field: string]: FieldPattern | Matchers | readonly FieldPattern[];
}

/** The events of a rule: every field that is named must match. */
export interface EventPattern {
  readonly source?: Matchers;
  readonly "detail-type"?: Matchers;
  readonly detail?: FieldPattern;
  readonly account?: Matchers;
  readonly region?: Matchers;
  readonly resources?: Matchers;
  readonly time?: Matchers;
  readonly id?: Matchers;
  readonly version?: Matchers;
  readonly "replay-name"?: Matchers;
  readonly $or?: readonly EventPattern[];
}

/** Characters of a pattern. Source: "Amazon EventBridge quotas" (event pattern size). */
const maxPatternLength = 2_048;

/** Fields that every event has. Source: "AWS service event metadata"; "Replaying archived events" (replay-name). */
const eventFields: readonly string[] = [
  "source",
  "detail-type",
  "detail",
  "account",
  "region",
  "resources",
  "time",
  "id",
  "version",
  "replay-name",
] satisfies (keyof EventPattern)[];

/** All problems with an event pattern of EventBridge, each a sentence that begins with the place in `path`. */
export function checkEventPattern(pattern: unknown, path: string): string[] {
  if (!isObject(pattern))
    return [given(path, pattern, 'an object of fields, such as { source: ["orders"] }')];
  const unknown = Object.keys(pattern).filter((key) => key !== "$or" && !eventFields.includes(key));
  return [
    ...unknown.map((key) => {
      const near = didYouMean(key, eventFields);
      return `${path}.${key}: no event has such a field; ${near ? `did you mean ${near}?` : "what a sender writes is under detail."}`;
    }),
    ...Object.entries(pattern)
      .filter(([key, value]) => key !== "detail" && key !== "$or" && isObject(value))
      .map(([key, value]) => given(`${path}.${key}`, value, 'a list of values, such as ["orders"]')),
    ...(pattern.detail === undefined || isObject(pattern.detail)
      ? []
      : [given(`${path}.detail`, pattern.detail, "an object of its fields")]),
    ...fieldProblems(pattern, path, eventBridge),
    ...lengthProblems(shown(pattern).length, path),
  ];
}

function lengthProblems(length: number, path: string): string[] {
  return length <= maxPatternLength
    ? []
    : [`${path}: ${length} characters as JSON; up to ${maxPatternLength} are allowed.`];
}
