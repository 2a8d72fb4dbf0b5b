import { AssetValue, Secret, Unknown } from "../../engine/index.ts";
import { isObject } from "../../values/objects.ts";
import { KeptAsset } from "./content.ts";
import { canonical, jsonIn } from "./json-text.ts";
import { SecretHash } from "./kept-graph.ts";
import { isPlain } from "./plain.ts";
import type { PropertyPath } from "./steps/property-path.ts";

/** A value in the middle of comparing: something that is neither a list nor an object, or an empty one. */
export interface Leaf {
  readonly path: PropertyPath;
  /** The argument's path without indexes, as the provider's schema has it: `attributes[].type`. Ends at a string that holds JSON. */
  readonly schemaPath: string;
  readonly value: unknown;
}

/** Whether two leaves are the same to an engine: secrets by their hash, code by its content. */
export function sameLeaf(one: unknown, other: unknown): boolean {
  if (one instanceof Secret) return sameLeaf(one.reveal(), other);
  if (other instanceof Secret) return sameLeaf(one, other.reveal());
  if (one instanceof SecretHash) return other instanceof SecretHash && one.hash === other.hash;
  if (one instanceof KeptAsset) return other instanceof KeptAsset && one.content.hash === other.content.hash;
  if (one instanceof Unknown) return other instanceof Unknown;
  if (typeof one === "object" || typeof other === "object") return canonical(one) === canonical(other);
  return Object.is(one, other);
}

/** A leaf as JSON shows it. */
export function shownLeaf(value: unknown): unknown {
  if (value instanceof Secret || value instanceof SecretHash) return "[secret]";
  if (value instanceof Unknown) return "[unknown]";
  if (value instanceof KeptAsset) return { bytes: value.content.bytes ?? null };
  if (value instanceof AssetValue) return "[asset]";
  return value;
}

/** A value by the engine's measure, plain: equal values become deeply equal ones. */
export function plainOf(value: unknown): unknown {
  if (value instanceof Secret) return plainOf(value.reveal());
  if (value instanceof SecretHash) return `[secret ${value.hash}]`;
  if (value instanceof Unknown) return "[unknown]";
  if (value instanceof KeptAsset) return `[asset ${value.content.hash}]`;
  if (Array.isArray(value)) return value.map(plainOf);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainOf(inner)]));
}

/** What is in a list or an object; undefined for a leaf. */
export function membersOf(value: unknown): readonly (readonly [string | number, unknown])[] | undefined {
  if (Array.isArray(value)) return value.length > 0 ? [...value.entries()] : undefined;
  if (!isPlain(value)) return undefined;
  const members = Object.entries(value);
  return members.length > 0 ? members : undefined;
}

/** The leaves of a value; with `json`, also those of JSON inside of strings. */
export function leavesOf(
  value: unknown,
  { json = false }: { readonly json?: boolean } = {},
  at: Pick<Leaf, "path" | "schemaPath"> = { path: [], schemaPath: "" },
): Leaf[] {
  const inside = json ? jsonIn(value) : undefined;
  const members = membersOf(inside ?? value);
  if (!members) return [{ ...at, value }];
  return members.flatMap(([step, inner]) =>
    leavesOf(
      inner,
      { json },
      {
        path: [...at.path, step],
        schemaPath: inside === undefined ? below(at.schemaPath, step) : at.schemaPath,
      },
    ),
  );
}

const below = (path: string, step: string | number) =>
  typeof step === "number" ? `${path}[]` : path === "" ? step : `${path}.${step}`;

/** A path as people write it: `environment.variables.TABLE`, `tags["cost centre"]`. */
export function pathText(path: PropertyPath): string {
  return path
    .map((step, i) =>
      typeof step === "number"
        ? `[${step}]`
        : /^[\w$:/@-]+$/.test(step)
          ? `${i > 0 ? "." : ""}${step}`
          : `[${JSON.stringify(step)}]`,
    )
    .join("");
}
