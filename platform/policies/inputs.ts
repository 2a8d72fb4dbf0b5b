import { type Graph, inputsOf, managed, type Resource, Unknown } from "../engine/index.ts";
import { isObject } from "../values/objects.ts";
import type { Broken } from "./finding.ts";

/** The inputs of a resource, secrets revealed. */
export type Inputs = Readonly<Record<string, unknown>>;

/** A finding with the same sentence for each resource of a type whose inputs break something. */
export function brokenOf(
  graph: Graph,
  type: string,
  breaks: (inputs: Inputs, resource: Resource) => boolean,
  message: string,
): Broken[] {
  return managed(graph, type)
    .filter((resource) => breaks(inputsOf(resource), resource))
    .map((resource) => [resource, message]);
}

/** Whether an input of one resource means another: it is computed from it, or has its id or its name. */
export function refersTo(from: Resource, input: string, to: Resource): boolean {
  if (from.propertyDependencies[input]?.includes(to.urn)) return true;
  const value = inputsOf(from)[input];
  const names = [to.id, to.inputs["name"], to.inputs["bucket"], to.outputs["arn"]];
  return typeof value === "string" && value !== "" && names.includes(value);
}

/** Objects in an input that has one or a list of them. */
export const objectsIn = (value: unknown): Inputs[] => [value ?? []].flat().filter(isObject);

/** Texts in an input that has one or a list of them. */
export const textsIn = (value: unknown): string[] =>
  [value ?? []].flat().filter((one) => typeof one === "string");

/** Whether an input is set, be its value known or not. */
export const isGiven = (value: unknown): boolean =>
  value instanceof Unknown || (value !== undefined && value !== null && value !== "");
