import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../platform/access/index.ts";
import { createAlarmTopic } from "../../platform/foundation/alarms.ts";
import { createBudget, createCostAllocationTags } from "../../platform/foundation/budget.ts";
import { createDeployRoles } from "../../platform/foundation/deploy-role.ts";
import { findingsIn } from "../../platform/policies/index.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { graphOf, graphOfProgram, inputsOf } from "../support/index.ts";

const place = { account: "123456789012", region: "eu-west-1", partition: "aws" };
const delivery = {
  repository: "acme/lambdas",
  owners: {},
  state: { bucket: "acme-pulumi-state", keyArn: "arn:aws:kms:eu-west-1:123456789012:key/1" },
};
const options = { project: "foundation" };
const issuer = "token.actions.githubusercontent.com";

describe("the role of CI", async () => {
  const graph = await graphOfProgram(() => void createDeployRoles(place, delivery), options);
  const role = "arn:aws:iam::123456789012:role/foundation-prod-deploy";

  test("is for jobs of the repository's environment called like the stage, by tokens that are for AWS", () => {
    // GitHub: "Configuring OpenID Connect in Amazon Web Services".
    const { Statement } = JSON.parse(String(inputsOf(graph, "deploy-role").assumeRolePolicy));
    expect(Statement).toEqual([
      {
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: "sts.amazonaws.com",
            [`${issuer}:sub`]: "repo:acme/lambdas:environment:prod",
          },
        },
      },
    ]);
    expect(inputsOf(graph, "github")).toEqual({
      url: `https://${issuer}`,
      clientIdLists: ["sts.amazonaws.com"],
    });
    expect(graph.get("deploy-role").outputs.arn).toBe(role);
  });

  const policiesOf = (part: string) =>
    graph
      .of("aws:iam/policy:Policy")
      .filter(({ name }) => name.startsWith(part))
      .map(({ inputs }) => inputs.policy);
  const allowed = (action: string, resource: string, part = "deploy") =>
    evaluate({ principal: { role }, action, resource, context: {} }, { identity: policiesOf(part) }).allowed;

  test("makes roles of services, and can change neither itself nor its policies", () => {
    expect(allowed("iam:PutRolePolicy", "arn:aws:iam::123456789012:role/orders-prod-list-function")).toBe(
      true,
    );
    for (const action of [
      "iam:PutRolePolicy",
      "iam:AttachRolePolicy",
      "iam:UpdateAssumeRolePolicy",
      "iam:PassRole",
    ])
      expect(allowed(action, role), action).toBe(false);
    for (const action of ["iam:CreatePolicyVersion", "iam:DeletePolicy"])
      expect(allowed(action, "arn:aws:iam::123456789012:policy/foundation-prod-deploy-1"), action).toBe(
        false,
      );
  });

  test("reads and writes Pulumi's state and uses the key of its secrets", () => {
    expect(allowed("s3:PutObject", "arn:aws:s3:::acme-pulumi-state/.pulumi/locks/a.json")).toBe(true);
    expect(allowed("s3:ListBucket", "arn:aws:s3:::acme-pulumi-state")).toBe(true);
    expect(allowed("s3:DeleteBucket", "arn:aws:s3:::acme-pulumi-state")).toBe(false);
  });

  test("has one beside it that finds drift at night: it reads the same and changes nothing", () => {
    const [trusted] = JSON.parse(String(inputsOf(graph, "drift-role").assumeRolePolicy)).Statement;
    expect(trusted.Condition.StringEquals[`${issuer}:sub`]).toBe("repo:acme/lambdas:environment:prod-drift");
    const queue = "arn:aws:sqs:eu-west-1:123456789012:orders-prod-jobs";
    expect(allowed("sqs:GetQueueAttributes", queue, "drift")).toBe(true);
    expect(allowed("sqs:SetQueueAttributes", queue, "drift")).toBe(false);
    expect(allowed("apigateway:GET", "arn:aws:apigateway:eu-west-1::/restapis/a", "drift")).toBe(true);
    expect(allowed("apigateway:PATCH", "arn:aws:apigateway:eu-west-1::/restapis/a", "drift")).toBe(false);
    expect(allowed("iam:PutRolePolicy", "arn:aws:iam::123456789012:role/foundation-prod-drift")).toBe(false);
  });

  test("breaks no rule of the platform", () => {
    // The foundation's program turns tags on.
    expect(findingsIn(graph).filter(({ rule }) => rule !== "mandatory-tags")).toEqual([]);
  });

  test("every policy is attached, none twice", () => {
    const attached = graph.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    expect(attached.map(({ inputs }) => inputs.policyArn).sort()).toEqual(
      graph
        .of("aws:iam/policy:Policy")
        .map(({ outputs }) => outputs.arn)
        .sort(),
    );
  });
});

