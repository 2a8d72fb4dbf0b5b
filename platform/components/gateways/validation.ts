import { createHash } from "node:crypto";
import { checkKeys } from "../../values/problems.ts";

/** What API Gateway checks of a request before it invokes the function; the handler's own schema still decides. */
export interface Validation {
  /** The JSON body, as OpenAPI 3.0 writes schemas: `z.toJSONSchema(schema, { target: "openapi-3.0", io: "input" })`. */
  readonly body?: object;
  /** Query parameters that must be there. */
  readonly query?: readonly string[];
  /** Headers that must be there. */
  readonly headers?: readonly string[];
}

/** What OpenAPI 3.0 hasn't, so that an import would fail or leave it out. Source: "Amazon API Gateway important notes". */
const unknownKeywords = [
  "$ref",
  "$defs",
  "definitions",
  "const",
  "prefixItems",
  "patternProperties",
  "propertyNames",
  "if",
  "then",
  "else",
  "discriminator",
];

/** Where the names below are keywords rather than names that the service chose. */
const named = ["properties"];

export function validationProblems(validate: Validation | undefined, path: string): string[] {
  if (validate === undefined) return [];
  const { body, query, headers } = validate;
  return [
    ...checkKeys(validate, ["body", "query", "headers"], `${path}validate.`),
    ...(body === undefined && !query?.length && !headers?.length
      ? [`${path}validate: it checks nothing; give body, query or headers, or leave it out.`]
      : []),
    ...(body === undefined ? [] : schemaProblems(body, `${path}validate.body`)),
  ];
}

function schemaProblems(schema: unknown, path: string): string[] {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema))
    return [`${path}: ${JSON.stringify(schema)} given; a JSON schema is expected.`];
  if (isValidator(schema))
    return [
      `${path}: a validator is given; turn it into a JSON schema: z.toJSONSchema(schema, { target: "openapi-3.0", io: "input" }).`,
    ];
  const found = [...new Set(keywordsOf(schema))];
  return found.map(
    (keyword) =>
      `${path}: ${keyword} is unknown to API Gateway; give a schema as OpenAPI 3.0 has it: z.toJSONSchema(schema, { target: "openapi-3.0", io: "input" }).`,
  );
}

/** A schema of zod or the like. What it makes of itself by `z.toJSONSchema` is plain data. */
const isValidator = (schema: object): boolean =>
  Object.getPrototypeOf(schema) !== Object.prototype ||
  Object.keys(schema).includes("~standard") ||
  Object.values(schema).some((value) => typeof value === "function");

function keywordsOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(keywordsOf);
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (named.includes(key)) return Object.values(value as object).flatMap(keywordsOf);
    if (key === "enum" || key === "default" || key === "example") return [];
    if (key === "type" && Array.isArray(value)) return ["a list of types"];
    if (/^exclusiveM(in|ax)imum$/.test(key) && typeof value === "number") return [`a number as ${key}`];
    return [...(unknownKeywords.includes(key) ? [key] : []), ...keywordsOf(value)];
  });
}

/** A schema as a model, named after what it says: equal schemas are one model. */
export function modelOf(schema: object): { readonly name: string; readonly schema: object } {
  // The standard's own members: they are about the schema, and not plain data.
  const plain = Object.entries(JSON.parse(JSON.stringify(schema)) as object);
  const model = Object.fromEntries(plain.filter(([key]) => key !== "$schema" && key !== "~standard"));
  const hash = createHash("sha256").update(JSON.stringify(model)).digest("hex").slice(0, 12);
  return { name: `Body${hash}`, schema: model };
}
