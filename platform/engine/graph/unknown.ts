import { Secret, Unknown, type Value } from "./graph.ts";

/** Whether a value is unknown, or holds something that is. */
export function holdsUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (value instanceof Secret) return holdsUnknown(value.reveal());
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}
