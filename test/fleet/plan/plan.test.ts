import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { planOf } from "../../../platform/fleet/plan/plan.ts";
import { planText } from "../../../platform/fleet/plan/text.ts";
import { Gateway, Queue, Table } from "../../../platform/index.ts";
import { graphOfProgram } from "../../support/index.ts";

const handler = "src/handler.ts";

describe("the whole plan of a service", async () => {
  const graph = await graphOfProgram(() => {
    const users = new Table("users", { partitionKey: "id" });
    const api = new Gateway("api", { routes: { "GET /users": { handler, link: [users.read] } } });
    new aws.sns.Topic("news", { name: "news", tags: { team: "editors" } });
    new aws.ssm.Parameter("password", {
      name: "password",
      type: "SecureString",
      value: pulumi.secret("hunter2"),
    });
    pulumi.log.warn("mind the gap");
    new aws.sns.Topic("coded", { name: "coded", tags: pulumi.secret({ code: "hunter2" }) });
    return { url: api.url, password: pulumi.secret("hunter2") };
  });
  const plan = planOf(graph);
  const text = planText(plan, { full: true });
  const resources = plan.groups.flatMap((group) => group.resources);
  const find = (name: string) => resources.find((resource) => resource.name === name);

  test("holds every resource once, under the components that it belongs to", () => {
    expect(plan.groups.map(({ path }) => path.join(" > "))).toEqual([
      "",
      "Gateway api",
      "Gateway api > Function api-handler",
      "Table users",
    ]);
    const urns = resources.map(({ urn }) => urn);
    expect(urns).toEqual([...new Set(urns)]);
    expect([...urns].sort()).toEqual(
      graph.resources
        .filter((r) => r.custom && !r.type.startsWith("pulumi:"))
        .map((r) => r.urn)
        .sort(),
    );
  });

  test("shows the common tags once and a resource's own beside it", () => {
    expect(plan.tags).toEqual({ "managed-by": "pulumi", service: "shop", stage: "prod", owner: "crew" });
    expect(find("news")?.tags).toEqual({ team: "editors" });
    expect(find("users-table")?.tags).toEqual({});
    expect(find("coded")?.tags).toEqual({ all: "[secret]" });
    expect(text).toContain("tags managed-by=pulumi owner=crew service=shop stage=prod\n");
    expect(text).toContain("tags: team=editors");
  });

  test("shows settings, and permissions as sentences instead of JSON", () => {
    expect(find("api-handler-function")?.settings).toMatchObject({ memorySize: 512, timeout: 10 });
    expect(find("api-handler-policy")?.settings).not.toHaveProperty("policy");
    expect(find("api-handler-policy")?.statements.at(-1)).toMatchObject({
      effect: "Allow",
      resources: ["arn:aws:dynamodb:eu-west-1:123456789012:table/shop-prod-users"],
    });
    expect(text).toMatch(
      /allow dynamodb:GetItem, .* on arn:aws:dynamodb:eu-west-1:123456789012:table\/shop-prod-users\n/,
    );
    expect(text).toContain("+ api-handler-function lambda.Function\n");
    expect(text).toContain("memorySize: 512");
  });

  test("names the file of an archive without the path of this machine", () => {
    expect(find("api-handler-function")?.settings.code).toMatch(/^file-archive [^/\\]+\.zip$/);
  });

  test("never shows a secret, in text or in JSON", () => {
    expect(find("password")?.settings.value).toBe("[secret]");
    expect(plan.outputs.password).toBe("[secret]");
    expect(text).not.toContain("hunter2");
    expect(JSON.stringify(plan)).not.toContain("hunter2");
    expect(text).toContain("value: [secret]");
  });

  test("shows outputs", () => {
    expect(plan.outputs.url).toMatch(/^https:\/\/.*\.execute-api\.eu-west-1\.amazonaws\.com$/);
    expect(text).toContain(`  url: ${plan.outputs.url}\n`);
  });

  test("warns of what the program logged, and names the resources that break a rule", () => {
    expect(plan.warnings).toEqual([expect.stringContaining("No account is named for prod"), "mind the gap"]);
    expect(plan.findings).toHaveLength(8);
    expect(plan.findings[0]).toEqual({
      rule: "alarm-actions",
      severity: "warning",
      urn: find("api-5xx")?.urn,
      name: "api-5xx",
      message: "The alarm notifies no one.",
      remedy: "Deploy the foundation and set defaults.foundation.stack.",
    });
    expect(text).toMatch(/\nWarnings\n(.*\n)? {2}! mind the gap\n/);
    expect(text).toMatch(/\nFindings\n {2}! api-5xx, (\S+, ){3}\S+: The alarm notifies no one\. /);
  });

  test("has the wiring: what invokes what, and who reads what", () => {
    expect(plan.wiring.edges).toContainEqual({
      from: find("api-handler-function")?.urn,
      to: find("users-table")?.urn,
      kind: "reads",
      failure: false,
    });
  });

  test("is JSON as it is: what is written can be read again and is the same", () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  test("is the same every time", async () => {
    expect(planText(planOf(graph), { full: true })).toBe(text);
  });

  test("has no colours where there is no terminal", () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what begins a colour.
    expect(text).not.toMatch(/\u001b\[/);
  });
});

test("a preview shows what isn't known yet as unknown", async () => {
  const plan = planOf(await graphOfProgram(() => ({ url: new Queue("jobs").url }), { preview: true }));
  expect(plan.outputs.url).toBe("[unknown]");
  expect(planText(plan)).toContain("url: [unknown]");
});

test("with the foundation deployed, alarms have somebody to reach and nothing is said about them", async () => {
  const graph = await graphOfProgram(() => void new Queue("jobs"), {
    config: { "shop:defaults": '{"foundation":{"stack":"foundation"}}' },
    stackReferences: {
      "organization/foundation/prod": { alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:alarms" },
    },
  });
  expect(graph.get("jobs-dead-letters").inputs).toMatchObject({
    alarmActions: ["arn:aws:sns:eu-west-1:123456789012:alarms"],
    okActions: ["arn:aws:sns:eu-west-1:123456789012:alarms"],
  });
  expect(planOf(graph).findings).toEqual([]);
});
