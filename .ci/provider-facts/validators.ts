/** What Terraform's AWS provider says of arguments, as main.go prints it, as rules of facts.json. */
import type { Rule } from "../../platform/provider/schema/facts.ts";
import { byArgument, functions } from "./functions.ts";

export interface Type {
  /** Made with the provider's newer framework. */
  readonly framework?: boolean;
  readonly members: Readonly<Record<string, Argument>>;
}

export interface Argument {
  readonly type: string;
  readonly optional?: boolean;
  readonly required?: boolean;
  readonly computed?: boolean;
  readonly default?: unknown;
  readonly forceNew?: boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly check?: unknown;
  readonly conflictsWith?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly atLeastOneOf?: readonly string[];
  readonly requiredWith?: readonly string[];
  readonly members?: Readonly<Record<string, Argument>>;
  readonly elem?: Argument;
  readonly validators?: readonly { readonly is: Validator }[];
  readonly planmodifiers?: readonly { readonly is: { readonly _: string } }[];
  /** Of an enumeration of the framework. */
  readonly values?: readonly string[];
  /** Of the framework: `ARNType`. */
  readonly customtype?: string;
}

/** A validator of the framework: a struct with its name in `_`. */
interface Validator {
  readonly _: string;
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly regexp?: string;
  readonly values?: readonly { readonly value: string }[];
  readonly validators?: readonly Validator[];
  readonly elementValidators?: readonly Validator[];
}

/** Validators that can't be said as a rule, for the one who runs this to read. */
export const unsaid = new Set<string>();

export const replaces = (argument: Argument): boolean =>
  argument.forceNew === true ||
  (argument.planmodifiers ?? []).some(({ is }) => is._.endsWith(".requiresReplaceIfModifier"));

export function ruleOfArgument(argument: Argument, at: string): Rule | undefined {
  const known = byArgument[at];
  if (known) return known;
  const own = [
    ruleOf(argument.check),
    ruleOf(argument.elem?.check),
    argument.values && { oneOf: upToDate(argument.values) },
    argument.customtype === "ARNType" ? ("arn" as const) : undefined,
    ...(argument.validators ?? []).map(({ is }) => ofFramework(is)),
  ];
  return all(own);
}

/** How many values: of the framework's validators, or as the older schema has it. */
export function itemsOf(argument: Argument): readonly [number | null, number | null] | undefined {
  const sizes = (argument.validators ?? []).flatMap(({ is }) => (/\.size/.test(is._) ? [is] : []));
  const least = argument.minItems ?? sizes.map(({ min }) => min).find((min) => min) ?? null;
  const most = argument.maxItems ?? sizes.map(({ max }) => max).find((max) => max) ?? null;
  return least === null && most === null ? undefined : [least, most];
}

/** Values that AWS has added to a list since, after one of that list. Source: aws-sdk-go-v2, November 2026. */
const added: Readonly<Record<string, readonly string[]>> = {
  "nodejs24.x": ["nodejs26.x", "python3.15", "java8.al2023", "java11.al2023", "java17.al2023"],
  INFREQUENT_ACCESS: ["ESSENTIALS"],
  sigv4: ["sigv4a"],
  SYMMETRIC_DEFAULT: ["ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"],
  ENCRYPT_DECRYPT: ["ENCAPSULATE_DECAPSULATE"],
  CLIENT_CERTIFICATE_TLS_AUTH: ["OAUTHBEARER_AUTH", "IAM_AUTH", "IAM_OAUTHBEARER_AUTH"],
  SASL_SCRAM_512_AUTH: [
    "OAUTHBEARER_SCOPE",
    "OAUTHBEARER_AUDIENCE",
    "OAUTHBEARER_LOGICAL_CLUSTER",
    "OAUTHBEARER_IDENTITY_POOL",
  ],
  OUTPOSTS: ["AWS_BACKUP_WARM", "AWS_BACKUP_LOW_COST_WARM"],
  "aws:kms:dsse": ["aws:backup"],
};

function upToDate<T>(values: readonly T[]): T[] {
  const more = values.flatMap((value) => added[String(value)] ?? []) as T[];
  return [...new Set([...values, ...more])];
}

