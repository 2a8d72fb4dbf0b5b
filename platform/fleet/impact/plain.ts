/** Whether a value is an object of members: no list, and no secret, asset or unknown value. */
export function isPlain(value: unknown): value is Record<string | number, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
