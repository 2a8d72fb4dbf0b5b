import { expect, test } from "vitest";
import { documentProblems } from "../../platform/access/index.ts";
import { holds, identity } from "./support.ts";

// AWS: "AWS global condition context keys": aws:PrincipalArn is in every signed request, aws:ResourceAccount where there is one.
test("a condition sees the caller and the resource's account without their being given", () => {
  const role = "arn:aws:iam::123456789012:role/service/shop-role";
  expect(holds({ ArnEquals: { "aws:PrincipalArn": role } }, {})).toBe(true);
  expect(holds({ ArnEquals: { "aws:PrincipalArn": `${role}s` } }, {})).toBe(false);
  expect(holds({ StringEquals: { "aws:PrincipalAccount": "123456789012" } }, {})).toBe(true);
  expect(holds({ Bool: { "aws:PrincipalIsAWSService": "false" } }, {})).toBe(true);
});

test("several values of a key that is compared as one are refused", () => {
  expect(() => holds({ StringEquals: { k: "a" } }, { k: ["a", "b"] })).toThrow(
    "k has 2 values, and the condition StringEquals compares with one: use ForAllValues or ForAnyValue.",
  );
});

test("operators that IAM doesn't have, and values that they can't take, are refused together", () => {
  const Condition = {
    StringLikes: { k: "a" },
    stringEquals: { k: "a" },
    "ForAllValues:Null": { k: "true" },
    NullIfExists: { k: "true" },
    "ForSomeValues:StringLike": { k: "a" },
    toString: { k: "a" },
    NumericEquals: { k: "ten" },
    Bool: { k: "yes" },
    Null: { k: "no" },
    IpAddress: { k: "203.0.113.0/33" },
    DateLessThan: { k: "soon" },
  };
  expect(documentProblems(identity({ Condition }), "identity")).toEqual([
    "Statement 1: Condition operator StringLikes is none of IAM's. Did you mean StringLike?",
    "Statement 1: Condition operator stringEquals is none of IAM's. Did you mean StringEquals?",
    "Statement 1: Condition operator ForAllValues:Null is none of IAM's.",
    "Statement 1: Condition operator NullIfExists is none of IAM's.",
    "Statement 1: Condition operator ForSomeValues:StringLike is none of IAM's.",
    "Statement 1: Condition operator toString is none of IAM's.",
    'Statement 1: Condition operator NumericEquals takes a number; "ten" is given.',
    'Statement 1: Condition operator Bool takes true or false; "yes" is given.',
    'Statement 1: Condition operator Null takes true or false; "no" is given.',
    'Statement 1: Condition operator IpAddress takes an address or a range such as 203.0.113.0/24; "203.0.113.0/33" is given.',
    'Statement 1: Condition operator DateLessThan takes an ISO 8601 date or seconds since 1970; "soon" is given.',
  ]);
});