test("the role of dev deploys the stages of pull requests too, in an account that has GitHub's provider already", async () => {
  const graph = await graphOfProgram(() => void createDeployRoles(place, delivery), {
    ...options,
    stage: "dev",
    config: { "foundation:oidcProvider": "false" },
  });
  expect(graph.of("aws:iam/openIdConnectProvider:OpenIdConnectProvider")).toEqual([]);
  const identity = graph
    .of("aws:iam/policy:Policy")
    .filter(({ name }) => name.startsWith("deploy"))
    .map(({ inputs }) => inputs.policy);
  const principal = { role: "arn:aws:iam::123456789012:role/foundation-dev-deploy" };
  const allowed = (name: string) =>
    evaluate(
      {
        principal,
        action: "sqs:CreateQueue",
        resource: `arn:aws:sqs:eu-west-1:123456789012:${name}`,
        context: {},
      },
      { identity },
    ).allowed;
  expect([allowed("orders-dev-jobs"), allowed("orders-pr-7-jobs"), allowed("orders-prod-jobs")]).toEqual([
    true,
    true,
    false,
  ]);
});

test("a budget counts what has the stage's tag, and tells the alarm topic, whose key and policy let it", async () => {
  const graph = await graphOfProgram(() => {
    const topic = createAlarmTopic(place, ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]);
    createBudget({ monthly: 500, actual: 80, forecast: 100 }, topic.arn);
  }, options);
  const topicArn = graph.get("alarms").outputs.arn;
  const told = (notificationType: string, threshold: number) => ({
    comparisonOperator: "GREATER_THAN",
    notificationType,
    threshold,
    thresholdType: "PERCENTAGE",
    subscriberSnsTopicArns: [topicArn],
  });
  expect(inputsOf(graph, "budget")).toEqual({
    name: "foundation-prod-month",
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: "500",
    limitUnit: "USD",
    // "CreateBudget": tags that people give begin with `user:`.
    costFilters: [{ name: "TagKeyValue", values: ["user:stage$prod"] }],
    notifications: [told("ACTUAL", 80), told("FORECASTED", 100)],
  });
  // "Creating an Amazon SNS topic for budget notifications".
  const allowed = (action: string, resource: string, policy: unknown, account: string) =>
    evaluate(
      {
        principal: { service: "budgets.amazonaws.com" },
        action,
        resource,
        context: { "aws:SourceAccount": account, "aws:SecureTransport": "true" },
      },
      { resource: [policy] },
    ).allowed;
  const key = String(graph.get("alarm-key").outputs.arn);
  for (const [action, resource, policy] of [
    ["sns:Publish", String(topicArn), inputsOf(graph, "alarms-policy").policy],
    ["kms:GenerateDataKey", key, inputsOf(graph, "alarm-key").policy],
    ["kms:Decrypt", key, inputsOf(graph, "alarm-key").policy],
  ] as const) {
    expect(allowed(action, resource, policy, "123456789012"), action).toBe(true);
    expect(allowed(action, resource, policy, "999999999999"), action).toBe(false);
  }
});

test("tags become dimensions of the bill where the account may make them so", async () => {
  const graph = await graphOfProgram(() => createCostAllocationTags(["service", "stage"]), options);
  expect(inputsOf(graph, "cost-service")).toEqual({ tagKey: "service", status: "Active" });
  expect(graph.of("aws:costexplorer/costAllocationTag:CostAllocationTag")).toHaveLength(2);
});

test("the dashboard of all services searches by the stage's name, so that it needs to know no service", async () => {
  const graph = await graphOf(join(root, "."), { stage: "prod" });
  const { dashboardName, dashboardBody } = inputsOf(graph, "overview");
  expect(dashboardName).toBe("foundation-prod-services");
  const { widgets } = JSON.parse(String(dashboardBody)) as {
    widgets: { properties: { region: string; metrics: [[{ expression: string }]] } }[];
  };
  const expressions = widgets.map(({ properties }) => properties.metrics[0][0].expression);
  // "CloudWatch search expression syntax": words without quotes match parts of a name.
  expect(expressions[0]).toBe(
    `SEARCH('{AWS/Lambda,FunctionName} MetricName="Errors" FunctionName=prod', 'Sum', 60)`,
  );
  for (const expression of expressions)
    expect(expression).toMatch(/^SEARCH\('\{AWS\/\w+,\w+\} MetricName="\w+" \w+=prod', '\w+', 60\)$/);
  expect(new Set(widgets.map(({ properties }) => properties.region))).toEqual(new Set(["eu-west-1"]));
  expect((await graphOf(join(root, "."), { stage: "dev" })).of("aws:cloudwatch/dashboard:Dashboard")).toEqual(
    [],
  );
});
