import { createHash } from "node:crypto";
import { type Properties, reveal } from "../engine/graph/graph.ts";

/** Account and region that computed values are of, and where local stand-ins listen. */
export interface Place {
  readonly region: string;
  readonly account: string;
  readonly urls?: { queue?(name: string): string; api?(name: string): string };
}

/** A digest that is the same in every run, in hexadecimal. */
export const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** `length` characters of `alphabet`, the same for the same text. */
export function letters(
  text: string,
  length: number,
  alphabet = "abcdefghijklmnopqrstuvwxyz0123456789",
): string {
  const bytes = createHash("sha512").update(text).digest();
  return Array.from({ length }, (_, i) => alphabet[bytes[i % bytes.length]! % alphabet.length]).join("");
}

export function uuid(text: string): string {
  const hex = digest(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Inputs that hold a resource's own name where it isn't `name`. */
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
export function physicalName(
  given: Value,
  resource: { urn: string; name: string; inputs: Properties },
): string {
  if (typeof given === "string" && given) return given;
  const prefix = reveal(resource.inputs.namePrefix);
  const suffix = digest(resource.urn).slice(0, 7);
  const fifo =
    reveal(resource.inputs.fifoQueue) === true || reveal(resource.inputs.fifoTopic) === true ? ".fifo" : "";
  return `${typeof prefix === "string" ? prefix : `${resource.name}-`}${suffix}${fifo}`;
}

type Value = unknown;
