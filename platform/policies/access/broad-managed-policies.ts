import { inputsOf, managed } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";
import { textsIn } from "../inputs.ts";

/**
 * AWS's own policies that allow whole services or nearly all of them; those for the roles of services (`service-role/...`) are
 * made for one job. Source: AWS Managed Policy Reference.
 */
const broad =
  /^arn:aws[\w-]*:iam::aws:policy\/(job-function\/.*|Administrator[\w-]*|PowerUser[\w-]*|SystemAdministrator|[\w-]*Full_?Access[\w-]*)$/;

export const broadManagedPolicies: Policy = {
  id: "broad-managed-policies",
  severity: "error",
  title: "No role has a policy of AWS's that allows a whole service.",
  reason: "A function that is taken over can do everything that its role may.",
  remedy: "Attach a policy with the actions and resources that the function needs.",
  broken: (graph) =>
    managed(graph)
      .filter(({ type }) => type.startsWith("aws:iam/") || type.startsWith("aws:ssoadmin/"))
      .flatMap((resource) => {
        const { policyArn, policyArns, managedPolicyArns, managedPolicyArn } = inputsOf(resource);
        return [policyArn, policyArns, managedPolicyArns, managedPolicyArn]
          .flatMap(textsIn)
          .filter((arn) => broad.test(arn))
          .map((arn) => [resource, `It attaches ${arn.slice(arn.indexOf("/") + 1)}.`] as const);
      }),
};
