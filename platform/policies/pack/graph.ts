import type { PolicyResource, PolicyResourceOptions, ResourceValidationArgs } from "@pulumi/policy";
import { Graph, type Properties, type Resource } from "../../engine/index.ts";
import { copied } from "./values.ts";

/** The inputs of the resources that a program registers, by URN: a stack's validation has their outputs only. */
export class Inputs {
  readonly #inputs = new Map<string, Properties>();

  add({ urn, props }: Pick<ResourceValidationArgs, "urn" | "props">): void {
    this.#inputs.set(urn, copied(() => props) as Properties);
  }

  /** The graph of a stack as its validation has it. What was only read has no inputs, as it is never registered. */
  graph(resources: readonly PolicyResource[]): Graph {
    const [, , stack = "", project = ""] = (resources[0]?.urn ?? "").split(":").filter((part) => part !== "");
    return new Graph({
      project,
      stack,
      resources: resources.map((one) => this.#resource(one)),
      outputs: {},
      invocations: [],
      logs: [],
    });
  }

  #resource(one: PolicyResource): Resource {
    const { urn, type, name, opts, parent, dependencies, propertyDependencies, provider } = one;
    const inputs = this.#inputs.get(urn);
    const outputs = copied(() => one.props) as Properties;
    return {
      urn,
      type,
      name,
      custom: /^pulumi:providers:|^[\w-]+:[\w/-]+\/[\w]+:\w+$/.test(type),
      ...(parent && { parent: parent.urn }),
      id: typeof outputs["id"] === "string" ? outputs["id"] : "",
      inputs: inputs ?? {},
      outputs,
      dependencies: dependencies.map((other) => other.urn),
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([input, others]) => [
          input,
          others.map((other) => other.urn),
        ]),
      ),
      ...(provider && { provider: `${provider.urn}::` }),
      ...optionsOf(opts),
      version: "",
      external: inputs === undefined,
    };
  }
}

const optionsOf = (opts: PolicyResourceOptions) => ({
  protect: opts.protect,
  // The protocol has no such option.
  retainOnDelete: false,
  ignoreChanges: opts.ignoreChanges,
  replaceOnChanges: [],
  additionalSecretOutputs: opts.additionalSecretOutputs,
  aliases: opts.aliases,
});
