import type { Resource } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";
import { brokenOf, objectsIn } from "../inputs.ts";

export const functionTracing: Policy = {
  id: "function-tracing",
  severity: "warning",
  title: "Functions record traces.",
  reason: "A trace ends at a function without it: what the function called is not seen.",
  remedy: 'Set tracingConfig.mode to "Active".',
  settings: ["function.tracing"],
  broken: (graph) =>
    brokenOf(
      graph,
      "aws:lambda/function:Function",
      ({ tracingConfig, region }, fn) =>
        region === undefined &&
        !isElsewhere(fn) &&
        !objectsIn(tracingConfig).some(({ mode }) => mode !== "PassThrough"),
      "The function records no traces.",
    ),
};

/** Lambda in China has no X-Ray. */
const isElsewhere = ({ outputs }: Resource): boolean => String(outputs["arn"]).startsWith("arn:aws-cn:");
