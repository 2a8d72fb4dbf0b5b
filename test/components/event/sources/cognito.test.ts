import { describe, expect, test } from "vitest";
import { type CognitoSource, Event, type EventArgs, Function } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf } from "../../../support/index.ts";

const handler = "src/handler.ts";
const fnArn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-${name}`;
const poolArn = expect.stringMatching(
  /^arn:aws:cognito-idp:eu-west-1:123456789012:userpool\/eu-west-1_\w{9}$/,
);
const make = (source: object, args: object = {}) =>
  new Event("sign-up", {
    handler,
    source: { type: "cognito", trigger: "preSignUp", ...source } as CognitoSource,
    ...args,
  } as EventArgs);

describe("an event of a user pool of which only its trigger is said", async () => {
  const graph = await graphOfProgram(() => void make({}));

  test("has a pool of its own that signs in by e-mail and calls the function", () => {
    expect(inputsOf(graph, "sign-up-pool")).toEqual({
      name: "shop-prod-sign-up",
      deletionProtection: "ACTIVE",
      usernameAttributes: ["email"],
      autoVerifiedAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
      lambdaConfig: { preSignUp: fnArn("sign-up-handler") },
    });
  });

  test("lets Cognito invoke the function for this pool alone", () => {
    expect(inputsOf(graph, "sign-up-permission")).toEqual({
      action: "lambda:InvokeFunction",
      function: "shop-prod-sign-up-handler",
      principal: "cognito-idp.amazonaws.com",
      sourceArn: poolArn,
    });
  });

  test("ends its function when Cognito stops waiting, whatever the kind's default is", () => {
    expect(inputsOf(graph, "sign-up-handler-function").timeout).toBe(5);
  });

  test("has no retries and no dead-letter queue: the error is the user's answer", () => {
    expect(partsOf(graph).filter((part) => /dlq|InvokeConfig/.test(part))).toEqual([]);
  });
});

test("less time is the service's right", async () => {
  const graph = await graphOfProgram(() => void make({}, { timeout: 2 }));
  expect(inputsOf(graph, "sign-up-handler-function").timeout).toBe(2);
});

test("other triggers of the pool have functions and permissions of their own", async () => {
  const graph = await graphOfProgram(() => {
    const claims = new Function("claims", { handler, timeout: 3 });
    make({ others: { preTokenGeneration: claims }, tokenVersion: "V2_0" });
  });
  expect(inputsOf(graph, "sign-up-pool").lambdaConfig).toEqual({
    preSignUp: fnArn("sign-up-handler"),
    preTokenGenerationConfig: { lambdaArn: fnArn("claims"), lambdaVersion: "V2_0" },
  });
  expect(inputsOf(graph, "sign-up-claims-permission")).toMatchObject({
    function: "shop-prod-claims",
    sourceArn: poolArn,
  });
});

test.each([
  ["prod", "ACTIVE"],
  ["staging", "INACTIVE"],
  ["dev", "INACTIVE"],
])("in %s deletion protection of the pool is %s", async (stage, expected) => {
  const graph = await graphOfProgram(() => void make({}), { stage });
  expect(inputsOf(graph, "sign-up-pool").deletionProtection).toBe(expected);
});

test("a transform has the last word on the pool", async () => {
  const graph = await graphOfProgram(
    () => void make({}, { transform: { pool: { mfaConfiguration: "OPTIONAL" } } }),
  );
  expect(inputsOf(graph, "sign-up-pool")).toMatchObject({ mfaConfiguration: "OPTIONAL" });
});

describe("an event of a user pool refuses", () => {
  const refused = (source: object, args: object = {}) => errorOf(() => void make(source, args));

  test.each([
    [
      { trigger: undefined },
      "source.trigger: it is missing; one of these is expected: preSignUp, postConfirm",
    ],
    [{ trigger: "signUp" }, 'source.trigger: "signUp" given; "preSignUp", "postConfirmation"'],
    [{ others: { postSignUp: 1 } }, 'source.others: "postSignUp" given'],
    [
      { others: { customMessage: "src/x.ts" } },
      'source.others.customMessage: "src/x.ts" given; a Function is expected.',
    ],
    [{ tokenVersion: "V2_0" }, "source.tokenVersion: only preTokenGeneration has versions; leave it out."],
    [{ pool: {} }, "source.pool: there is no such argument"],
  ])("%j", async (source, problem) => {
    expect(await refused(source)).toContain(problem);
  });

  test("a function that may take longer than Cognito waits", async () => {
    expect(await refused({}, { timeout: 6 })).toContain(
      "timeout: 6 given; whole numbers from 1 to 5 seconds are allowed.",
    );
    const other = await errorOf(() => {
      const slow = new Function("slow", { handler, timeout: 10 });
      make({ others: { customMessage: slow, preSignUp: slow } });
    });
    expect(other).toContain(
      "source.others.customMessage: its function may take 10 seconds; Cognito waits 5. Give it timeout: 5.",
    );
    expect(other).toContain("source.others: preSignUp is the trigger of the event's own handler");
  });

  test.each(["retries", "maxEventAge", "onFailure", "onSuccess"])(
    "%s, which only asynchronous invocations have",
    async (key) => {
      expect(await refused({}, { [key]: 1 })).toContain(
        `${key}: nothing invokes this function asynchronously`,
      );
    },
  );
});
