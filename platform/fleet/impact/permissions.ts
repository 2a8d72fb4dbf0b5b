import type { Statement } from "../../access/index.ts";
import { type Graph, inputsOf, managed, type Resource } from "../../engine/index.ts";
import { statementsIn } from "../../policies/statements.ts";
import { canonical } from "./json-text.ts";
import { gainedAndLost } from "./sets.ts";
import type { Permissions } from "./sum-types.ts";

/** IAM's statements that one graph has and the other has not, as lines: one for each action on each resource. */
export function permissionsOf(before: Graph | undefined, after: Graph | undefined): Permissions {
  if (before === after) return { gained: [], lost: [] };
  const [old, now] = [linesIn(before), linesIn(after)];
  return gainedAndLost(old, now);
}

function linesIn(graph: Graph | undefined): string[] {
  return graph ? managed(graph).flatMap((resource) => linesOf(graph, resource)) : [];
}

function linesOf(graph: Graph, resource: Resource): string[] {
  const inputs = inputsOf(resource);
  const holder = holderOf(graph, resource, inputs);
  return [
    ...statementsIn(inputs).flatMap((statement) =>
      statementLines(statement).map((line) => `${holder} ${line}`),
    ),
    ...attached(resource, inputs).map((line) => `${holder} ${line}`),
    ...permission(resource, inputs),
  ];
}

/** Whose permissions they are: of a policy beside its role the role's, by its logical name. */
function holderOf(graph: Graph, resource: Resource, inputs: Readonly<Record<string, unknown>>): string {
  if (inputs.role === undefined) return `${resource.name}:`;
  const [urn] = resource.propertyDependencies.role ?? [];
  const role = urn === undefined ? undefined : graph.byUrn(urn);
  return `${role?.name ?? String(inputs.role)}:`;
}

function statementLines({ effect, actions, resources, ...rest }: Statement): string[] {
  const does = [...actions, ...(rest.notActions ?? []).map((one) => `all but ${one}`)];
  const on = [...resources, ...(rest.notResources ?? []).map((one) => `all but ${one}`)];
  const who = [
    ...(rest.principal === undefined ? [] : [` for ${canonical(rest.principal)}`]),
    ...(rest.notPrincipal === undefined ? [] : [` for all but ${canonical(rest.notPrincipal)}`]),
  ].join("");
  const conditions = (rest.conditions ?? [])
    .map(({ operator, key, values }) => `${operator} ${key} ${[...values].sort().join(" or ")}`)
    .sort();
  const when = conditions.length > 0 ? ` if ${conditions.join(" and ")}` : "";
  const places = on.length > 0 ? on.map((one) => ` on ${one}`) : [""];
  return does.flatMap((action) => places.map((place) => `${effect} ${action}${place}${who}${when}`));
}

const attachments: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
};

function attached({ type }: Resource, inputs: Readonly<Record<string, unknown>>): string[] {
  const key = attachments[type];
  const lists = [key === undefined ? undefined : inputs[key], inputs.managedPolicyArns];
  return lists.flat().flatMap((arn) => (typeof arn === "string" ? [`Allow what ${arn} allows`] : []));
}

/** Who may invoke a function, by `lambda.Permission`. */
function permission({ type }: Resource, inputs: Readonly<Record<string, unknown>>): string[] {
  if (type !== "aws:lambda/permission:Permission") return [];
  const { action, function: target, principal, sourceArn, sourceAccount, qualifier } = inputs;
  const where = qualifier === undefined ? "" : `:${String(qualifier)}`;
  const conditions = [
    ...(sourceArn === undefined ? [] : [`aws:SourceArn ${String(sourceArn)}`]),
    ...(sourceAccount === undefined ? [] : [`aws:SourceAccount ${String(sourceAccount)}`]),
  ];
  const when = conditions.length > 0 ? ` if ${conditions.join(" and ")}` : "";
  return [`${String(target)}${where}: Allow ${String(action)} for ${String(principal)}${when}`];
}
