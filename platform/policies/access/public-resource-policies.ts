import type { Statement } from "../../access/index.ts";
import { inputsOf, managed } from "../../engine/index.ts";
import { isObject } from "../../values/objects.ts";
import type { Policy } from "../finding.ts";
import { statementsIn } from "../statements.ts";

/** APIs are there for the public; roles' trust is `role-trust`'s. */
const others = /^aws:(apigateway|apigatewayv2)\/|^aws:iam\/role:Role$/;

export const publicResourcePolicies: Policy = {
  id: "public-resource-policies",
  severity: "error",
  title: "No resource's policy lets everybody in.",
  reason: 'The principal "*" is every account of AWS, and callers without one.',
  remedy:
    "Name the principals, or add a condition such as aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.",
  broken: (graph) =>
    managed(graph)
      .filter(({ type }) => !others.test(type))
      .flatMap((resource) =>
        statementsIn(inputsOf(resource))
          .filter((statement) => isPublic(statement) && !isNarrowed(statement))
          .map(({ actions, notActions = [] }) => {
            const what = [...actions, ...notActions.map((action) => `everything but ${action}`)];
            return [resource, `The policy allows everybody ${what.join(", ")}.`] as const;
          }),
      ),
};

function isPublic({ effect, principal, notPrincipal }: Statement): boolean {
  if (effect !== "Allow") return false;
  return notPrincipal !== undefined || isEverybody(principal);
}

const isEverybody = (principal: unknown): boolean =>
  principal === "*" ||
  (isObject(principal) && Object.values(principal).some((names) => [names].flat().includes("*")));

/** Keys that name who is let in, or from where. Source: "The meaning of 'public'" (Amazon S3), and KMS's keys for services. */
const narrowing =
  /^(aws:(source(arn|account|owner|vpc|vpce|orgid|orgpaths|ip)|principal(arn|account|orgid|orgpaths)|userid|viaawsservice)|kms:(calleraccount|viaservice)|s3:dataaccesspointa(rn|ccount)|elasticfilesystem:accessedviamounttarget|lambda:eventsourcetoken)$/i;

/** Whether a condition names those who are let in: by a value that isn't itself a pattern for everything. */
function isNarrowed({ conditions = [] }: Statement): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      narrowing.test(key) &&
      !/Not|IfExists|^Null|ForAllValues/.test(operator) &&
      values.length > 0 &&
      values.every((value) => !["*", "0.0.0.0/0", "::/0", "arn:*"].includes(value)),
  );
}
