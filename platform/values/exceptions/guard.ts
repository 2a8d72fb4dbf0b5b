import { isDeepStrictEqual } from "node:util";
import { at, isTree, type Tree, withValue } from "../layers/tree.ts";
import type { Exception, Override } from "../ledger.ts";
import { isLater, shown } from "../problems.ts";
import { exceptionProblems } from "./problems.ts";

/** Settings as a program or a stack's config gives them, with the overrides taken out. */
export interface Unwrapped {
  /** Plain values. */
  readonly values: Tree;
  /** What stands in the place of a plain value, by the setting's path. */
  readonly overrides: ReadonlyMap<string, Partial<Override<unknown>>>;
}

/** A problem with one setting. */
export interface SettingProblem {
  readonly setting: string;
  readonly problem: string;
}

/** Takes the overrides out: where a guarded setting has an object, its `value` holds. */
export function unwrap(given: Tree, guarded: readonly string[]): Unwrapped {
  const overrides = new Map<string, Partial<Override<unknown>>>();
  let values = given;
  for (const setting of guarded) {
    const path = setting.split(".");
    const value = at(given, path);
    if (!isTree(value) || isLater(value)) continue;
    overrides.set(setting, dated(value));
    values = withValue(values, path, value.value);
  }
  return { values, overrides };
}

/** How messages call a setting. */
type Place = (path: readonly string[]) => string;

/** A problem for each plain value that differs from what the organisation decides for a guarded setting. */
export function plainProblems(
  { values, overrides }: Unwrapped,
  {
    decided,
    guarded,
    place,
  }: { readonly decided: Tree; readonly guarded: readonly string[]; readonly place: Place },
): SettingProblem[] {
  return guarded
    .filter((setting) => !overrides.has(setting))
    .flatMap((setting) => {
      const path = setting.split(".");
      return plainProblem(place(path), at(values, path), at(decided, path)).map((problem) => ({
        setting,
        problem,
      }));
    });
}

/**
 * The pulumi CLI (3.259) reads a date without quotes in a stack's file as a moment, and hands it on in words of Go's; other readers of
 * YAML 1.2 keep it as it is written.
 */
function dated(override: Tree): Tree {
  const [, day] = /^(\d{4}-\d{2}-\d{2}) 00:00:00 \+0000 UTC$/.exec(String(override.expires)) ?? [];
  return day === undefined ? override : { ...override, expires: day };
}

/** Everything wrong with what overrides state about themselves. */
export function overrideProblems({ overrides }: Unwrapped, place: Place): SettingProblem[] {
  return [...overrides].flatMap(([setting, override]) => {
    const where = place(setting.split("."));
    const missing = `${where}.value: it is missing; give the value that holds instead of the organisation's.`;
    return [
      ...(override.value === undefined ? [missing] : []),
      ...exceptionProblems(override, `${where}.`, ["value"]),
    ].map((problem) => ({ setting, problem }));
  });
}

function plainProblem(where: string, value: unknown, decided: unknown): string[] {
  if (value === undefined || isDeepStrictEqual(value, decided)) return [];
  const key = where.split(".").at(-1);
  return [
    `${where}: ${shown(value)} given, where the organisation decides ${shown(decided)}. The setting is guarded: leave it out, or write ` +
      `${key}: { value: ${shown(value)}, reason: "...", owner: "payments", expires: "2027-03-31" }. See docs/defaults.md.`,
  ];
}

/** What an override of a setting enters into the ledger; undefined where its value is the organisation's own. */
export function entryOf(
  setting: string,
  override: Partial<Override<unknown>>,
  { decided, below }: { readonly decided: Tree; readonly below: Tree },
): (Exception & { setting: string; value: unknown; instead: unknown }) | undefined {
  const path = setting.split(".");
  const { value, reason = "", owner = "", expires = "" } = override;
  if (isDeepStrictEqual(value, at(decided, path))) return undefined;
  return { setting, value, instead: at(below, path), reason, owner, expires };
}