function all(rules: readonly (Rule | undefined)[]): Rule | undefined {
  const given = rules
    .filter((rule) => rule !== undefined)
    .flatMap((rule) => (typeof rule === "object" && "all" in rule ? rule.all : [rule]));
  return given.length > 1 ? { all: given } : given[0];
}

/** Undefined where one of them can't be said: the value may be one of those. */
const any = (rules: readonly (Rule | undefined)[]): Rule | undefined =>
  rules.includes(undefined) ? undefined : { any: rules as readonly Rule[] };

function ofFunction(name: string): Rule | undefined {
  const short = /[^/]+$/.exec(name)![0];
  if (!(short in functions)) unsaid.add(short);
  return functions[short];
}

function ruleOf(check: unknown): Rule | undefined {
  if (!check || typeof check !== "object") return undefined;
  const [[kind, args] = ["", []]] = Object.entries(check as Record<string, readonly unknown[] | string>);
  if (typeof args === "string") return ofFunction(args);
  const rule = ofNote(kind, args as readonly never[]);
  if (rule === undefined) unsaid.add(`${kind} ${JSON.stringify(args)}`);
  return rule;
}

function ofNote(kind: string, [a, b]: readonly never[]): Rule | undefined {
  const known: Readonly<Record<string, () => Rule | undefined>> = {
    ToDiagFunc: () => ruleOf(a),
    All: () => all((a as unknown[]).map(ruleOf)),
    AllDiag: () => all((a as unknown[]).map(ruleOf)),
    Any: () => any((a as unknown[]).map(ruleOf)),
    AnyDiag: () => any((a as unknown[]).map(ruleOf)),
    IntBetween: () => ({ between: [a, b] }),
    FloatBetween: () => ({ between: [a, b] }),
    IntAtLeast: () => ({ between: [a, null] }),
    IntAtMost: () => ({ between: [null, a] }),
    IntDivisibleBy: () => ({ multipleOf: a }),
    IntInSlice: () => ({ oneOf: a }),
    StringInSlice: () => ({ oneOf: upToDate(a), ...(b === true && { anyCase: true }) }),
    StringLenBetween: () => ({ bytes: [a, b] }),
    StringMatch: () => ({ matches: pattern(a) }),
    StringDoesNotMatch: () => ({ matchesNot: pattern(a) }),
    StringHasPrefix: () => ({ matches: `^${a}` }),
    ValidARNCheck: () => "arn",
  };
  return known[kind]?.();
}

function ofFramework(is: Validator): Rule | undefined {
  const kind = is._.replace(/^.*\.|Validator$/g, "");
  const { min = null, max = null, minLength = null, maxLength = null } = is;
  const known: Readonly<Record<string, () => Rule | undefined>> = {
    lengthBetween: () => ({ bytes: [minLength, maxLength] }),
    utf8LengthBetween: () => ({ characters: [minLength, maxLength] }),
    regexMatches: () => ({ matches: pattern(is.regexp!) }),
    oneOf: () => ({ oneOf: is.values!.map(({ value }) => value) }),
    any: () => any(is.validators!.map(ofFramework)),
    valueStringsAre: () => all(is.elementValidators!.map(ofFramework)),
    arn: () => "arn",
    awsAccountID: () => functions["verify.ValidAccountID"],
    atLeast: () => ({ between: [min, null] }),
    between: () => ({ between: [min, max] }),
  };
  if (/^size|^(ExactlyOneOf|ConflictsWith|AlsoRequires)/.test(kind)) return undefined;
  if (!(kind in known)) unsaid.add(is._);
  return known[kind]?.();
}

/** A pattern of Go as one of JavaScript with the flag `u`, which takes no escapes that aren't needed. */
function pattern(go: string): string {
  const js = go
    .replace(/\\([^\w^$\\.*+?()[\]{}|/-])/g, "$1")
    .replace(/\\_/g, "_")
    .replace(/\\(-)(?![^[]*\])/g, "$1")
    .replace(/-(\])/g, "\\-$1")
    .replace(/\\\\-\]/g, "\\-]");
  new RegExp(js, "u");
  return js;
}
