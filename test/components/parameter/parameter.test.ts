import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Secret as SecretValue } from "../../../platform/engine/index.ts";
import { Function, Parameter, type ParameterArgs } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/prod/limit";
const key = "arn:aws:kms:eu-west-1:123456789012:key/0b2c";

describe("a parameter of which only its value is said", async () => {
  const graph = await graphOfProgram(() => {
    const limit = new Parameter("limit", { value: "100" });
    new Function("worker", { handler: "src/handler.ts", link: [limit.read] });
  });

  test("is a free plain one under the service's and the stage's name", () => {
    expect(inputsOf(graph, "limit-parameter")).toEqual({
      name: "/shop/prod/limit",
      type: "String",
      tier: "Standard",
      value: "100",
    });
  });

  test("gives a linked function its name, never its value, and lets it read nothing else", () => {
    const { variables } = inputsOf(graph, "worker-function").environment as { variables: object };
    expect(variables).toMatchObject({ LIMIT_PARAMETER_NAME: "/shop/prod/limit" });
    expect(Object.values(variables)).not.toContain("100");
    expect(statements(graph, "worker-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["ssm:GetParameter"],
      resources: [arn],
    });
  });
});

test("a SecureString's value is a secret, decrypted by linked functions alone where the key is its own", async () => {
  const graph = await graphOfProgram(() => {
    const limit = new Parameter("limit", {
      type: "SecureString",
      value: pulumi.secret("hush"),
      kmsKeyArn: key,
      tier: "Advanced",
      description: "What may not be seen",
    });
    new Function("worker", { handler: "src/handler.ts", link: [limit] });
  });
  expect(graph.get("limit-parameter").inputs.value).toBeInstanceOf(SecretValue);
  expect(inputsOf(graph, "limit-parameter")).toEqual({
    name: "/shop/prod/limit",
    description: "What may not be seen",
    type: "SecureString",
    tier: "Advanced",
    keyId: key,
    value: "hush",
  });
  expect(statements(graph, "worker-policy").slice(-2)).toEqual([
    { effect: "Allow", actions: ["ssm:GetParameter"], resources: [arn] },
    { effect: "Allow", actions: ["kms:Decrypt"], resources: [key] },
  ]);
});

test("a stack's config gives its tier, a transform has the last word", async () => {
  const config = { "shop:defaults": JSON.stringify({ parameter: { tier: "Intelligent-Tiering" } }) };
  const graph = await graphOfProgram(
    () =>
      void new Parameter("limit", {
        value: "100",
        transform: { parameter: { name: "/elsewhere/limit", allowedPattern: "^\\d+$" } },
      }),
    { config },
  );
  expect(inputsOf(graph, "limit-parameter")).toMatchObject({
    name: "/elsewhere/limit",
    tier: "Intelligent-Tiering",
    allowedPattern: "^\\d+$",
  });
  expect(partsOf(graph)).toEqual(["ssm.Parameter limit-parameter"]);
});

describe("a parameter refuses", () => {
  const refused = (args: object, project = "shop") =>
    errorOf(() => void new Parameter("limit", args as ParameterArgs), { project });

  test("a SecureString given in clear, without repeating it", async () => {
    const plain = await refused({ type: "SecureString", value: "hush-hush" });
    expect(plain).toContain(
      'value: a plain text was given; encrypt it with "pulumi config set --secret <key>" and pass new pulumi.Config().requireSecret("<key>").',
    );
    const output = await errorOf(
      () =>
        void new Parameter("limit", {
          type: "SecureString",
          value: pulumi.output(Promise.resolve("hush-hush")),
        }),
    );
    expect(output).toContain("value: a value in clear was given");
    expect(plain + output).not.toContain("hush");
  });

  test("a secret in a parameter that isn't encrypted", async () => {
    const message = await refused({ value: pulumi.secret("hush-hush") });
    expect(message).toContain('value: it is a secret; set type: "SecureString", or use a Secret.');
    expect(message).not.toContain("hush");
  });

  test("all that is wrong at once", async () => {
    const message = await refused({ type: "Strin", tier: "Free", kmsKeyArn: key, valeu: "x" });
    expect(message.split("\n")).toEqual([
      'Parameter "limit" of service shop has 5 problem(s):',
      "  - valeu: there is no such argument; did you mean value?",
      '  - type: "Strin" given; "String" and "SecureString" are allowed.',
      '  - tier: "Free" given; "Standard", "Advanced" and "Intelligent-Tiering" are allowed.',
      "  - value: it is missing; give the parameter's value.",
      '  - kmsKeyArn: only a SecureString is encrypted with it; set type: "SecureString" or leave it out.',
    ]);
  });

  test.each([
    [{ value: "" }, "a parameter can't be empty"],
    [{ value: "é".repeat(2_049) }, "value: 4098 bytes given; the tier Standard takes 4096."],
    [
      { value: "x".repeat(8_193), tier: "Advanced" },
      "value: 8193 bytes given; the tier Advanced takes 8192.",
    ],
  ])("%j", async (args, problem) => {
    expect(await refused(args)).toContain(problem);
  });

  test("a name that SSM keeps for itself", async () => {
    expect(await refused({ value: "1" }, "aws-costs")).toContain('may not start with "aws" or "ssm"');
    await graphOfProgram(
      () => void new Parameter("limit", { value: "1", transform: { parameter: { name: "/costs/limit" } } }),
      { project: "aws-costs" },
    );
  });
});
