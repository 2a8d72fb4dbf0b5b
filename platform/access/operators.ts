import { BlockList, isIP } from "node:net";
import { suggestion } from "../values/problems.ts";
import { matches, matchesArn, type Pattern, patternOf, textOf, type Variables } from "./pattern.ts";

/** A condition operator without its set operator and `IfExists`. */
interface Operator {
  /** Whether no value may match, instead of one. */
  readonly negated: boolean;
  /** Undefined when the policy's value is one that the operator can compare with; else what it takes. */
  readonly wrong: (written: string) => string | undefined;
  /** Whether a value of the request matches the policy's. */
  readonly matches: (value: string, written: string, variables: Variables) => boolean;
}

/** Every operator. Source: IAM User Guide, "IAM JSON policy elements: Condition operators". */
const operators: Readonly<Record<string, Operator>> = {
  ...both("StringEquals", "StringNotEquals", {
    matches: pattern((written, value) => textOf(written) === value),
  }),
  ...both("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", {
    matches: pattern((written, value) => textOf(written).toLowerCase() === value.toLowerCase()),
  }),
  ...both("StringLike", "StringNotLike", { matches: pattern(matches) }),
  // "These behave identically", and so do their negations.
  ...both("ArnEquals", "ArnNotEquals", { matches: pattern(matchesArn) }),
  ...both("ArnLike", "ArnNotLike", { matches: pattern(matchesArn) }),
  ...both(
    "NumericEquals",
    "NumericNotEquals",
    numeric((value, written) => value === written),
  ),
  ...one(
    "NumericLessThan",
    numeric((value, written) => value < written),
  ),
  ...one(
    "NumericLessThanEquals",
    numeric((value, written) => value <= written),
  ),
  ...one(
    "NumericGreaterThan",
    numeric((value, written) => value > written),
  ),
  ...one(
    "NumericGreaterThanEquals",
    numeric((value, written) => value >= written),
  ),
  ...both(
    "DateEquals",
    "DateNotEquals",
    date((value, written) => value === written),
  ),
  ...one(
    "DateLessThan",
    date((value, written) => value < written),
  ),
  ...one(
    "DateLessThanEquals",
    date((value, written) => value <= written),
  ),
  ...one(
    "DateGreaterThan",
    date((value, written) => value > written),
  ),
  ...one(
    "DateGreaterThanEquals",
    date((value, written) => value >= written),
  ),
  ...one("Bool", {
    matches: pattern((written, value) => textOf(written).toLowerCase() === value.toLowerCase()),
    wrong: (written) => (/^(true|false|\$\{.*\})$/i.test(written) ? undefined : "true or false"),
  }),
  ...one("BinaryEquals", {
    matches: (value, written) => Buffer.from(value, "base64").equals(Buffer.from(written, "base64")),
    wrong: (written) => (/^[\w+/]*={0,2}$/.test(written) ? undefined : "base64"),
  }),
  ...both("IpAddress", "NotIpAddress", {
    matches: (value, written) => isIP(value) !== 0 && rangeOf(written)!.check(value, family(value)),
    wrong: (written) => (rangeOf(written) ? undefined : "an address or a range such as 203.0.113.0/24"),
  }),
};

/** An operator as a policy writes it. */
interface Written {
  readonly set?: "ForAllValues" | "ForAnyValue";
  readonly ifExists: boolean;
  /** `null`: the operator `Null`, which compares with the key's absence. */
  readonly operator: Operator | null;
}

/** The operator of a name; undefined when IAM has none of that name. Neither set operators nor `IfExists` go with `Null`. */
export function operatorOf(name: string): Written | undefined {
  if (name === "Null") return { ifExists: false, operator: null };
  const [, set, base = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  const operator = Object.hasOwn(operators, base) ? operators[base]! : undefined;
  return (
    operator && {
      ...(set && { set: set as "ForAllValues" | "ForAnyValue" }),
      ifExists: ifExists !== undefined,
      operator,
    }
  );
}

/** What is wrong with one line of a condition: an unknown operator, or a value that it can't compare with. */
export function operatorProblems(name: string, values: readonly string[]): string[] {
  const written = operatorOf(name);
  if (!written) {
    const near = suggestion(name, [...Object.keys(operators), "Null"]);
    return [`Condition operator ${name} is none of IAM's.${near}`];
  }
  const wrong =
    written.operator?.wrong ??
    ((value: string) => (/^(true|false)$/i.test(value) ? undefined : "true or false"));
  return values.flatMap((value) => {
    const takes = wrong(value);
    return takes === undefined
      ? []
      : [`Condition operator ${name} takes ${takes}; ${JSON.stringify(value)} is given.`];
  });
}

type Partly = Pick<Operator, "matches"> & Partial<Operator>;

function one(name: string, operator: Partly): Record<string, Operator> {
  return { [name]: { negated: false, wrong: () => undefined, ...operator } };
}

function both(name: string, negation: string, operator: Partly): Record<string, Operator> {
  return { ...one(name, operator), ...one(negation, { ...operator, negated: true }) };
}

/** Operators on texts take variables: one without a value matches nothing ("Policy variables with no value"). */
function pattern(fits: (written: Pattern, value: string) => boolean): Operator["matches"] {
  return (value, written, variables) => {
    const known = patternOf(written, variables);
    return known !== undefined && fits(known, value);
  };
}

type Comparison = (value: number, written: number) => boolean;

function numeric(fits: Comparison): Partly {
  return compared(numberOf, fits, "a number");
}

function date(fits: Comparison): Partly {
  return compared(timeOf, fits, "an ISO 8601 date or seconds since 1970");
}

function compared(read: (text: string) => number, fits: Comparison, takes: string): Partly {
  return {
    matches: (value, written) => fits(read(value), read(written)),
    wrong: (written) => (Number.isNaN(read(written)) ? takes : undefined),
  };
}

function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** Milliseconds since 1970. */
function timeOf(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && text.length > 4) return Number(text) * 1000;
  return /^\d{4}(-\d\d(-\d\d(T.*)?)?)?$/.test(text) ? Date.parse(text) : Number.NaN;
}

/** An address without a prefix is that address alone. */
function rangeOf(text: string): BlockList | undefined {
  const [address = "", prefix, ...more] = text.split("/");
  const bits = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0 || more.length > 0 || !/^\d{1,3}$/.test(prefix ?? "0") || Number(prefix) > bits)
    return undefined;
  const range = new BlockList();
  range.addSubnet(address, Number(prefix ?? bits), family(address));
  return range;
}

function family(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}
