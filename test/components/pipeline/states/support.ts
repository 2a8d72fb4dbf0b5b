import { expect } from "vitest";
import {
  buildDefinition,
  type Node,
  type Query,
  Step,
  validateDefinition,
} from "../../../../platform/components/pipeline/states/index.ts";

export const arn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
export const step = (name: string) => new Step(name, arn(name));
export const [validate, charge, ship, cancel] = ["validate", "charge", "ship", "cancel"].map(step) as [
  Step<string>,
  Step<string>,
  Step<string>,
  Step<string>,
];

/** Steps in JSONata. */
export const jsonataStep = (name: string) => new Step<string, "jsonata">(name, arn(name));

/** Builds it, and proves with the validator that it is valid. */
export function build(root: Node<string, Query>, options = {}) {
  const definition = buildDefinition(root, options);
  expect(validateDefinition(definition)).toEqual([]);
  return definition;
}

/** The message of everything wrong with it; empty when it can be built. */
export function problemsOf(root: Node<string, Query>, query: Query = "jsonpath"): string {
  try {
    buildDefinition(root, { query });
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
