import * as pulumi from "@pulumi/pulumi";
import { isLater, shown } from "../../values/problems.ts";

/** Parts of a value that JSON would leave out, turn into null or refuse. Outputs may stand anywhere in it. */
export function jsonProblems(argument: string, value: unknown, above: readonly unknown[] = []): string[] {
  if (above.includes(value)) return [`${argument}: it holds itself; JSON can't.`];
  const own = json(value);
  if (isLater(own) || own === null || Number.isFinite(own)) return [];
  if (typeof own === "string" || typeof own === "boolean") return [];
  if (typeof own !== "object" || pulumi.Resource.isInstance(own))
    return [`${argument}: ${shown(value)} given; JSON has no form for it.`];
  const inside = [...above, value];
  // A hole in a list is undefined too.
  if (Array.isArray(own))
    return Array.from<unknown>(own).flatMap((one, i) => jsonProblems(`${argument}[${i}]`, one, inside));
  return Object.entries(own).flatMap(([key, one]) => jsonProblems(`${argument}.${key}`, one, inside));
}

/** A value as JSON; what it holds of outputs is known once they are. */
export const jsonOf = (value: unknown): pulumi.Output<string> => pulumi.jsonStringify(plain(value));

/** A value of nothing but lists, objects and outputs: Pulumi would take a date for an object without members. */
function plain(given: unknown): unknown {
  const value = json(given);
  if (typeof value !== "object" || value === null || isLater(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

/** A value's own form in JSON, such as that of a date. */
function json(value: unknown): unknown {
  if (typeof value !== "object" || value === null || isLater(value)) return value;
  return "toJSON" in value && typeof value.toJSON === "function" ? value.toJSON() : value;
}
