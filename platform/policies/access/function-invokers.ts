import { inputsOf, managed } from "../../engine/index.ts";
import type { Broken, Policy } from "../finding.ts";
import { isOfPublicUrl } from "./public-function-urls.ts";

export const functionInvokers: Policy = {
  id: "function-invokers",
  severity: "error",
  title: "A function lets in AWS services only, each for one resource.",
  reason:
    "Without a source ARN, a resource of any account can make the service invoke the function: AWS calls it the confused deputy problem.",
  remedy: "Set principal to an AWS service and sourceArn to the resource that invokes.",
  broken: (graph) =>
    managed(graph, "aws:lambda/permission:Permission")
      .map((resource) => ({ resource, inputs: inputsOf(resource) }))
      .filter(({ inputs }) => !isOfPublicUrl(inputs))
      .flatMap(({ resource, inputs: { principal, sourceArn } }): Broken[] => {
        if (!/^[\w-]+(\.[\w-]+)*\.amazonaws\.com$/.test(String(principal)))
          return [[resource, "The permission lets in a principal that is no AWS service."]];
        return isGiven(sourceArn) ? [] : [[resource, "The permission names no resource that invokes."]];
      }),
};

/** An ARN, or a value that is known after deployment only. */
function isGiven(arn: unknown): boolean {
  return typeof arn === "string" ? /^arn:aws[\w-]*:/.test(arn) : arn !== undefined && arn !== null;
}
