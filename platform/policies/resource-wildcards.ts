import { inputsOf, managed } from "../engine/index.ts";
import { actionsWithoutResources } from "./actions-without-resources.ts";
import type { Policy } from "./finding.ts";
import { statementsIn } from "./statements.ts";

export const resourceWildcards: Policy = {
  id: "resource-wildcards",
  severity: "warning",
  title: "Permissions on every resource are those that AWS takes no resource for.",
  reason: "What is allowed on every resource reaches the data of every other service of the account.",
  remedy: "Name the resources, or list the action in policies/actions-without-resources.ts with AWS's page.",
  broken: (graph) =>
    managed(graph).flatMap((resource) =>
      statementsIn(inputsOf(resource))
        // In a resource's own policy, such as a key's, `*` is that resource.
        .filter(({ effect, principal }) => effect === "Allow" && principal === undefined)
        .filter(({ resources, notResources }) => resources.includes("*") || notResources !== undefined)
        .map(({ actions }) => actions.filter((action) => !actionsWithoutResources.has(action)))
        .filter((actions) => actions.length > 0)
        .map((actions) => [resource, `The policy allows ${actions.join(", ")} on every resource.`] as const),
    ),
};
