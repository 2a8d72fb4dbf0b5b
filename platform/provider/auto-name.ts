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

interface AutoNamed {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
}

/**
 * The physical name: the one given, or the logical one and seven digits, as Pulumi names resources itself: for S3 in lower case,
 * for IoT without hyphens of its own. Source: `AutoNameTransform`, `AutoNameWithCustomOptions` in pulumi-aws.
 */
export function autoName(given: Value, resource: AutoNamed): string {
  if (typeof given === "string" && given) return given;
  const prefix = reveal(resource.inputs.namePrefix);
  const base =
    typeof prefix === "string"
      ? prefix
      : `${resource.name}${resource.type.startsWith("aws:iot/topicRule:") ? "_" : "-"}`;
  const suffix = digest(resource.urn).slice(0, 7);
  const fifo =
    reveal(resource.inputs.fifoQueue) === true || reveal(resource.inputs.fifoTopic) === true ? ".fifo" : "";
  const name = `${base}${suffix}${fifo}`;
  return resource.type.startsWith("aws:s3/bucket") ? name.toLowerCase() : name;
}
