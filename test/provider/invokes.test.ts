import { expect, test } from "vitest";
import { awsProvider } from "../../platform/provider/index.ts";

const { invoke } = awsProvider({ region: "eu-central-1", account: "111122223333" });

test("who, where and in which partition are answered from the options", () => {
  expect(invoke("aws:index/getCallerIdentity:getCallerIdentity", {})).toMatchObject({
    accountId: "111122223333",
  });
  expect(invoke("aws:index/getRegion:getRegion", {})).toMatchObject({
    region: "eu-central-1",
    name: "eu-central-1",
  });
  expect(invoke("aws:index/getPartition:getPartition", {})).toMatchObject({
    partition: "aws",
    dnsSuffix: "amazonaws.com",
  });
});

// Sources: `partitions.json` of the AWS SDKs; "AZ IDs" of each region in "Regions and Zones" (EC2).
test.each([
  ["cn-northwest-1", "aws-cn", "amazonaws.com.cn", "cn.com.amazonaws", "cnw1-az1"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com", "com.amazonaws", "usgw1-az1"],
  ["ap-southeast-2", "aws", "amazonaws.com", "com.amazonaws", "apse2-az1"],
])(
  "%s is in the partition %s, whose hosts end in %s",
  (...[region, partition, dnsSuffix, reverseDnsPrefix, zone]) => {
    const there = awsProvider({ region });
    const answer = there.invoke("aws:index/getPartition:getPartition", {});
    expect(answer).toEqual({ id: partition, partition, dnsSuffix, reverseDnsPrefix });
    const zones = there.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {});
    expect(zones?.zoneIds).toContain(zone);
    const who = there.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
    expect(who?.arn).toBe(`arn:${partition}:iam::123456789012:user/offline`);
  },
);

test("a region has three availability zones", () => {
  expect(invoke("aws:index/getAvailabilityZones:getAvailabilityZones", { state: "available" })).toMatchObject(
    {
      names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
      zoneIds: ["euc1-az1", "euc1-az2", "euc1-az3"],
    },
  );
});

test("other functions have no answer", () => {
  expect(invoke("aws:workspaces/getImage:getImage", {})).toBeUndefined();
});

const render = (args: Record<string, unknown>) =>
  JSON.parse(String(invoke("aws:iam/getPolicyDocument:getPolicyDocument", args)?.json));

test("a policy document is rendered as the provider does", () => {
  const document = render({
    statements: [
      {
        sid: "Read",
        actions: ["dynamodb:GetItem", "dynamodb:Query"],
        resources: ["arn:aws:dynamodb:*:*:table/&{aws:username}"],
        conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["2", "1"] }],
      },
      {
        effect: "Deny",
        notActions: ["s3:*"],
        resources: ["*"],
        principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }],
      },
      { actions: ["sqs:SendMessage"], principals: [{ type: "*", identifiers: ["*"] }] },
    ],
  });
  expect(document).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Read",
        Effect: "Allow",
        Action: ["dynamodb:Query", "dynamodb:GetItem"],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
        Resource: "arn:aws:dynamodb:*:*:table/${aws:username}",
        Condition: { StringEquals: { "aws:SourceAccount": ["2", "1"] } },
      },
      { Effect: "Deny", NotAction: "s3:*", Resource: "*", Principal: { Service: "lambda.amazonaws.com" } },
      { Effect: "Allow", Action: "sqs:SendMessage", Principal: "*" },
    ],
  });
});

test("source documents come first, and overriding ones replace statements with the same Sid", () => {
  const source = JSON.stringify({
    Statement: [
      { Sid: "A", Effect: "Allow", Action: "a:*" },
      { Sid: "B", Effect: "Allow", Action: "b:*" },
    ],
  });
  const override = JSON.stringify({ Statement: { Sid: "B", Effect: "Deny", Action: "b:*" } });
  const document = render({
    sourcePolicyDocuments: [source],
    overridePolicyDocuments: [override],
    statements: [{ sid: "C", actions: ["c:*"] }],
  });
  expect(document.Statement).toEqual([
    { Sid: "A", Effect: "Allow", Action: "a:*" },
    { Sid: "B", Effect: "Deny", Action: "b:*" },
    { Sid: "C", Effect: "Allow", Action: "c:*" },
  ]);
});
