import { inputsOf, managed } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";

export const publicFunctionUrls: Policy = {
  id: "public-function-urls",
  severity: "warning",
  title: "Function URLs ask who calls.",
  reason:
    "A URL with the authorisation type NONE is open to the internet: the handler has to check each request.",
  remedy: 'Leave it if the handler checks requests; otherwise set auth: "iam".',
  broken: (graph) =>
    managed(graph, "aws:lambda/functionUrl:FunctionUrl")
      .filter((resource) => inputsOf(resource).authorizationType === "NONE")
      .map((resource) => [resource, "The function URL is open to the internet."] as const),
};

/**
 * Whether a permission lets in callers of a function URL of the authorisation type NONE, and them alone. Such a URL needs
 * both of these permissions. Source: "Control access to Lambda function URLs".
 */
export function isOfPublicUrl(permission: Readonly<Record<string, unknown>>): boolean {
  const { principal, action, functionUrlAuthType, invokedViaFunctionUrl } = permission;
  return (
    principal === "*" &&
    ((action === "lambda:InvokeFunctionUrl" && functionUrlAuthType === "NONE") ||
      (action === "lambda:InvokeFunction" && invokedViaFunctionUrl === true))
  );
}
