import { inputsOf } from "../../../engine/index.ts";
import { statementsIn } from "../../../policies/statements.ts";
import type { Thing } from "../made.ts";
import { type EdgeRequest, type Ends, worked } from "./edge-request.ts";
import { work } from "./roles.ts";
import { textOf, types, type View } from "./view.ts";

/** What runs under a role, and the input that names it. */
const runAs = [
  [types.function, "role"],
  [types.machine, "roleArn"],
] as const;

/** Page of requests that are a role's own words. */
export const ownWords = "Policy evaluation logic";

/**
 * What the code of functions may ask for, by the words of their roles: other policies on the way, of the resource and of its
 * key, must allow it too. Keys are used through what they encrypt: their requests are made of these. A statement under a condition
 * is left to the rows that know its keys.
 */
export function calls(view: View): EdgeRequest[] {
  return runAs.flatMap(([type, key]) =>
    view.of(type).flatMap(({ urn, inputs }) => {
      const role = view.one(types.role, textOf(inputs[key]));
      if (role === undefined) return [];
      return view.graph
        .of("aws:iam/rolePolicy:RolePolicy")
        .map(inputsOf)
        .filter((policy) => view.one(types.role, policy.role)?.urn === role.urn)
        .flatMap(statementsIn)
        .filter(({ effect, conditions = [] }) => effect === "Allow" && conditions.length === 0)
        .flatMap(({ actions, resources }) =>
          resources.flatMap((resource) => [
            ...named({ from: urn, to: view.node(resource) }, role, { actions, resource }),
            ...(actions.some((action) => action === "states:SendTaskSuccess")
              ? answers(view, urn, role)
              : []),
          ]),
        );
    }),
  );
}

function named(
  ends: Ends,
  role: Thing,
  { actions, resource }: { readonly actions: readonly string[]; readonly resource: string },
): EdgeRequest[] {
  const row = { page: ownWords, actions: actions.filter((action) => !action.startsWith("kms:")) };
  const isPattern = resource.includes("*");
  return worked(row, { ...ends, ...(isPattern && { label: resource }) }, role.arn, {
    resources: [resource === "*" ? resource : resource.replaceAll("*", "x")],
  });
}

/** The answers to what waits in a state machine: AWS's reference has no resource for them, and its refusals name the machine. */
function answers(view: View, from: string, role: Thing): EdgeRequest[] {
  return view
    .of(types.machine)
    .filter(({ inputs }) => String(inputs.definition).includes(".waitForTaskToken"))
    .flatMap(({ urn, arn }) => worked(work.answer, { from, to: urn }, role.arn, { resources: ["*", arn] }));
}
