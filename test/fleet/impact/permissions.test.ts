import * as aws from "@pulumi/aws";
import { expect, test } from "vitest";
import { impactOf } from "./support.ts";

const statement = (more: object) => JSON.stringify({ Version: "2012-10-17", Statement: [more] });

async function lines(before: object, after: object) {
  const program = (more: object) => () => {
    const role = new aws.iam.Role("work-role", { assumeRolePolicy: "{}" });
    new aws.iam.RolePolicy("policy", { role: role.id, policy: statement(more) });
  };
  return (await impactOf(program(before), program(after))).sums.permissions;
}

const allow = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a"] };

test("a statement is one line for each of its actions on each of its resources, of the role that has them", async () => {
  const more = {
    ...allow,
    Action: ["s3:GetObject", "s3:PutObject"],
    Resource: ["arn:aws:s3:::a", "arn:aws:s3:::b"],
  };
  expect(await lines(allow, more)).toEqual({
    gained: [
      "work-role: Allow s3:GetObject on arn:aws:s3:::b",
      "work-role: Allow s3:PutObject on arn:aws:s3:::a",
      "work-role: Allow s3:PutObject on arn:aws:s3:::b",
    ],
    lost: [],
  });
});

test("a condition that goes is a permission that is gained, and another one that is lost", async () => {
  const conditions = { StringEquals: { "aws:SourceAccount": ["2", "1"] } };
  expect(await lines({ ...allow, Condition: conditions }, allow)).toEqual({
    gained: ["work-role: Allow s3:GetObject on arn:aws:s3:::a"],
    lost: ["work-role: Allow s3:GetObject on arn:aws:s3:::a if StringEquals aws:SourceAccount 1 or 2"],
  });
});

test("statements that say the same in another form are no difference", async () => {
  const { Effect, Action, Resource } = allow;
  const other = { Sid: "Other", Resource: Resource[0], Effect, Action: Action[0] };
  expect(await lines(allow, other)).toEqual({ gained: [], lost: [] });
});

test("who may invoke a function, and managed policies of a role, are permissions too", async () => {
  const program = (principal: string, policyArn: string) => () => {
    new aws.lambda.Permission("invoke", { action: "lambda:InvokeFunction", function: "work", principal });
    new aws.iam.RolePolicyAttachment("attach", { role: "work", policyArn });
  };
  const { sums } = await impactOf(
    program("sns.amazonaws.com", "arn:aws:iam::aws:policy/A"),
    program("s3.amazonaws.com", "arn:aws:iam::aws:policy/B"),
  );
  expect(sums.permissions).toEqual({
    gained: [
      "work: Allow lambda:InvokeFunction for s3.amazonaws.com",
      "work: Allow what arn:aws:iam::aws:policy/B allows",
    ],
    lost: [
      "work: Allow lambda:InvokeFunction for sns.amazonaws.com",
      "work: Allow what arn:aws:iam::aws:policy/A allows",
    ],
  });
});
