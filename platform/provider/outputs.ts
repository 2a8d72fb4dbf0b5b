import { type Properties, reveal, Secret, Unknown } from "../engine/graph/graph.ts";
import { autoName, nameInput } from "./auto-name.ts";
import { generic } from "./generic.ts";
import type { Place } from "./place.ts";
import { type Computed, type Context, known } from "./resources/index.ts";
import { type Schema, schemaOf } from "./schema/schema.ts";
import { digest } from "./stable-ids.ts";

interface Made {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
}

/** Whether values of a type can be computed here; those of other packages' types only their own providers know. */
export const computes = (type: string): boolean => type in known || schemaOf(type) !== undefined;

/** Id and outputs of a new resource, in the forms that AWS uses. */
export function outputsOf(
  resource: Made,
  place: Place,
  defaultTags: Properties,
): { id: string; outputs: Properties } {
  const schema = schemaOf(resource.type);
  const context = contextOf(resource, schema, place);
  const { id, ...computed }: Computed = known[resource.type]?.(context) ?? generic(schema, context);
  const outputs: Properties = {
    ...(schema && known[resource.type] ? rest(schema, context, computed) : {}),
    ...computed,
  };
  const naming = nameInput(schema?.inputs.map((input) => input.name) ?? []);
  if (naming) outputs[naming] ??= context.name;
  if (schema?.inputs.some((input) => input.name === "region")) outputs.region ??= context.region;
  if (has(schema, "tagsAll")) outputs.tagsAll = allTags(resource.inputs, defaultTags);
  return { id: id ?? context.name, outputs };
}

/** Outputs that stand inside of a block of inputs. */
const nested: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "aws:apigatewayv2/domainName:DomainName": {
    domainNameConfiguration: ["hostedZoneId", "targetDomainName"],
  },
};

/** In a preview only given values are known. */
export function previewOf(resource: Made, defaultTags: Properties): { id: string; outputs: Properties } {
  const schema = schemaOf(resource.type);
  const names = [
    ...(schema?.computed ?? []),
    ...(schema?.inputs ?? []).filter(({ name }) => name === "name" || name === "region"),
  ];
  const outputs: Properties = Object.fromEntries(names.map(({ name }) => [name, new Unknown()]));
  for (const [block, members] of Object.entries(nested[resource.type] ?? {}))
    outputs[block] = Object.fromEntries(members.map((member) => [member, new Unknown()]));
  if (has(schema, "tagsAll")) outputs.tagsAll = allTags(resource.inputs, defaultTags);
  return { id: "", outputs };
}

/** Computed outputs that the table of known types leaves out. */
function rest(schema: Schema, context: Context, made: Properties): Properties {
  const { id: _id, ...all } = generic(schema, context);
  return Object.fromEntries(Object.entries(all).filter(([name]) => !(name in made)));
}

const has = (schema: Schema | undefined, output: string) =>
  schema?.computed.some(({ name }) => name === output) ?? false;

/** A resource's own tags over the provider's; secret when they are. */
function allTags({ tags }: Properties, defaultTags: Properties): Properties | Secret {
  if (tags instanceof Secret) return new Secret(allTags({ tags: tags.reveal() }, defaultTags));
  const own = tags && typeof tags === "object" && !(tags instanceof Unknown) ? (tags as Properties) : {};
  return { ...defaultTags, ...own };
}

function contextOf(resource: Made, schema: Schema | undefined, place: Place): Context {
  const naming = nameInput(schema?.inputs.map((input) => input.name) ?? []) ?? "name";
  const inputs = reveal(resource.inputs) as Properties;
  const name = autoName(inputs[naming], { ...resource, inputs });
  const own = typeof inputs.region === "string" ? { ...place, region: inputs.region } : place;
  // Two stacks may use one name; ids that AWS draws at random differ all the same.
  return {
    ...own,
    type: resource.type,
    name,
    inputs,
    seed: digest(resource.urn),
    text: (key) => textOf(inputs[key]),
    apiUrl: apiUrls(own),
  };
}

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

function apiUrls(place: Place): Context["apiUrl"] {
  return (id, name) => {
    if (name !== undefined) place.apiNames.set(id, name);
    const known = place.apiNames.get(id);
    return known === undefined ? undefined : place.urls?.api?.(known).replace(/\/$/, "");
  };
}
