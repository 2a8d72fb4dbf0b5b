import { Unknown, type Value } from "../../engine/index.ts";

/**
 * A copy of what a policy is given, with `Unknown` where a value is known after deployment only: in a preview, reading such a value
 * throws. Secrets come as they are: the pack's protocol tells nothing of them.
 */
export function copied(read: () => unknown): Value {
  let value: unknown;
  try {
    value = read();
  } catch (error) {
    if ((error as Error).constructor.name === "UnknownValueError") return new Unknown();
    throw error;
  }
  if (Array.isArray(value)) return value.map((_, i) => copied(() => value[i]));
  if (typeof value !== "object" || value === null || value instanceof Promise) return value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, copied(() => (value as Record<string, unknown>)[key])]),
  );
}
