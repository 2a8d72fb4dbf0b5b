import { createHash } from "node:crypto";
import { checkKeys, checkTexts } from "../../../../values/problems.ts";

/** A schema of zod, or of any library, that converts itself to a JSON schema. Source: "Standard JSON Schema". */
interface JsonSchemaSource {
  readonly "~standard": {
    readonly jsonSchema: { readonly input: (options: { readonly target: "openapi-3.0" }) => object };
  };
}

/** Checks by API Gateway before it invokes the function; the handler's own schema still decides. */
export interface Validation {
  /** The JSON body: the handler's schema (zod), or a JSON schema as OpenAPI 3.0 has it. */
  readonly body?: object;
  /** Query parameters that must be there. */
  readonly query?: readonly string[];
  /** Headers that must be there. */
  readonly headers?: readonly string[];
}

/** Keywords that OpenAPI 3.0 lacks: an import fails or leaves them out. Source: "Amazon API Gateway important notes". */
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
    ...checkTexts(`${path}validate.query`, query),
    ...checkTexts(`${path}validate.headers`, headers),
    ...(body === undefined ? [] : schemaProblems(body, `${path}validate.body`)),
  ];
}

function schemaProblems(body: unknown, path: string): string[] {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return [`${path}: ${JSON.stringify(body)} given; a schema is expected.`];
  if (isValidator(body) && !isSource(body))
    return [`${path}: a validator is given that can't be converted to a JSON schema; give the JSON schema.`];
  let schema: object;
  try {
    schema = plainSchema(body);
  } catch (error) {
    return [`${path}: it can't be converted to a JSON schema: ${(error as Error).message}`];
  }
  const found = [...new Set(keywordsOf(schema))];
  return found.map(
    (keyword) =>
      `${path}: ${keyword} is unknown to API Gateway; give the handler's own schema, or one as OpenAPI 3.0 has it.`,
  );
}

/** Whether it is a library's schema, rather than a JSON schema such as `z.toJSONSchema` makes. */
const isValidator = (schema: object): boolean =>
  Object.getPrototypeOf(schema) !== Object.prototype ||
  Object.keys(schema).includes("~standard") ||
  Object.values(schema).some((value) => typeof value === "function");

const isSource = (schema: object): schema is JsonSchemaSource => {
  const standard = "~standard" in schema ? schema["~standard"] : undefined;
  return typeof standard === "object" && standard !== null && "jsonSchema" in standard;
};

/** The JSON schema of what is given. */
function plainSchema(schema: object): object {
  return isValidator(schema) && isSource(schema)
    ? schema["~standard"].jsonSchema.input({ target: "openapi-3.0" })
    : schema;
}

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

/** A schema as a model, named after its content: equal schemas are one model. */
export function modelOf(schema: object): { readonly name: string; readonly schema: object } {
  // The standard's own members are about the schema, and are no plain data.
  const plain = Object.entries(JSON.parse(JSON.stringify(plainSchema(schema))) as object);
  const model = Object.fromEntries(plain.filter(([key]) => key !== "$schema" && key !== "~standard"));
  const hash = createHash("sha256").update(JSON.stringify(model)).digest("hex").slice(0, 12);
  return { name: `Body${hash}`, schema: model };
}
