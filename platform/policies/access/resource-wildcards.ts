import { takesResources } from "../../access/index.ts";
import { inputsOf, managed } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";
import { statementsIn } from "../statements.ts";

export const resourceWildcards: Policy = {
  id: "resource-wildcards",
  severity: "warning",
  title: "Permissions on every resource are those that AWS takes no resource for.",
  reason: "What is allowed on every resource reaches the data of every other service of the account.",
  remedy: "Name the resources.",
  broken: (graph) =>
    managed(graph).flatMap((resource) =>
      statementsIn(inputsOf(resource))
        // In a resource's own policy, such as a key's, `*` is that resource.
        .filter(({ effect, principal }) => effect === "Allow" && principal === undefined)
        .filter(({ resources, notResources }) => resources.includes("*") || notResources !== undefined)
        .map(({ actions }) =>
          actions.filter((action) => !beforeTheyExist.has(action) && takesResources(action)),
        )
        .filter((actions) => actions.length > 0)
        .map((actions) => [resource, `The policy allows ${actions.join(", ")} on every resource.`] as const),
    ),
};

/**
 * Lambda refuses a function whose role can't use these on interfaces that don't exist yet. Source: "Giving Lambda functions access
 * to resources in an Amazon VPC".
 */
const beforeTheyExist: ReadonlySet<string> = new Set([
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
]);
