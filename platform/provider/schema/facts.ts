import { readFileSync } from "node:fs";

/** What the provider wants of a value, beyond its type; of an array, of each of its values. */
export type Rule =
  | "json"
  | "arn"
  | "base64"
  | "cidr"
  | "ip"
  | "not empty"
  /** Numbers, both ends included; `null` is no limit. */
  | { readonly between: readonly [number | null, number | null] }
  | { readonly multipleOf: number }
  /** Bytes of a string in UTF-8, both ends included. */
  | { readonly bytes: readonly [number | null, number | null] }
  /** Characters of a string, both ends included. */
  | { readonly characters: readonly [number | null, number | null] }
  | { readonly oneOf: readonly (string | number)[]; readonly anyCase?: true }
  | { readonly matches: string }
  | { readonly matchesNot: string }
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] };

/** What the provider says of an argument. */
export interface Fact {
  /** A change of it replaces the resource; `count`: only one of how many there are, or whether it is there at all. */
  readonly replaces?: true | "count";
  /** Of what replaces: left out, it stays as AWS has it. */
  readonly computed?: true;
  /** Of what replaces: its value where it is left out. */
  readonly default?: unknown;
  /** How many values an array may have; `null` is no limit. */
  readonly items?: readonly [number | null, number | null];
  /** An array that may not be empty; of others an empty one is none at all. */
  readonly required?: true;
  readonly value?: Rule;
}

/** Arguments that go together or don't, as paths below `under`, which is the whole resource where it is missing. */
export type Relation = { readonly under?: string } & (
  | { readonly exactlyOneOf: readonly string[] }
  | { readonly atLeastOneOf: readonly string[] }
  | { readonly argument: string; readonly conflictsWith: readonly string[] }
  | { readonly argument: string; readonly needs: readonly string[] }
);

export interface Facts {
  /** The argument that Pulumi fills in with a name of its own where the program gives none. */
  readonly named?: string;
  /** It is deleted before it is replaced, whatever its name. */
  readonly deletedFirst?: true;
  /** By path: `name`, `environment.variables`, `attributes[].type`. */
  readonly arguments: Readonly<Record<string, Fact>>;
  readonly relations?: readonly Relation[];
}

let table: { readonly types: Readonly<Record<string, Facts>> } | undefined;

/**
 * What the provider's own schema says of a type of resource; undefined for types that the table leaves out.
 * `facts.json` is made by `.ci/provider-facts/make`, whose README names its source.
 */
export function factsOf(type: string): Facts | undefined {
  table ??= JSON.parse(readFileSync(new URL("facts.json", import.meta.url), "utf8")) as NonNullable<
    typeof table
  >;
  return table.types[type];
}
