import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { Graph, type Resource } from "../../../platform/engine/index.ts";
import { type Change, compare, type ServiceImpact } from "../../../platform/fleet/impact/index.ts";
import { graphOfProgram, type ProgramOptions } from "../../support/index.ts";

type Program = () => unknown;

/** What comes of a service when its program becomes another one. */
export async function impactOf(
  before: Program,
  after: Program,
  options: ProgramOptions = {},
): Promise<ServiceImpact> {
  return compare(await graphOfProgram(before, options), await graphOfProgram(after, options));
}

export function changeOf({ changes }: ServiceImpact, name: string): Change {
  const found = changes.find((one) => one.name === name);
  if (!found)
    throw new Error(`nothing changes ${name}; there are ${changes.map((one) => one.name).join(", ")}`);
  return found;
}

export const table = (name: string, hashKey: string, options: pulumi.CustomResourceOptions = {}) =>
  new aws.dynamodb.Table(name, { hashKey, attributes: [{ name: hashKey, type: "S" }] }, options);

/** A resource of a graph that no program made; its URN follows from type and name. */
export function resourceOf(type: string, name: string, more: Partial<Resource> = {}): Resource {
  const inputs = more.inputs ?? {};
  return {
    urn: `urn:pulumi:prod::shop::${type}::${name}`,
    type,
    name,
    custom: true,
    id: `id-of-${name}`,
    inputs,
    outputs: { ...inputs, arn: `arn:aws:test:eu-west-1:123456789012:${name}` },
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: [],
    aliases: [],
    version: "",
    external: false,
    ...more,
  };
}

export function graphWith(resources: readonly Resource[], project = "shop"): Graph {
  return new Graph({ project, stack: "prod", resources, outputs: {}, invocations: [], logs: [] });
}

const types = [
  ["aws:sqs/queue:Queue", ["delaySeconds", "fifoQueue", "name", "policy"]],
  ["aws:iam/role:Role", ["path", "name", "assumeRolePolicy"]],
  ["aws:dynamodb/table:Table", ["hashKey", "name", "billingMode"]],
  ["aws:lambda/permission:Permission", ["principal", "sourceArn"]],
] as const;

const value = fc.constantFrom("a", "b", '{"x":1,"y":[2]}', '{"x":2}');

/** Graphs of up to five resources of four types, some of whose inputs come from others. */
export const graphs = fc
  .array(
    fc.record({
      kind: fc.nat(types.length - 1),
      name: fc.constantFrom("one", "two", "three"),
      values: fc.array(fc.option(value), { minLength: 4, maxLength: 4 }),
      from: fc.option(fc.tuple(fc.nat(4), fc.nat(3))),
      protect: fc.boolean(),
    }),
    { maxLength: 5 },
  )
  .map((specs) => {
    const made: Resource[] = [];
    for (const { kind, name, values, from, protect } of specs) {
      const [type, keys] = types[kind]!;
      const inputs: Record<string, unknown> = {};
      for (const [i, key] of keys.entries()) if (values[i] !== null) inputs[key] = values[i];
      const source = from && made[from[0]];
      const key = from && keys[from[1] % keys.length];
      const linked = source && key;
      if (linked) inputs[key] = source.outputs.arn;
      const one = resourceOf(type, name, {
        inputs,
        protect,
        ...(linked && { dependencies: [source.urn], propertyDependencies: { [key]: [source.urn] } }),
      });
      if (!made.some(({ urn }) => urn === one.urn)) made.push(one);
    }
    return graphWith(made);
  });
