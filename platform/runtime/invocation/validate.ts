import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Issue } from "../errors/errors.ts";

/** Any Standard Schema: zod, valibot, arktype. */
export type Schema = StandardSchemaV1;
/** The output of a schema; `Otherwise` without a schema. */
export type Parsed<S, Otherwise> = S extends StandardSchemaV1 ? StandardSchemaV1.InferOutput<S> : Otherwise;

export type Checked = { readonly value: unknown; readonly issues?: undefined } | { readonly issues: Issue[] };

/** Checks a value; without a schema it passes as it is. `part` becomes `in` of each issue. */
export async function check(schema: Schema | undefined, part: string, value: unknown): Promise<Checked> {
  if (schema === undefined) return { value };
  let result = schema["~standard"].validate(value);
  if (result instanceof Promise) result = await result;
  if (result.issues === undefined) return { value: result.value };
  return {
    issues: result.issues.map(({ path, message }) => ({ in: part, path: place(path ?? []), message })),
  };
}

/** Parses JSON and checks the value. */
export async function checkJson(
  schema: Schema | undefined,
  part: string,
  text: string | undefined,
): Promise<Checked> {
  if (schema === undefined) return { value: text };
  let value: unknown;
  try {
    value = text === undefined || text === "" ? undefined : JSON.parse(text);
  } catch {
    return { issues: [{ in: part, path: "", message: "It is not valid JSON." }] };
  }
  return check(schema, part, value);
}

/** `["items", 0, "sku"]` as `items[0].sku`. */
function place(path: NonNullable<StandardSchemaV1.Issue["path"]>): string {
  let text = "";
  for (const segment of path) {
    const key = typeof segment === "object" ? segment.key : segment;
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(String(key))) text += text === "" ? String(key) : `.${String(key)}`;
    else text += `[${JSON.stringify(String(key))}]`;
  }
  return text;
}
