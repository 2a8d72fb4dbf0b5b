import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { whereOf } from "../../core/component.ts";
import { ValueError } from "../../values/problems.ts";
import { Function } from "../function/function.ts";
import {
  type BuildOptions,
  buildMachine,
  type Definition,
  type Node,
  type Query,
  validateDefinition,
} from "./states/index.ts";
import { invoke, invokeAndWait } from "./states/writer.ts";

/** The definition of a state machine. Throws a `ValueError` that names the pipeline when it isn't valid. */
export function checkedDefinition(
  name: string,
  root: Node<Function, Query>,
  options: BuildOptions,
): Definition {
  const where = whereOf("Pipeline", name);
  try {
    const { definition, placeOf } = buildMachine(root, options);
    const problems = validateDefinition(replaced(definition, placeholder) as object);
    if (problems.length === 0) return definition;
    throw new ValueError(
      problems.map(({ message, state }) => {
        const place = state === undefined ? undefined : placeOf(state);
        return place ? `${place}: ${message}` : message;
      }),
    );
  } catch (error) {
    throw error instanceof ValueError ? new ValueError(error.problems, where) : error;
  }
}

/** The definition as JSON, with ARNs in place of functions, those of integrations in the partition of the deployment. */
export function definitionJson(definition: Definition): pulumi.Output<string> {
  const { partition } = aws.getPartitionOutput();
  return pulumi.jsonStringify(
    replaced(definition, (value) => {
      if (value instanceof Function) return value.target.arn;
      return value === invoke || value === invokeAndWait
        ? partition.apply((id) => value.replace(/^arn:aws:/, `arn:${id}:`))
        : value;
    }),
  );
}

/** Stands for unknown values, so that a definition can be validated in a preview too. */
function placeholder(value: unknown): unknown {
  if (value instanceof Function) return "arn:aws:lambda:eu-west-1:123456789012:function:step";
  return pulumi.Output.isInstance(value) ? "https://example.com" : value;
}

/** A definition with replacements for values that aren't JSON. */
function replaced(value: unknown, replace: (value: unknown) => unknown): unknown {
  const one = replace(value);
  if (one !== value || pulumi.Output.isInstance(value)) return one;
  if (Array.isArray(value)) return value.map((each) => replaced(each, replace));
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, replace)]));
  return value;
}
