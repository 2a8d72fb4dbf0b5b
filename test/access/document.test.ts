import { describe, expect, test } from "vitest";
import { documentProblems, evaluate, statementsOf } from "../../platform/access/index.ts";
import { identity, policy, read } from "./support.ts";

const text = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("the statements of a policy document", () => {
  test.each(["", "text", "{", '{"a":1}', '{"Statement', '{"Statement":7}', 7, null, undefined, {}])(
    "%j: there are none",
    (value) => {
      expect(statementsOf(value)).toEqual([]);
    },
  );

  // AWS: "IAM JSON policy elements reference": Statement, Action and Resource take one or a list.
  test("may be one or several, with one or several actions and resources", () => {
    const one = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn" };
    const several = { Effect: "Deny", Action: ["a:B", "c:D"], Resource: ["x", "y"] };
    expect(statementsOf(JSON.stringify({ Statement: one }))).toEqual([
      { effect: "Allow", actions: ["s3:GetObject"], resources: ["arn"] },
    ]);
    expect(statementsOf(text(one, several))[1]).toEqual({
      effect: "Deny",
      actions: ["a:B", "c:D"],
      resources: ["x", "y"],
    });
  });

  test("keep who is let in, what is left out, and under which conditions", () => {
    const Condition = { StringLike: { a: "1", b: ["2", "3"] } };
    const statement = { Effect: "Allow", NotAction: "iam:*", NotResource: ["a"], Principal: "*", Condition };
    expect(statementsOf(text(statement))).toEqual([
      {
        effect: "Allow",
        actions: [],
        resources: [],
        notActions: ["iam:*"],
        notResources: ["a"],
        principal: "*",
        conditions: [
          { operator: "StringLike", key: "a", values: ["1"] },
          { operator: "StringLike", key: "b", values: ["2", "3"] },
        ],
      },
    ]);
  });
});

// AWS: "Grammar of the IAM JSON policy language".
describe("a policy document is refused for", () => {
  test.each<[string, object, string]>([
    ["a misspelt element", { Ressource: "*" }, "There is no element Ressource. Did you mean Resource?"],
    ["another effect", { Effect: "allow" }, 'Effect is "allow"; Allow and Deny are allowed.'],
    ["no action", { Action: undefined }, "Give either Action or NotAction."],
    ["two kinds of actions", { NotAction: "s3:*" }, "Give either Action or NotAction."],
    ["no resource", { Resource: undefined }, "Give either Resource or NotResource."],
    ["an empty list", { Action: [] }, "Action is an empty list."],
    ["a principal in a role's policy", { Principal: "*" }, "A role's policy has no Principal."],
    ["a condition that is a text", { Condition: "x" }, "Condition is no object."],
  ])("%s", (_, elements, problem) => {
    expect(documentProblems(identity(elements), "identity")).toEqual([`Statement 1: ${problem}`]);
  });

  test.each<[string, object, string]>([
    ["no principal", {}, "Give either Principal or NotPrincipal."],
    [
      "an unknown kind of principal",
      { Principal: { Servise: "a" } },
      "Principal has no kind Servise. Did you mean Service?",
    ],
    // "You cannot use a wildcard to match part of a principal name or ARN."
    [
      "a pattern as principal",
      { Principal: { AWS: "arn:aws:iam::1:role/*" } },
      'Principal arn:aws:iam::1:role/* is a pattern; name it whole, or "*" with a condition.',
    ],
    ["a principal that is a text", { Principal: "me" }, 'Principal is neither "*" nor an object.'],
    // "NotPrincipal must be used with Effect: Deny."
    [
      "all principals but some",
      { NotPrincipal: "*" },
      "NotPrincipal goes with Deny only; name the principals.",
    ],
  ])("%s in a resource's policy", (_, elements, problem) => {
    expect(documentProblems(identity(elements), "resource")).toEqual([`Statement 1: ${problem}`]);
  });

  test.each<[unknown, string]>([
    ["not JSON", "The policy is no JSON object."],
    [{ ...policy(), Version: "2012-10-17" }, "The policy has no statement."],
    [
      { ...identity(), Version: "2012-10-18" },
      'Version is "2012-10-18"; 2012-10-17 and 2008-10-17 are allowed.',
    ],
    [{ ...identity(), Statements: [] }, "There is no element Statements. Did you mean Statement?"],
    [{ Statement: ["x"] }, "Statement 1 is no object."],
  ])("%j", (document, problem) => {
    expect(documentProblems(document, "identity")).toEqual([problem]);
  });

  test("everything together, when it is evaluated", () => {
    const document = policy({ Sid: "Reads", Action: "s3:*", Resource: "*", Colour: 1 }, { Effect: "Maybe" });
    expect(() => evaluate(read, { identity: [document] })).toThrow(
      [
        "A policy document (identity) has 4 problem(s):",
        "  - Statement Reads: There is no element Colour.",
        '  - Statement 2: Effect is "Maybe"; Allow and Deny are allowed.',
        "  - Statement 2: Give either Action or NotAction.",
        "  - Statement 2: Give either Resource or NotResource.",
      ].join("\n"),
    );
  });
});
