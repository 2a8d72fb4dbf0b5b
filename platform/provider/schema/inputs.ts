import { AssetValue, type Properties, Secret, Unknown, type Value } from "../../engine/graph/graph.ts";
import type { Problem } from "../../engine/monitor/provider.ts";
import { closest } from "../../values/problems.ts";
import type { Member, Shape } from "./dts.ts";
import { refusals } from "./refusals.ts";
import { type Schema, schemaOf } from "./schema.ts";

/** Everything wrong with the inputs of a resource, by the types of @pulumi/aws and by what the provider itself refuses. */
export function checkInputs(type: string, inputs: Properties): Problem[] {
  const schema = schemaOf(type);
  if (!schema) return [];
  const ofTypes = [...problemsOfObject(schema, schema.inputs, inputs, "")];
  // Of a value of the wrong type, that is what there is to say.
  const told = new Set(ofTypes.map(({ property }) => property));
  return [...ofTypes, ...refusals(type, inputs).filter(({ property }) => !told.has(property))];
}

function* problemsOfObject(
  schema: Schema,
  members: readonly Member[],
  value: Properties,
  at: string,
): Iterable<Problem> {
  const path = (name: string) => (at ? `${at}.${name}` : name);
  const names = members.map((member) => member.name);
  for (const name of Object.keys(value)) {
    if (names.includes(name)) continue;
    const hint = names.length > 0 ? `; did you mean ${closest(name, names)}?` : "";
    yield {
      property: path(name),
      reason: `there is no such property${hint} (there are: ${names.join(", ")})`,
    };
  }
  for (const { name, required, shape } of members) {
    const given = value[name];
    if (given !== undefined) yield* problemsOf(schema, shape, given, path(name));
    else if (required)
      yield { property: path(name), reason: `is required but was not given; give it ${words(shape)}` };
  }
}

function* problemsOf(schema: Schema, shape: Shape, given: Value, at: string): Iterable<Problem> {
  if (given instanceof Secret) {
    // Reasons quote the value given; of a secret only that it is one.
    for (const { property, reason } of problemsOf(schema, shape, given.reveal(), at))
      yield { property, reason: reason.replace(/(?<=; ).* given$/s, "a secret given") };
    return;
  }
  if (given instanceof Unknown || given === null || shape === "any") return;
  const wrong = { property: at, reason: `has to be ${words(shape)}; ${shown(given)} given` };
  if (typeof shape === "string") {
    if (!fits(shape, given)) yield wrong;
  } else if ("enum" in shape) {
    if (!shape.enum.includes(given as string)) yield wrong;
  } else if ("anyOf" in shape) {
    yield* problemsOfUnion(schema, shape.anyOf, given, at);
  } else if ("array" in shape) {
    if (!Array.isArray(given)) yield wrong;
    else for (const [i, item] of given.entries()) yield* problemsOf(schema, shape.array, item, `${at}[${i}]`);
  } else if (!isPlain(given)) yield wrong;
  else if ("map" in shape)
    for (const [key, item] of Object.entries(given))
      yield* problemsOf(schema, shape.map, item, `${at}.${key}`);
  else {
    const members = schema.nested[shape.ref];
    if (members) yield* problemsOfObject(schema, members, given, at);
  }
}

function* problemsOfUnion(
  schema: Schema,
  parts: readonly Shape[],
  given: Value,
  at: string,
): Iterable<Problem> {
  const objects = parts.flatMap((part) => (typeof part === "object" && "ref" in part ? [part.ref] : []));
  if (isPlain(given) && objects.length > 0) {
    const all = objects.map((ref) => schema.nested[ref] ?? []);
    // As in TypeScript, an object of a union may have properties of several of its members.
    const members = all.length === 1 ? all[0]! : all.flat().map((member) => ({ ...member, required: false }));
    yield* problemsOfObject(schema, members, given, at);
    return;
  }
  const valid = parts.some((part) => [...problemsOf(schema, part, given, at)].length === 0);
  if (!valid) yield { property: at, reason: `has to be ${words({ anyOf: parts })}; ${shown(given)} given` };
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
