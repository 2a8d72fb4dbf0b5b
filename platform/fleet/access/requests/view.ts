import { type Graph, inputsOf, managed, type Resource } from "../../../engine/index.ts";
import { Places } from "../../wiring/node-places.ts";
import { objectOf } from "../../wiring/wiring-nodes.ts";

/** A managed resource with the values of its secrets. */
export interface Made {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A graph, as the requests of its edges are read off it. */
export class View {
  readonly graph: Graph;
  readonly places: Places;

  constructor(graph: Graph) {
    this.graph = graph;
    this.places = new Places(graph);
  }

  /** What the program makes of a type. */
  of(type: string): Made[] {
    return managed(this.graph, type).map(made);
  }

  /** The resource of a type by its name, id or ARN. */
  one(type: string, key: unknown): Made | undefined {
    const resource = this.places.resource(type, key);
    return resource && made(resource);
  }

  /** The node at an ARN or URL; the ARN itself where that is outside of the graph. */
  node(place: unknown): string {
    return this.places.anywhere(place) ?? String(place);
  }

  /** ARN of a function that is given by name, ARN or path of invocation. */
  functionArn(given: unknown): string {
    const text = String(given);
    const [, invoked] = /\/functions\/(arn:.*)\/(response-streaming-)?invocations$/.exec(text) ?? [];
    return invoked ?? (text.startsWith("arn:") ? text : arnOf(this.one(types.function, given)));
  }

  /** The role of a function, by the function's ARN or that of its alias. */
  roleOf(functionArn: string): string | undefined {
    const [name] = functionArn.split(":").slice(6);
    return textOf(this.one(types.function, name)?.inputs.role);
  }

  /** ARN of a queue that is given by its URL. */
  queueArn(url: unknown): string {
    return arnOf(this.one(types.queue, url));
  }
}

export const types = {
  function: "aws:lambda/function:Function",
  queue: "aws:sqs/queue:Queue",
  topic: "aws:sns/topic:Topic",
  bucket: "aws:s3/bucket:Bucket",
  role: "aws:iam/role:Role",
} as const;

const made = (resource: Resource): Made => ({
  urn: resource.urn,
  type: resource.type,
  name: resource.name,
  inputs: inputsOf(resource),
  outputs: resource.outputs,
});

export const arnOf = (one: Made | undefined): string => String(one?.outputs.arn);

export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** A property at the end of a path through objects: `at(inputs, "destinationConfig", "onFailure", "destination")`. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((found, key) => objectOf(found)?.[key], value);

/** The service of an ARN: `sqs`. */
export const serviceOf = (arn: unknown): string => String(arn).split(":")[2] ?? "";
