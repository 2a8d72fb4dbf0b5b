import { isObject } from "../../values/objects.ts";

/** JSON in one form: members in the order of their names, without space between them. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? "";
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** The object or list that a string holds as JSON; undefined for any other value. */
export function jsonIn(value: unknown): Record<string, unknown> | readonly unknown[] | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) || isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
