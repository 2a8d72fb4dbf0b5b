import type { Graph } from "../../../engine/index.ts";
import { Places } from "../../wiring/node-places.ts";
import { objectOf } from "../../wiring/wiring-nodes.ts";
import { Made, type Thing } from "../made.ts";

/** A graph, as the requests of its edges are read off it. */
export class View {
  readonly graph: Graph;
  readonly #places: Places;
  readonly #made: Made;

  constructor(graph: Graph) {
    this.graph = graph;
    this.#places = new Places(graph);
    this.#made = new Made([graph]);
  }

  /** What the program makes of a type. */
  of(type: string): Thing[] {
    return this.#made.of(type);
  }

  /** The resource of a type by its name, id, ARN or URL. */
  one(type: string, key: unknown): Thing | undefined {
    return this.#made.find([type], key);
  }

  /** The node at an ARN or URL; the ARN itself where that is outside of the graph. */
  node(place: unknown): string {
    return this.#places.anywhere(place) ?? String(place);
  }

  /** ARN of a function that is given by name, ARN or path of invocation. */
  functionArn(given: unknown): string {
    const text = String(given);
    const [, invoked] = /\/functions\/(arn:.*)\/(response-streaming-)?invocations$/.exec(text) ?? [];
    return invoked ?? (text.startsWith("arn:") ? text : (this.one(types.function, given)?.arn ?? text));
  }

  /** The role of a function, by the function's ARN or that of its alias. */
  roleOf(functionArn: string): string | undefined {
    const [name] = functionArn.split(":").slice(6);
    return textOf(this.one(types.function, name)?.inputs.role);
  }
}

export const types = {
  function: "aws:lambda/function:Function",
  queue: "aws:sqs/queue:Queue",
  bucket: "aws:s3/bucket:Bucket",
  machine: "aws:sfn/stateMachine:StateMachine",
  role: "aws:iam/role:Role",
} as const;

export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** A property at the end of a path through objects: `at(inputs, "destinationConfig", "onFailure", "destination")`. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((found, key) => objectOf(found)?.[key], value);

/** The service of an ARN: `sqs`. */
export const serviceOf = (arn: unknown): string => String(arn).split(":")[2] ?? "";
