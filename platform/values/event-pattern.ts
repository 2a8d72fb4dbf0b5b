import { checkOneOf, didYouMean } from "./problems.ts";

/** A text to compare with; in `ignoreCase` form whatever its letters' case. */
type Affix = string | { readonly "equals-ignore-case": string };

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
        | { readonly [operator in (typeof negatable)[number]]?: string | readonly string[] };
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

/** Operators that `anything-but` turns around. */
const negatable = ["prefix", "suffix", "equals-ignore-case", "wildcard"] as const;

const numericOperators = ["<", "<=", "=", ">=", ">"];

/** Largest number, up and down. Source: "Comparison operators for use in event patterns in Amazon EventBridge". */
const maxNumber = 5_000_000_000;

type Check = (value: unknown, path: string) => string[];

/** Operands of each operator. Source: the same page. */
const operators: Readonly<Record<string, Check>> = {
  prefix: affix,
  suffix: affix,
  "equals-ignore-case": text,
  wildcard,
  cidr,
  exists: (value, path) => (typeof value === "boolean" ? [] : [given(path, value, "true or false")]),
  numeric,
  "anything-but": anythingBut,
};

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
    ...fields(pattern, path),
    ...lengthProblems(JSON.stringify(pattern).length, path),
  ];
}

/** The same for fields of any name: those of a sender's message. */
export function checkFieldPattern(pattern: unknown, path: string): string[] {
  return isObject(pattern)
    ? fields(pattern, path)
    : [given(path, pattern, 'an object of fields, such as { kind: ["order"] },')];
}

function lengthProblems(length: number, path: string): string[] {
  return length <= maxPatternLength
    ? []
    : [`${path}: ${length} characters as JSON; up to ${maxPatternLength} are allowed.`];
}

function fields(pattern: Readonly<Record<string, unknown>>, path: string): string[] {
  const entries = Object.entries(pattern).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return [`${path}: it is empty; name at least one field.`];
  return entries.flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    if (key === "$or") return either(value, here);
    if (Array.isArray(value)) return matchers(value, here);
    if (isObject(value)) return fields(value, here);
    return [given(here, value, "a list of values, or an object of nested fields,")];
  });
}

function either(value: unknown, path: string): string[] {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject))
    return [given(path, value, "a list of at least two patterns")];
  return value.flatMap((pattern, i) => fields(pattern, `${path}[${i}]`));
}

function matchers(values: readonly unknown[], path: string): string[] {
  if (values.length === 0) return [`${path}: it is empty; name at least one value.`];
  return values.flatMap((value, i) => {
    const here = `${path}[${i}]`;
    if (value === null || ["string", "number", "boolean"].includes(typeof value)) return number(value, here);
    if (!isObject(value)) return [given(here, value, "a text, a number, true, false, null or a comparison")];
    const [operator = "", ...more] = Object.keys(value);
    if (more.length > 0 || operator === "")
      return [`${here}: ${Object.keys(value).length} operators given; a comparison has one.`];
    const check = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
    return check
      ? check(value[operator], `${here}.${operator}`)
      : checkOneOf(here, operator, Object.keys(operators));
  });
}

function text(value: unknown, path: string): string[] {
  return typeof value === "string" ? [] : [given(path, value, "a text")];
}

function number(value: unknown, path: string): string[] {
  return typeof value !== "number" || Math.abs(value) <= maxNumber
    ? []
    : [`${path}: ${value} given; numbers from -${maxNumber} to ${maxNumber} are allowed.`];
}

function affix(value: unknown, path: string): string[] {
  if (!isObject(value)) return text(value, path);
  return Object.keys(value).join() === "equals-ignore-case"
    ? text(value["equals-ignore-case"], `${path}.equals-ignore-case`)
    : [given(path, value, 'a text, or { "equals-ignore-case": text },')];
}

function wildcard(value: unknown, path: string): string[] {
  if (typeof value !== "string") return text(value, path);
  return value.replaceAll(/\\[\\*]/g, "").includes("**")
    ? [`${path}: ${JSON.stringify(value)} has two "*" in a row; one means the same.`]
    : [];
}

function cidr(value: unknown, path: string): string[] {
  const [address = "", bits = "", ...more] = typeof value === "string" ? value.split("/") : [];
  const isV4 =
    /^(\d{1,3}\.){3}\d{1,3}$/.test(address) && address.split(".").every((part) => Number(part) <= 255);
  const isV6 = /^[\da-f:]*:[\da-f:.]*$/i.test(address);
  const fits = /^\d{1,3}$/.test(bits) && Number(bits) <= (isV4 ? 32 : 128);
  return more.length === 0 && fits && (isV4 || isV6)
    ? []
    : [given(path, value, "a range of addresses, such as 10.0.0.0/24,")];
}

function numeric(value: unknown, path: string): string[] {
  const pairs = Array.isArray(value) ? value : [];
  const wellFormed =
    (pairs.length === 2 || pairs.length === 4) &&
    pairs.every((part, i) => (i % 2 === 0 ? numericOperators.includes(part) : typeof part === "number"));
  if (!wellFormed)
    return [given(path, value, 'an operator and a number, once or twice, such as [">", 0, "<=", 5],')];
  return pairs.flatMap((part) => number(part, path));
}

function anythingBut(value: unknown, path: string): string[] {
  if (isObject(value)) {
    const [operator = "", ...more] = Object.keys(value);
    const inner = value[operator];
    const texts = Array.isArray(inner) && inner.length > 0 ? inner : [inner];
    return (negatable as readonly string[]).includes(operator) && more.length === 0
      ? texts.flatMap((one) => operators[operator]?.(one, `${path}.${operator}`) ?? [])
      : [given(path, value, `values, or one of ${negatable.join(", ")},`)];
  }
  const values = Array.isArray(value) ? value : [value];
  const oneType = new Set(values.map((one) => typeof one)).size === 1;
  return oneType && ["string", "number"].includes(typeof values[0])
    ? values.flatMap((one) => number(one, path))
    : [given(path, value, "texts only or numbers only, at least one,")];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function given(path: string, value: unknown, expected: string): string {
  return `${path}: ${JSON.stringify(value)} given; ${expected} is expected.`;
}
