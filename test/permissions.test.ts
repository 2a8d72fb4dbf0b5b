import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { prettyJson } from "../generators/text.ts";
import { type Graph, type Resource, reveal } from "../platform/engine/index.ts";
import { root, serviceNames } from "../platform/fleet/service.ts";
import { graphOf, managed } from "./support/index.ts";

interface PolicyStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
}

/** The statements of a policy, whichever input holds it; none when the value is anything else. */
function statementsOf(value: unknown): PolicyStatement[] {
  if (typeof value !== "string" || !value.includes('"Statement"')) return [];
  return [JSON.parse(value).Statement].flat();
}

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
    ...Object.values(inputs).flatMap(statementsOf),
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

describe.each([...serviceNames(), "."])("the permissions of %s", (service) => {
  const dir = service === "." ? root : join(root, "services", service);
  const name = service === "." ? "foundation" : service;

  test("are exactly those that are listed", async () => {
    // JSON leaves out what is undefined.
    const all = JSON.parse(JSON.stringify(grants(await graphOf(dir, { stage: "prod" }))));
    const listed = `${prettyJson(all)}\n`;
    // After a change that is meant: `npm run vitest -- test/permissions.test.ts --update`, then read the diff.
    await expect(listed).toMatchFileSnapshot(`permissions/${name}.json`);
  });

  test("never allow an action by a pattern", async () => {
    const allowed = Object.values(grants(await graphOf(dir, { stage: "prod" })))
      .flat()
      .filter((one): one is PolicyStatement => "Effect" in one && one.Effect === "Allow");
    expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
  });

  test("let nobody in but AWS services, and those for one resource only", async () => {
    const graph = await graphOf(dir, { stage: "prod" });
    for (const { name, inputs } of graph.of("aws:lambda/permission:Permission"))
      expect(`${inputs.principal} ${inputs.sourceArn}`, name).toMatch(
        /^[\w-]+(\.[\w-]+)*\.amazonaws\.com arn:aws:/,
      );
  });
});
