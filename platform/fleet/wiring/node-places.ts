import type { Graph, Properties, Resource } from "../../engine/index.ts";
import { externalNode, nodeOf, type WiringNode } from "./wiring-nodes.ts";

/** Finds the nodes that ARNs, URLs, names and ids lead to. */
export class Places {
  readonly nodes = new Map<string, WiringNode>();
  readonly #resources = new Map<string, Resource>();
  readonly #graph: Graph;

  constructor(graph: Graph) {
    this.#graph = graph;
    for (const resource of graph.resources) {
      const node = resource.custom ? nodeOf(graph, resource) : undefined;
      if (node) this.nodes.set(node.urn, node);
      for (const key of keysOf(resource)) this.#resources.set(`${resource.type} ${key}`, resource);
      const { arn } = resource.outputs;
      for (const place of [arn, resource.outputs.url, resource.outputs.invokeArn])
        if (typeof place === "string" && node) this.#resources.set(place, resource);
    }
  }

  /** The resource of a type with this name, id or ARN. */
  resource(type: string, key: unknown): Resource | undefined {
    return this.#resources.get(`${type} ${key}`);
  }

  /** The URN of the node of a resource of a type, by name, id or ARN. */
  node(type: string, key: unknown): string | undefined {
    return this.resource(type, key)?.urn;
  }

  /** The URN of the node that an ARN or URL leads to: itself, a part of it or one of its versions. */
  at(place: unknown): string | undefined {
    if (typeof place !== "string") return undefined;
    const arn = /\/functions\/(arn:.*)\/invocations$/.exec(place)?.[1] ?? place;
    for (const whole of wholesOf(arn)) {
      const found = this.#resources.get(whole);
      if (found) return found.urn;
    }
    return undefined;
  }

  /** As `at`; a place that isn't of this service becomes a node of its own. */
  anywhere(place: unknown): string | undefined {
    const found = this.at(place);
    if (found !== undefined || typeof place !== "string" || !place.startsWith("arn:")) return found;
    const arn = place.replace(/:live$/, "");
    this.nodes.set(arn, externalNode(arn));
    return arn;
  }

  /** The inputs of all resources of a type, in the order of the graph. */
  inputs(type: string): { readonly urn: string; readonly inputs: Readonly<Properties> }[] {
    return this.#graph.of(type).map((resource) => ({ urn: resource.urn, inputs: resource.inputs }));
  }
}

/** An ARN or URL, then what it is a part or a version of, the nearest first. */
export function* wholesOf(place: string): Generator<string> {
  for (
    let end = place.length;
    end > 0;
    end = Math.max(place.lastIndexOf(":", end - 1), place.lastIndexOf("/", end - 1))
  )
    yield place.slice(0, end);
}

/** A resource's names in other resources: its id, ARN, name, and the domains that it answers at. */
function keysOf({ id, inputs, outputs }: Resource): string[] {
  return [id, outputs.id, outputs.arn, outputs.name, inputs.name, outputs.bucket, outputs.functionUrl].filter(
    (key): key is string => typeof key === "string" && key !== "",
  );
}
