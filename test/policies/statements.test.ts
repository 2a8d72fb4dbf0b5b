import { describe, expect, test } from "vitest";
import { Secret } from "../../platform/engine/index.ts";
import { statementsIn } from "../../platform/policies/statements.ts";

const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn" }] });

describe("the statements among a resource's inputs", () => {
  test("are found in each input, and in the inline policies of a role", () => {
    expect(statementsIn({ name: "a", policy, inlinePolicies: [{ name: "b", policy }] })).toHaveLength(2);
  });

  test("stay hidden where the document is a secret", () => {
    expect(statementsIn({ policy: new Secret(policy) })).toEqual([]);
  });
});
