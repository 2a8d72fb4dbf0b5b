import * as pulumi from "@pulumi/pulumi";
import { shown } from "../../values/problems.ts";
import { Function } from "./function.ts";

/** A problem with a value that no function can be made of, nor is one: an output, say, or a resource. */
export function targetProblems(argument: string, target: unknown): string[] {
  if (typeof target === "string" || target instanceof Function || isPlain(target)) return [];
  return [
    `${argument}: ${shown(target)} given; a handler's file, such as "src/handler.ts", its settings, { handler: "src/handler.ts" }, or a Function is expected.`,
  ];
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !pulumi.Output.isInstance(value) && !pulumi.Resource.isInstance(value);
}
