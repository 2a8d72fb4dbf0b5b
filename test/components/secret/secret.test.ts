import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Secret as SecretValue } from "../../../platform/engine/index.ts";
import { Function, Secret, type SecretArgs } from "../../../platform/index.ts";
import { because, errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const handler = "src/handler.ts";
const key = "arn:aws:kms:eu-west-1:123456789012:key/0b2c";
const ownArn = expect.stringMatching(
  /^arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-prod-webhook-\w{6}$/,
);
const secretOf = (args: SecretArgs = {}, stage = "prod") =>
  graphOfProgram(() => void new Secret("webhook", args), { stage });

describe("a secret of which nothing is said", async () => {
  const graph = await graphOfProgram(() => {
    const webhook = new Secret("webhook");
    new Function("worker", { handler, link: [webhook.read] });
  });

  test("is made empty, for the team to fill, and can be restored for 30 days", () => {
    expect(inputsOf(graph, "webhook-secret")).toEqual({
      name: "shop-prod-webhook",
      recoveryWindowInDays: 30,
    });
    expect(graph.of("aws:secretsmanager/secretVersion:SecretVersion")).toEqual([]);
  });

  test("gives a linked function its ARN and lets it read nothing else", () => {
    const { variables } = inputsOf(graph, "worker-function").environment as { variables: object };
    expect(variables).toMatchObject({ WEBHOOK_SECRET_ARN: ownArn });
    expect(statements(graph, "worker-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [ownArn],
    });
  });
});

test("a value of the config is a secret in the graph, in a version of its own", async () => {
  const graph = await secretOf({ value: pulumi.secret("hush"), description: "Slack" });
  expect(partsOf(graph)).toEqual([
    "secretsmanager.Secret webhook-secret",
    "secretsmanager.SecretVersion webhook-version",
  ]);
  expect(graph.get("webhook-version").inputs.secretString).toBeInstanceOf(SecretValue);
  expect(inputsOf(graph, "webhook-version")).toEqual({ secretId: ownArn, secretString: "hush" });
  expect(JSON.stringify(graph)).not.toContain("hush");
});

test.each([
  ["prod", 30],
  ["staging", 30],
  ["dev", 0],
  ["pr-123", 0],
])("in %s a deleted secret can be restored for %i days", async (stage, days) => {
  expect(inputsOf(await secretOf({}, stage), "webhook-secret").recoveryWindowInDays).toBe(days);
});

test("what a service says about a secret holds, a transform above it", async () => {
  const graph = await secretOf({
    recoveryWindowDays: because(7),
    kmsKeyArn: key,
    transform: { secret: { name: "shared/webhook" } },
  });
  expect(inputsOf(graph, "webhook-secret")).toEqual({
    name: "shared/webhook",
    recoveryWindowInDays: 7,
    kmsKeyId: key,
  });
});

test("a key of its own is decrypted with by linked functions", async () => {
  const graph = await graphOfProgram(() => {
    const webhook = new Secret("webhook", { kmsKeyArn: key });
    new Function("worker", { handler, link: [webhook] });
  });
  expect(statements(graph, "worker-policy").at(-1)).toEqual({
    effect: "Allow",
    actions: ["kms:Decrypt"],
    resources: [key],
  });
});

describe("a secret that rotates", async () => {
  const graph = await secretOf({
    kmsKeyArn: key,
    rotation: { handler, schedule: "rate(30 days)", windowHours: 2 },
  });

  test("is first rotated when the schedule says so, since it is empty at first", () => {
    expect(inputsOf(graph, "webhook-rotation")).toEqual({
      secretId: ownArn,
      rotationLambdaArn: "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-webhook-handler",
      rotateImmediately: false,
      rotationRules: { scheduleExpression: "rate(30 days)", duration: "2h" },
    });
    expect(graph.get("webhook-rotation").dependencies).toContain(
      graph.get("webhook-rotation-permission").urn,
    );
  });

  test("lets its function change this secret alone, and Secrets Manager invoke it for this secret alone", () => {
    expect(statements(graph, "webhook-handler-policy").slice(-2)).toEqual([
      {
        effect: "Allow",
        actions: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        resources: [ownArn],
      },
      { effect: "Allow", actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [key] },
    ]);
    expect(inputsOf(graph, "webhook-rotation-permission")).toEqual({
      action: "lambda:InvokeFunction",
      function: "shop-prod-webhook-handler",
      principal: "secretsmanager.amazonaws.com",
      sourceArn: ownArn,
    });
  });

  test("has no dead-letter queue: Secrets Manager gets the error and tries again", () => {
    expect(partsOf(graph).filter((part) => part.includes("dlq"))).toEqual([]);
  });
});

describe("a secret refuses", () => {
  const refused = (args: object) => errorOf(() => void new Secret("webhook", args as SecretArgs));

  test("a value in clear, without repeating it", async () => {
    const plain = await refused({ value: "hush-hush" });
    expect(plain).toContain("value: a plain text was given; encrypt it");
    const output = await refused({ value: pulumi.output("hush-hush") });
    expect(output).toContain("value: a value in clear was given; encrypt it");
    expect(plain + output).not.toContain("hush");
  });

  test("a value beside a rotation", async () => {
    const message = await refused({
      value: pulumi.secret("hush"),
      rotation: { handler, schedule: "rate(30 days)" },
    });
    expect(message).toContain(
      "value, rotation: what rotates would be set back to the program's value; give one of them.",
    );
  });

  test("all that is wrong at once", async () => {
    const message = await refused({
      recoveryWindowDays: 6,
      valeu: "x",
      transform: { secrets: {} },
      rotation: { schedule: "rate(1 hours)", windowHours: 25, shedule: "" },
    });
    expect(message.split("\n")).toEqual([
      'Secret "webhook" of service shop has 7 problem(s):',
      "  - valeu: there is no such argument; did you mean value?",
      "  - transform.secrets: there is no such argument; did you mean secret?",
      "  - recoveryWindowDays: 6 given; whole numbers from 7 to 30 days are allowed.",
      "  - rotation.shedule: there is no such argument; did you mean schedule?",
      "  - rotation.handler: it is missing; name the file of the handler.",
      '  - rotation.schedule: "rate(1 hours)" given; every 4 hours to every 999 days is allowed.',
      "  - rotation.windowHours: 25 given; whole numbers from 1 to 24 are allowed.",
    ]);
  });

  test.each(["rate(5 minutes)", "monthly", "cron(0 2 * *)", undefined])(
    "the schedule %j of a rotation",
    async (schedule) => {
      expect(await refused({ rotation: { handler, schedule } })).toContain(
        'a rate in hours or days, or a cron with six fields is expected, such as "rate(30 days)"',
      );
    },
  );
});
