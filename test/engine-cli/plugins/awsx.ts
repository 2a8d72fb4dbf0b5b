/**
 * A plugin for awsx that asks nothing of AWS and builds no image: it registers the parts that `platform/provider/awsx.ts`
 * says, which go to the provider beside it.
 */
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { type Properties, Unknown } from "../../../platform/engine/index.ts";
import { construct } from "../../../platform/provider/awsx.ts";

const require = createRequire(import.meta.url);
const { main }: typeof import("@pulumi/pulumi/provider/index.js") = require("@pulumi/pulumi/provider");
const { version }: { version: string } = require("@pulumi/awsx/package.json");

/** Outputs of AWS's resources that the components use. */
const computed: Readonly<Record<string, readonly string[]>> = {
  "aws:ecr/repository:Repository": ["repositoryUrl"],
};

class Remote extends pulumi.ComponentResource {}
class Part extends pulumi.CustomResource {}

/** What the SDK keeps to itself of an output. */
interface Known {
  readonly isKnown: Promise<boolean>;
  promise(): Promise<unknown>;
}
const isOutput = (value: unknown): value is Known =>
  typeof value === "object" && value !== null && "isKnown" in value && "promise" in value;

/** Outputs as values, those that only a deployment knows as `Unknown`. */
async function settled(values: Readonly<Record<string, unknown>>): Promise<Properties> {
  const entries = Object.entries(values).map(async ([key, value]) => {
    const output: unknown = pulumi.output(value);
    if (!isOutput(output)) return [key, output] as const;
    return [key, (await output.isKnown) ? await output.promise() : new Unknown()] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** `Unknown` as the SDK has it. */
function unsettled(value: unknown): unknown {
  if (value instanceof Unknown) return pulumi.unknown;
  if (Array.isArray(value)) return value.map(unsettled);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unsettled(inner)]));
}

await main(
  {
    version,
    async construct(name, type, inputs, options) {
      const component = new Remote(type, name, inputs, options);
      const given = await settled(inputs);
      const outputs = await construct({ type, name, inputs: given }, async (type, name, inputs) => {
        const own = Object.fromEntries((computed[type] ?? []).map((key) => [key, undefined]));
        const props = { ...own, ...(unsettled(inputs) as Properties) };
        const made = new Part(type, name, props, { parent: component });
        const { urn: _, ...rest } = made as unknown as Record<string, unknown>;
        const names = Object.keys(props);
        const outputs = await settled(Object.fromEntries(names.map((key) => [key, rest[key]])));
        return { id: "", outputs };
      });
      if (!outputs) throw new Error(`there is no stand-in for ${type}`);
      return { urn: component.urn, state: unsettled(outputs) as pulumi.Inputs };
    },
  },
  process.argv.slice(2),
);
