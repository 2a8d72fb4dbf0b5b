import type { Value } from "../../engine/graph/graph.ts";
import type { Rule } from "./facts.ts";

type Range = readonly [number | null, number | null];

/** Whether a number is in a range; `null` is no limit. */
export const within = (value: number, [least, most]: Range) =>
  (least === null || value >= least) && (most === null || value <= most);

const patterns = new Map<string, RegExp>();

function pattern(source: string): RegExp {
  const made = patterns.get(source) ?? new RegExp(source, "u");
  patterns.set(source, made);
  return made;
}

/** Forms that have a name, each of a whole string. */
const forms = {
  arn: /^arn:aws(-[a-z]+)*:[^:]*:([a-z]{2,4}(-[a-z]+)+-\d{1,2})?:(\d{12}|aws|aws-managed|third-party|aws-marketplace|partner-managed|cw.{10})?:.+$/s,
  base64: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  cidr: /^[\da-fA-F.:]+\/\d{1,3}$/,
  ip: /^[\da-fA-F.:]+$/,
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The parts of a rule that a value breaks; values of another type are the check of types' matter. */
export function unmet(rule: Rule, value: Value): readonly Rule[] {
  if (typeof rule === "object" && "all" in rule) return rule.all.flatMap((part) => unmet(part, value));
  return fitsRule(rule, value) ? [] : [rule];
}

function fitsRule(rule: Rule, value: Value): boolean {
  if (typeof rule === "object") {
    if ("all" in rule) return rule.all.every((part) => fitsRule(part, value));
    if ("any" in rule) return rule.any.some((part) => fitsRule(part, value));
  }
  return typeof value === "number"
    ? fitsNumber(rule, value)
    : typeof value !== "string" || fitsText(rule, value);
}

function fitsNumber(rule: Rule, value: number): boolean {
  if (typeof rule === "string") return true;
  if ("between" in rule) return within(value, rule.between);
  if ("multipleOf" in rule) return value % rule.multipleOf === 0;
  if ("oneOf" in rule && typeof rule.oneOf[0] === "number") return rule.oneOf.includes(value);
  // A number where the provider wants text becomes its digits.
  return fitsText(rule, String(value));
}

function fitsText(rule: Rule, value: string): boolean {
  if (rule === "not empty") return value !== "";
  // The provider takes an empty string for an argument that wasn't given.
  if (rule === "json") return value === "" || isJson(value);
  if (rule === "arn") return value === "" || forms.arn.test(value);
  if (typeof rule === "string") return forms[rule].test(value);
  if ("bytes" in rule) return within(Buffer.byteLength(value), rule.bytes);
  if ("characters" in rule) return within([...value].length, rule.characters);
  // The provider takes some numbers as text.
  if ("between" in rule) return value === "" || within(Number(value), rule.between);
  if ("oneOf" in rule) return rule.oneOf.some((one) => same(String(one), value, rule.anyCase));
  if ("matches" in rule) return pattern(rule.matches).test(value);
  if ("matchesNot" in rule) return !pattern(rule.matchesNot).test(value);
  return true;
}

const same = (a: string, b: string, anyCase = false) =>
  anyCase ? a.toLowerCase() === b.toLowerCase() : a === b;

/** `from 1 to 10`, `at least 1`, `at most 10`. */
export function range([least, most]: Range): string {
  if (least === null) return `at most ${most}`;
  if (most === null) return `at least ${least}`;
  return least === most ? String(least) : `from ${least} to ${most}`;
}

/** What a rule wants, to follow "has to". */
export function wanted(rule: Rule): string {
  if (rule === "json") return "be JSON";
  if (rule === "arn") return "be an ARN";
  if (rule === "ip") return "be an IP address";
  if (rule === "cidr") return "be a CIDR block";
  if (rule === "base64") return "be in Base64";
  if (rule === "not empty") return "have characters";
  if ("between" in rule) return `be ${range(rule.between)}`;
  if ("multipleOf" in rule) return `be a multiple of ${rule.multipleOf}`;
  if ("bytes" in rule) return `have ${range(rule.bytes)} bytes`;
  if ("characters" in rule) return `have ${range(rule.characters)} characters`;
  if ("oneOf" in rule) return `be one of ${rule.oneOf.map((one) => JSON.stringify(one)).join(", ")}`;
  if ("matches" in rule) return `match /${rule.matches}/`;
  if ("matchesNot" in rule) return `not match /${rule.matchesNot}/`;
  if ("all" in rule) return rule.all.map(wanted).join(" and ");
  return rule.any.map(wanted).join(", or ");
}
