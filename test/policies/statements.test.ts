import { describe, expect, test } from "vitest";
import { Secret } from "../../platform/engine/index.ts";
import { statementsIn, statementsOf } from "../../platform/policies/statements.ts";

const document = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

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
    expect(statementsOf(document(one, several))[1]).toEqual({
      effect: "Deny",
      actions: ["a:B", "c:D"],
      resources: ["x", "y"],
    });
  });

  test("keep who is let in, and what is left out", () => {
    const [statement] = statementsOf(
      document({ Effect: "Allow", NotAction: "iam:*", NotResource: ["a"], Principal: "*" }),
    );
    expect(statement).toEqual({
      effect: "Allow",
      actions: [],
      resources: [],
      notActions: ["iam:*"],
      notResources: ["a"],
      principal: "*",
    });
  });

  test("are found in each input, and in the inline policies of a role", () => {
    const policy = document({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn" });
    expect(statementsIn({ name: "a", policy, inlinePolicies: [{ name: "b", policy }] })).toHaveLength(2);
  });

  test("stay hidden where the document is a secret", () => {
    expect(statementsIn({ policy: new Secret(document({ Effect: "Allow", Action: "a:B" })) })).toEqual([]);
  });
});
