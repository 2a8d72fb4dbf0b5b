import type { Policies } from "../../access/index.ts";
import { closest, UsageError } from "../../values/problems.ts";
import { type Made, parsed, type Thing } from "./made.ts";

/** A role's own policies and its permissions boundary. Throws a `UsageError` for a role or policy that isn't known. */
export function identityPolicies(made: Made, roleArn: string): Pick<Policies, "identity" | "boundary"> {
  const role = made.of("aws:iam/role:Role").find(({ arn }) => arn === roleArn);
  if (!role) {
    const near = closest(
      roleArn,
      made.of("aws:iam/role:Role").map(({ arn }) => arn),
    );
    throw new UsageError(
      `None of the programs makes the role ${roleArn}.${near === "" ? "" : ` The nearest is ${near}.`}`,
    );
  }
  const { inlinePolicies, managedPolicyArns, permissionsBoundary } = role.inputs;
  const isOfRole = ({ inputs }: Thing) => isRole(role, inputs.role);
  return {
    identity: [
      ...listOf<{ policy?: unknown }>(inlinePolicies).flatMap(({ policy }) => policy ?? []),
      ...made
        .of("aws:iam/rolePolicy:RolePolicy")
        .filter(isOfRole)
        .map(({ inputs }) => inputs.policy),
      ...[
        ...listOf(managedPolicyArns),
        ...made
          .of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
          .filter(isOfRole)
          .map(({ inputs }) => inputs.policyArn),
        ...made
          .of("aws:iam/policyAttachment:PolicyAttachment")
          .filter(({ inputs }) => listOf(inputs.roles).some((one) => isRole(role, one)))
          .map(({ inputs }) => inputs.policyArn),
      ].map((arn) => managedPolicy(made, role, arn)),
    ].map(parsed),
    ...(permissionsBoundary !== undefined && {
      boundary: [parsed(managedPolicy(made, role, permissionsBoundary))],
    }),
  };
}

function isRole({ arn, outputs }: Thing, named: unknown): boolean {
  return named === arn || named === outputs.name || named === outputs.id;
}

function managedPolicy(made: Made, role: Thing, arn: unknown): unknown {
  const policy = made.find(["aws:iam/policy:Policy"], arn);
  if (policy) return policy.inputs.policy;
  const owner = /:iam::aws:policy\//.test(String(arn))
    ? "AWS's own, and its document isn't known here"
    : "made by none of the programs";
  throw new UsageError(
    `The role ${role.arn} has the policy ${arn}, which is ${owner}: give the role the statements that it needs.`,
  );
}

function listOf<T = unknown>(value: unknown): T[] {
  return Array.isArray(value) ? value : [];
}
