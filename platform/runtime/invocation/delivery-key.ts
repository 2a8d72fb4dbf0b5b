/** The key. Without one it throws, as everything without a key would count as the same. */
export function checkKey(wrapper: string, key: unknown): string {
  if (typeof key === "string" && key !== "") return key;
  throw new TypeError(`${wrapper}: the idempotency key is ${JSON.stringify(key)}; give a text.`);
}
