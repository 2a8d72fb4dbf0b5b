import { type Properties, reveal, type Value } from "../engine/graph/graph.ts";
import { digest } from "./stable-ids.ts";

/** Inputs that hold a resource's own name, in the order of precedence. */
const nameInputs = [
  "name",
  "bucket",
  "functionName",
  "layerName",
  "identifier",
  "clusterIdentifier",
  "family",
];

/** The input that names a type, out of those it has. */
export function nameInput(inputs: readonly string[]): string | undefined {
  return nameInputs.find((name) => inputs.includes(name));
}

/** The physical name: the one given, or the logical one and seven digits, as Pulumi names resources itself. */
export function autoName(given: Value, resource: { urn: string; name: string; inputs: Properties }): string {
  if (typeof given === "string" && given) return given;
  const prefix = reveal(resource.inputs.namePrefix);
  const suffix = digest(resource.urn).slice(0, 7);
  const fifo =
    reveal(resource.inputs.fifoQueue) === true || reveal(resource.inputs.fifoTopic) === true ? ".fifo" : "";
  return `${typeof prefix === "string" ? prefix : `${resource.name}-`}${suffix}${fifo}`;
}
