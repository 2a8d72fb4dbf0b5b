/** Inputs of a resource as its graph has them, secrets revealed. */
export type Inputs = Readonly<Record<string, unknown>>;

/** A template in CloudFormation's own words. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>>;
}

/** A value that the provider takes as JSON and CloudFormation as an object. */
export const json = (text: unknown): unknown => (typeof text === "string" ? JSON.parse(text) : text);

export const list = (value: unknown): Inputs[] => (Array.isArray(value) ? (value as Inputs[]) : []);

export const tagMap = (tags: Record<string, string>): unknown => tags;

export const tagList = (tags: Record<string, string>): unknown =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

const upper = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);

/** Names in CloudFormation's case at every depth; what lies under one of the `data` paths stays as it is. */
export function named(value: unknown, data: readonly string[], path = ""): unknown {
  if (data.includes(path)) return value;
  if (Array.isArray(value)) return value.map((item) => named(item, data, path));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => {
        const name = upper(key);
        return [name, named(item, data, path === "" ? name : `${path}.${name}`)];
      }),
  );
}
