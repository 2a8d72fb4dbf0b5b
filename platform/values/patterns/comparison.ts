import { checkOneOf, shown } from "../problems.ts";
import type { Dialect, Operator } from "./dialects.ts";
import { complexityProblems, wildcardProblems } from "./wildcards.ts";

/** Operators of `numeric`: of a single bound, or of a range from one to the other. */
const bottoms = [">", ">="];
const tops = ["<", "<="];
export const numericOperators = [...tops, "=", ...bottoms];

type Check = (value: unknown, path: string, dialect: Dialect) => string[];

/** Operands of each operator. What is refused where the pages are silent: aws/event-ruler, which matches for EventBridge. */
const operands: Readonly<Record<Operator, Check>> = {
  prefix: affix,
  suffix: affix,
  "equals-ignore-case": text,
  wildcard: (value, path) => (typeof value === "string" ? wildcardProblems(path, value) : text(value, path)),
  cidr,
  exists: (value, path) => (typeof value === "boolean" ? [] : [given(path, value, "true or false")]),
  numeric,
  "anything-but": anythingBut,
};

/** Everything wrong with the values of a field, one of which must match. */
export function valueProblems(values: readonly unknown[], path: string, dialect: Dialect): string[] {
  if (values.length === 0) return [`${path}: it is empty; name at least one value.`];
  const problems = values.flatMap((value, i) => oneProblems(value, `${path}[${i}]`, dialect));
  return problems.length > 0 ? problems : complexityProblems(path, values.flatMap(wildcardsIn));
}

function oneProblems(value: unknown, path: string, dialect: Dialect): string[] {
  if (value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value)) return [];
  if (!isObject(value)) return [given(path, value, "a text, a number, true, false, null or a comparison")];
  const [operator = "", ...more] = Object.keys(value);
  if (more.length > 0 || operator === "")
    return [`${path}: ${Object.keys(value).length} operators given; a comparison has one.`];
  const known = dialect.operators.find((one) => one === operator);
  return known
    ? operands[known](value[operator], `${path}.${operator}`, dialect)
    : checkOneOf(path, operator, dialect.operators);
}

function wildcardsIn(value: unknown): string[] {
  if (!isObject(value)) return [];
  if ("anything-but" in value) return wildcardsIn(value["anything-but"]);
  return [value.wildcard].flat().filter((one) => typeof one === "string");
}

function text(value: unknown, path: string): string[] {
  return typeof value === "string" ? [] : [given(path, value, "a text")];
}

function number(value: unknown, path: string, { maxNumber }: Dialect): string[] {
  return typeof value !== "number" || Math.abs(value) <= maxNumber
    ? []
    : [`${path}: ${value} given; numbers from -${maxNumber} to ${maxNumber} are allowed.`];
}

function affix(value: unknown, path: string, { affixIgnoresCase }: Dialect): string[] {
  if (!affixIgnoresCase || !isObject(value)) return text(value, path);
  return Object.keys(value).join() === "equals-ignore-case"
    ? text(value["equals-ignore-case"], `${path}.equals-ignore-case`)
    : [given(path, value, 'a text, or { "equals-ignore-case": text },')];
}

/** A range of all bits is refused: one address needs no range. */
function cidr(value: unknown, path: string): string[] {
  const [address = "", bits = "", ...more] = typeof value === "string" ? value.split("/") : [];
  const isV4 =
    /^(\d{1,3}\.){3}\d{1,3}$/.test(address) && address.split(".").every((part) => Number(part) <= 255);
  const isV6 = /^[\da-f:]*:[\da-f:]*$/i.test(address);
  if (more.length > 0 || !/^\d{1,3}$/.test(bits) || !(isV4 || isV6))
    return [given(path, value, "a range of addresses, such as 10.0.0.0/24,")];
  const max = isV4 ? 31 : 127;
  return Number(bits) <= max
    ? []
    : [
        `${path}: "${value}" given; ranges of up to ${max} bits are allowed. Give one address as a text: ["${address}"].`,
      ];
}

function numeric(value: unknown, path: string, dialect: Dialect): string[] {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [];
  const [first, from, second, to] = parts;
  const single = parts.length === 2 && numericOperators.includes(String(first));
  const range =
    parts.length === 4 &&
    bottoms.includes(String(first)) &&
    tops.includes(String(second)) &&
    typeof to === "number";
  if (typeof from !== "number" || !(single || range))
    return [
      given(
        path,
        value,
        'an operator and a number, such as ["<", 5], or a range from below, such as [">", 0, "<=", 5],',
      ),
    ];
  if (range && from >= to) return [given(path, value, "a range whose lower end is below its upper end")];
  return parts.flatMap((part) => number(part, path, dialect));
}

function anythingBut(value: unknown, path: string, dialect: Dialect): string[] {
  if (isObject(value)) {
    const [operator = "", ...more] = Object.keys(value);
    const known = dialect.negatable.find((one) => one === operator);
    if (known === undefined || more.length > 0) return [given(path, value, negatedForms(dialect))];
    const inner = value[operator];
    const texts: readonly unknown[] = Array.isArray(inner) && inner.length > 0 ? inner : [inner];
    // Without the forms that ignore case, which it doesn't take.
    const plain = { ...dialect, affixIgnoresCase: false };
    return texts.flatMap((one) =>
      one === "" && known.endsWith("fix")
        ? [`${path}.${operator}: it is empty; everything begins and ends with nothing.`]
        : operands[known](one, `${path}.${operator}`, plain),
    );
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const oneType = new Set(values.map((one) => typeof one)).size === 1;
  return oneType && ["string", "number"].includes(typeof values[0])
    ? values.flatMap((one) => number(one, path, dialect))
    : [given(path, value, "texts only or numbers only, at least one,")];
}

const negatedForms = ({ negatable }: Dialect) =>
  negatable.length > 0 ? `values, or one of ${negatable.join(", ")},` : "a list of values";

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

export function given(path: string, value: unknown, expected: string): string {
  return `${path}: ${shown(value)} given; ${expected} is expected.`;
}
