import { AssetValue, type Properties, Secret, Unknown, type Value } from "../../engine/graph/graph.ts";
import type { Problem } from "../../engine/run/options.ts";
import { closest } from "../../values/problems.ts";
import type { Member, Shape } from "./dts.ts";
import { type Schema, schemaOf } from "./schema.ts";

/** Everything wrong with the inputs of a resource, by what the types of @pulumi/aws say. */
export function checkInputs(type: string, inputs: Properties): Problem[] {
  const schema = schemaOf(type);
  if (!schema) return [];
  const problems: Problem[] = [];
  checkObject(schema, schema.inputs, inputs, "", problems);
  return problems;
}

function checkObject(
  schema: Schema,
  members: readonly Member[],
  value: Properties,
  at: string,
  into: Problem[],
): void {
  const path = (name: string) => (at ? `${at}.${name}` : name);
  const names = members.map((member) => member.name);
  for (const name of Object.keys(value)) {
    if (names.includes(name)) continue;
    const hint = names.length > 0 ? `; did you mean ${closest(name, names)}?` : "";
    into.push({
      property: path(name),
      reason: `there is no such property${hint} (there are: ${names.join(", ")})`,
    });
  }
  for (const { name, required, shape } of members) {
    const given = value[name];
    if (given !== undefined) checkValue(schema, shape, given, path(name), into);
    else if (required)
      into.push({ property: path(name), reason: `is required but was not given; give it ${words(shape)}` });
  }
}

function checkValue(schema: Schema, shape: Shape, given: Value, at: string, into: Problem[]): void {
  if (given instanceof Secret) {
    // Reasons quote what was given; of a secret only that it is one.
    const inside: Problem[] = [];
    checkValue(schema, shape, given.reveal(), at, inside);
    into.push(
      ...inside.map(({ property, reason }) => ({
        property,
        reason: reason.replace(/(?<=; ).* given$/s, "a secret given"),
      })),
    );
    return;
  }
  if (given instanceof Unknown || given === null || shape === "any") return;
  const wrong = () => into.push({ property: at, reason: `has to be ${words(shape)}; ${shown(given)} given` });
  if (typeof shape === "string") {
    if (!fits(shape, given)) wrong();
  } else if ("enum" in shape) {
    if (!shape.enum.includes(given as string)) wrong();
  } else if ("anyOf" in shape) {
    checkUnion(schema, shape.anyOf, given, at, into);
  } else if ("array" in shape) {
    if (!Array.isArray(given)) wrong();
    else
      given.forEach((item, i) => {
        checkValue(schema, shape.array, item, `${at}[${i}]`, into);
      });
  } else if (!isPlain(given)) wrong();
  else if ("map" in shape)
    for (const [key, item] of Object.entries(given))
      checkValue(schema, shape.map, item, `${at}.${key}`, into);
  else {
    const members = schema.nested[shape.ref];
    if (members) checkObject(schema, members, given, at, into);
  }
}

function checkUnion(
  schema: Schema,
  parts: readonly Shape[],
  given: Value,
  at: string,
  into: Problem[],
): void {
  const objects = parts.flatMap((part) => (typeof part === "object" && "ref" in part ? [part.ref] : []));
  if (isPlain(given) && objects.length > 0) {
    const all = objects.map((ref) => schema.nested[ref] ?? []);
    // As in TypeScript, an object of a union may have properties of several of its members.
    const members = all.length === 1 ? all[0]! : all.flat().map((member) => ({ ...member, required: false }));
    checkObject(schema, members, given, at, into);
    return;
  }
  const valid = parts.some((part) => {
    const problems: Problem[] = [];
    checkValue(schema, part, given, at, problems);
    return problems.length === 0;
  });
  if (!valid)
    into.push({ property: at, reason: `has to be ${words({ anyOf: parts })}; ${shown(given)} given` });
}

const isPlain = (value: Value): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof AssetValue);

function fits(shape: "string" | "number" | "boolean" | "asset", given: Value): boolean {
  if (shape === "asset") return given instanceof AssetValue;
  // The provider turns numbers and booleans into text itself, as for environment variables.
  if (shape === "string") return ["string", "number", "boolean"].includes(typeof given);
  return typeof given === shape;
}

function words(shape: Shape): string {
  if (typeof shape === "string")
    return {
      string: "a string",
      number: "a number",
      boolean: "true or false",
      any: "a value",
      asset: "a file or archive",
    }[shape];
  if ("array" in shape) return "an array";
  if ("enum" in shape) return `one of ${shape.enum.map((value) => JSON.stringify(value)).join(", ")}`;
  if ("anyOf" in shape) return shape.anyOf.map(words).join(" or ");
  return "an object";
}

function shown(given: Value): string {
  if (given instanceof AssetValue) return "a file or archive";
  if (Array.isArray(given)) return "an array";
  if (typeof given === "object") return "an object";
  const text = JSON.stringify(given);
  return text.length > 80 ? `${text.slice(0, 77)}..." (${typeof given})` : text;
}
