import { inputsOf } from "../../../engine/index.ts";
import { statementsIn } from "../../../policies/statements.ts";
import { type EdgeRequest, worked } from "./edge-request.ts";
import { textOf, types, type View } from "./view.ts";

/** What runs under a role, and the input that names it. */
const runAs = [
  [types.function, "role"],
  ["aws:sfn/stateMachine:StateMachine", "roleArn"],
] as const;

/**
 * What the code of functions may ask for, by the words of their roles: other policies on the way, of the resource and of its
 * key, must allow it too. Keys are used through what they encrypt: their requests are made of these. A statement under a condition is left to the rows that know its keys.
 */
export function calls(view: View): EdgeRequest[] {
  return runAs.flatMap(([type, key]) =>
    view.of(type).flatMap(({ urn, inputs }) => {
      const role = textOf(inputs[key]);
      const made = view.one(types.role, role);
      if (role === undefined || made === undefined) return [];
      const policies = view.graph
        .of("aws:iam/rolePolicy:RolePolicy")
        .map(inputsOf)
        .filter((policy) => view.one(types.role, policy.role)?.urn === made.urn);
      return policies.flatMap(statementsIn).flatMap(({ effect, actions, resources, conditions = [] }) =>
        effect !== "Allow" || conditions.length > 0
          ? []
          : resources.flatMap((resource) =>
              worked(
                {
                  page: "Policy evaluation logic",
                  actions: actions.filter((one) => !one.startsWith("kms:")),
                },
                { from: urn, to: view.node(resource), ...(resource.includes("*") && { label: resource }) },
                role,
                { resources: [resource === "*" ? resource : resource.replaceAll("*", "x")] },
              ),
            ),
      );
    }),
  );
}
