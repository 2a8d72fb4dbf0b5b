import { type Statement, statementsOf } from "../../access/index.ts";
import { inputsOf, managed } from "../../engine/index.ts";
import type { Broken, Policy } from "../finding.ts";

/** Lambda@Edge is two services. Source: "Setting up IAM permissions and roles for Lambda@Edge". */
const edge = "edgelambda.amazonaws.com,lambda.amazonaws.com";

export const roleTrust: Policy = {
  id: "role-trust",
  severity: "error",
  title: "A role is assumed by one AWS service, or by tokens of a named subject.",
  reason: "A role that others can assume too lends them all its permissions.",
  remedy: "Make a role for each service that needs one.",
  broken: (graph) =>
    managed(graph, "aws:iam/role:Role").flatMap((role): Broken[] => {
      const allowed = statementsOf(inputsOf(role).assumeRolePolicy).filter(
        ({ effect }) => effect === "Allow",
      );
      const services = allowed.flatMap(servicesOf);
      if (services.includes(undefined))
        return [[role, "The role can be assumed by a principal that is no AWS service."]];
      return services.length > 1 && [...services].sort().join() !== edge
        ? [[role, `The role can be assumed by ${services.join(" and ")}.`]]
        : [];
    }),
};

/** The services, or providers of tokens, that a statement lets in; undefined for every other principal. */
function servicesOf({ principal, conditions = [] }: Statement): (string | undefined)[] {
  if (typeof principal !== "object" || principal === null) return [undefined];
  // "Create a role for OpenID Connect federation" (IAM): a condition limits the subjects.
  const isOfSubject = conditions.some(
    ({ operator, key }) => operator === "StringEquals" && key.endsWith(":sub"),
  );
  return Object.entries(principal).flatMap(([kind, names]: [string, unknown]) =>
    [names]
      .flat()
      .map((name) =>
        kind === "Service" || (kind === "Federated" && isOfSubject) ? String(name) : undefined,
      ),
  );
}
