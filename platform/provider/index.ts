import { type Properties, reveal, Unknown } from "../engine/graph/graph.ts";
import type { Provider } from "../engine/monitor/provider.ts";
import { construct } from "./awsx.ts";
import { answer } from "./invokes.ts";
import { isOfName, nameProblems } from "./names.ts";
import { computes, outputsOf, previewOf } from "./outputs.ts";
import { type Place, placeProblems } from "./place.ts";
import { checkInputs } from "./schema/inputs.ts";
import { computedFrom } from "./unknown.ts";

export { isNormalised } from "./schema/normalised.ts";
export { isDeletedFirst, replacedBy } from "./schema/replacement.ts";
export { resultOf } from "./schema/results.ts";
export { schemaOf, taggable } from "./schema/schema.ts";

export interface AwsProviderOptions {
  /** Default: `eu-west-1`. */
  readonly region?: string;
  /** Default: `123456789012`. */
  readonly account?: string;
  /** Default: AWS's own forms. */
  readonly urls?: Place["urls"];
}

/**
 * The AWS provider's part of a run without AWS: checks inputs against the types of the installed @pulumi/aws and
 * makes up ids, ARNs and URLs in AWS's forms. The same inputs always give the same values.
 */
export function awsProvider({
  region = "eu-west-1",
  account = "123456789012",
  urls,
}: AwsProviderOptions = {}): Provider {
  const place: Place = { region, account, urls, apiNames: new Map() };
  return {
    check: (type, inputs, providerInputs = {}) => [
      ...checkInputs(type, inputs).filter(({ property }) => !isOfName(type, inputs, property)),
      ...placeProblems(type, inputs, placeOf(place, providerInputs)),
    ],
    checkTogether: (resources) => nameProblems(resources, (inputs) => placeOf(place, inputs)),
    create(resource, { preview, providerInputs = {} }) {
      if (!computes(resource.type)) return { id: "", outputs: {}, foreign: true };
      const tags = defaultTags(providerInputs);
      if (preview) return previewOf(resource, tags);
      const at = placeOf(place, providerInputs);
      return computedFrom(resource.inputs, (inputs) => outputsOf({ ...resource, inputs }, at, tags));
    },
    read({ type, name, id, inputs }) {
      if (!computes(type)) return undefined;
      const made = outputsOf(
        { urn: `${type}::${id}`, type, name, inputs: { name: nameIn(id), ...inputs } },
        place,
        {},
      );
      return made.outputs;
    },
    construct,
    invoke: (token, args) => answer(token, args, place),
  };
}

/** A provider made in the program may name another region. */
function placeOf(place: Place, provider: Properties): Place {
  const region = reveal(provider.region);
  return typeof region === "string" && region ? { ...place, region } : place;
}

/** A looked-up resource is named by the end of its id, be that a name, an ARN or a URL. */
const nameIn = (id: string): string => id.split(/[/:]/).at(-1) ?? id;

/** Tags that the provider adds to everything; nested provider settings arrive as JSON. */
function defaultTags(provider: Properties): Properties {
  const given = reveal(provider.defaultTags);
  if (given === undefined || given instanceof Unknown) return {};
  try {
    const parsed = (typeof given === "string" ? JSON.parse(given) : given) as { tags?: Properties };
    return parsed.tags ?? {};
  } catch {
    return {};
  }
}
