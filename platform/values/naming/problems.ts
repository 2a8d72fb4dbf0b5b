import { namesOf } from "./index.ts";
import type { PhysicalName } from "./rule.ts";

/** Gives the value of an input. */
type Read = (input: string) => unknown;

/** Where a resource is made: what a name can be unique in. */
export interface NamePlace {
  readonly region: string;
  /** Tells accounts apart; need not be an account's number. */
  readonly account: string;
}

/** A resource that has a name, as messages call it: `jobs-topic of Event > Topic`. */
export interface Named {
  readonly type: string;
  readonly shown: string;
}

/** The input of a type that holds its name; undefined for types without rules. */
export function nameInputOf(type: string): string | undefined {
  const rule = namesOf(type);
  return rule && inputOf(rule);
}

const inputOf = ({ input = "name" }: PhysicalName): string => input;

/** Everything wrong with a physical name, without the input that it was given as; none for types without rules. */
export function physicalNameProblems(type: string, name: string): string[] {
  const rule = namesOf(type);
  if (rule === undefined) return [];
  const { min = 1, max, alphabet, page } = rule;
  const given = JSON.stringify(name);
  const length = [...name].length;
  return [
    ...(length < min || length > max
      ? [`${given} has ${length} characters; ${min} to ${max} are allowed ("${page}")`]
      : []),
    ...(alphabet !== undefined && name !== "" && !alphabet[0].test(name)
      ? [`${given} is not a name that AWS takes: use ${alphabet[1]} ("${page}")`]
      : []),
  ];
}

/**
 * A text that two resources share when AWS would take them for one. Undefined where names may repeat, and where the name or
 * what it is unique in isn't known yet.
 */
export function nameKey(type: string, read: Read, place: NamePlace): string | undefined {
  const rule = namesOf(type);
  if (rule?.unique === undefined) return undefined;
  const name = read(inputOf(rule));
  if (typeof name !== "string" || name === "") return undefined;
  const where = whereOf(rule.unique, read, place);
  return where && JSON.stringify([type, rule.caseless ? name.toLowerCase() : name, ...where]);
}

function whereOf(
  unique: NonNullable<PhysicalName["unique"]>,
  read: Read,
  { region, account }: NamePlace,
): readonly string[] | undefined {
  if (unique === "world") return [];
  if (unique === "account") return [account];
  const given = read("region");
  const own = typeof given === "string" ? given : region;
  if (unique === "region") return [account, own];
  const values = unique.map((input) => read(input) ?? "");
  return values.every((value) => typeof value === "string") ? [account, own, ...values] : undefined;
}

/** The sentence on two resources that `nameKey` doesn't tell apart. */
export function namesakeProblem(name: string, one: Named, other: Named): string {
  const { shared, page } = namesOf(one.type)!;
  const outcome = shared ? "AWS makes one thing of both" : "AWS refuses the second";
  return `${JSON.stringify(name)} is the name of two resources, ${one.shown} and ${other.shown}: ${outcome} ("${page}"); rename one of them, or the component that makes it`;
}

/** A resource as messages call it: its logical name, and the types of the components that it is inside of. */
export function shownIn(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  const around = types
    .split("$")
    .slice(0, -1)
    .map((type) => type.split(":").at(-1));
  return around.length === 0 ? name : `${name} of ${around.join(" > ")}`;
}
