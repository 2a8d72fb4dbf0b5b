import { prettyJson } from "../../generators/render/text.ts";
import { rawStatements } from "../../platform/access/index.ts";
import { type Graph, type Resource, reveal } from "../../platform/engine/index.ts";
import { managed } from "./index.ts";

/** What a resource lets someone do: a policy's statements, or who may invoke a function. */
function grantsOf(resource: Resource): object[] {
  const inputs = reveal(resource.inputs) as Record<string, unknown>;
  if (resource.type === "aws:lambda/permission:Permission") {
    const { action, principal, sourceArn, functionUrlAuthType } = inputs;
    return [{ action, principal, sourceArn, functionUrlAuthType }];
  }
  if (typeof inputs.policyArn === "string") return [{ managedPolicy: inputs.policyArn }];
  const managedPolicies = (inputs.managedPolicyArns ?? []) as string[];
  return [
    ...Object.values(inputs).flatMap(rawStatements),
    ...managedPolicies.map((managedPolicy) => ({ managedPolicy })),
  ];
}

/** Everything that is allowed or denied in a service, by the name of the resource that says so. */
function grants(graph: Graph): Record<string, object[]> {
  const all = managed(graph).map((resource) => [resource.name, grantsOf(resource)] as const);
  return Object.fromEntries(
    all.filter(([, list]) => list.length > 0).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}

/** The text of a list in `test/permissions/`. JSON leaves out what is undefined. */
export function listOf(graph: Graph, leftOut = /^$/): string {
  const listed = Object.entries(grants(graph)).filter(([name]) => !leftOut.test(name));
  return `${prettyJson(JSON.parse(JSON.stringify(Object.fromEntries(listed))))}\n`;
}
