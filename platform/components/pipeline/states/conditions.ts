/** A JSONPath into a state's input, such as `$.order.total`, or into the context object, such as `$$.Execution.Id`. */
export type Path = "$" | `$.${string}` | `$[${string}` | `$$.${string}`;

const kinds = ["string", "numeric", "timestamp"] as const;
const orders = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"] as const;
type Order = (typeof orders)[number];

type Ordered<Kind extends (typeof kinds)[number], Value> = {
  [Operator in Order as `${Kind}${Operator}`]: Value;
} & {
  [Operator in Order as `${Kind}${Operator}Path`]: Path;
};

/**
 * The comparisons of a Choice state: the operators of the Amazon States Language with a small first letter.
 * Source: Step Functions developer guide, "Choice workflow state", section "Comparison operators".
 */
type Comparisons = Ordered<"string", string> &
  Ordered<"numeric", number> &
  Ordered<"timestamp", string> & {
    booleanEquals: boolean;
    booleanEqualsPath: Path;
    /** `*` stands for any characters. */
    stringMatches: string;
    isBoolean: boolean;
    isNull: boolean;
    isNumeric: boolean;
    isPresent: boolean;
    isString: boolean;
    isTimestamp: boolean;
  };

type ExactlyOne<T> = {
  [K in keyof T]: { readonly [P in K]: T[P] } & { readonly [P in Exclude<keyof T, K>]?: never };
}[keyof T];

/** Compares one value of the state's input, as in `{ variable: "$.total", numericGreaterThan: 100 }`. */
export type Comparison = { readonly variable: Path } & ExactlyOne<Comparisons>;

/** The condition of a choice's rule. */
export type Condition =
  | Comparison
  | { readonly and: readonly Condition[] }
  | { readonly or: readonly Condition[] }
  | { readonly not: Condition };

/** A condition in the Amazon States Language: the same with capital first letters. */
export type AslCondition = { readonly [key: string]: unknown };

const comparisons: readonly string[] = [
  ...kinds.flatMap((kind) => orders.flatMap((order) => [`${kind}${order}`, `${kind}${order}Path`])),
  ...([
    "booleanEquals",
    "booleanEqualsPath",
    "stringMatches",
    "isBoolean",
    "isNull",
    "isNumeric",
    "isPresent",
    "isString",
    "isTimestamp",
  ] satisfies (keyof Comparisons)[]),
];

/** Turns a condition into the Amazon States Language; `report` gets the problems that types can't rule out. */
export function toAsl(condition: Condition, report: (problem: string) => void): AslCondition {
  if ("and" in condition || "or" in condition) {
    const list = "and" in condition ? condition.and : condition.or;
    if (list.length === 0)
      report(`"${"and" in condition ? "and" : "or"}" is empty; give at least one condition.`);
    const inner = list.map((one) => toAsl(one, report));
    return "and" in condition ? { And: inner } : { Or: inner };
  }
  if ("not" in condition) return { Not: toAsl(condition.not, report) };
  const { variable, ...operators } = condition;
  const entries = Object.entries(operators).filter(([, value]) => value !== undefined);
  const unknown = entries
    .filter(([operator]) => !comparisons.includes(operator))
    .map(([operator]) => operator);
  if (typeof variable !== "string" || !variable.startsWith("$"))
    report(`the variable ${JSON.stringify(variable)} is no path; give one such as "$.total".`);
  if (unknown.length > 0)
    report(`${unknown.join(", ")} is no comparison; give one such as numericGreaterThan or isPresent.`);
  else if (entries.length !== 1)
    report(
      `${entries.length} comparisons are given for ${variable}; give exactly one, and join several by "and" or "or".`,
    );
  return {
    Variable: variable,
    ...Object.fromEntries(entries.map(([key, value]) => [key[0]!.toUpperCase() + key.slice(1), value])),
  };
}
