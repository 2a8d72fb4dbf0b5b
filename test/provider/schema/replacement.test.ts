import { expect, test } from "vitest";
import { isDeletedFirst, replacedBy } from "../../../platform/provider/index.ts";

const table = "aws:dynamodb/table:Table";
const queue = "aws:sqs/queue:Queue";
const fn = "aws:lambda/function:Function";
const byDay = { name: "by-day", rangeKey: "day", projectionType: "ALL" };

/**
 * `ForceNew` of each argument in the schemas of hashicorp/terraform-provider-aws, and what its `CustomizeDiff` adds: its
 * PlanResourceChange said so of these.
 */
test.each([
  [table, { hashKey: "id" }, { hashKey: "ref" }, ["hashKey"]],
  [table, { billingMode: "PROVISIONED" }, { billingMode: "PAY_PER_REQUEST" }, []],
  [table, {}, { localSecondaryIndexes: [byDay] }, ["localSecondaryIndexes", "localSecondaryIndexes[].name"]],
  [
    table,
    { localSecondaryIndexes: [byDay] },
    { localSecondaryIndexes: [{ ...byDay, rangeKey: "week" }] },
    ["localSecondaryIndexes[].rangeKey"],
  ],
  [table, { globalSecondaryIndexes: [] }, { globalSecondaryIndexes: [{ ...byDay, hashKey: "day" }] }, []],
  [queue, { name: "a" }, { name: "a.fifo", fifoQueue: true }, ["name", "fifoQueue"]],
  [queue, { delaySeconds: 1, tags: { a: "b" } }, { delaySeconds: 2, tags: {} }, []],
  [fn, { name: "a", memorySize: 128 }, { name: "b", memorySize: 256 }, ["name"]],
  [fn, { packageType: "Zip" }, { packageType: "Image" }, ["packageType"]],
  [fn, {}, { durableConfig: { executionTimeout: 60 } }, ["durableConfig"]],
  [fn, { durableConfig: { executionTimeout: 60 } }, { durableConfig: { executionTimeout: 90 } }, []],
  ["aws:iam/role:Role", { path: "/a/", description: "a" }, { path: "/b/", description: "b" }, ["path"]],
  [
    "aws:secretsmanager/secretVersion:SecretVersion",
    { secretString: "a" },
    { secretString: "b" },
    ["secretString"],
  ],
  ["aws:apigateway/deployment:Deployment", { triggers: { a: "1" } }, { triggers: { a: "2" } }, ["triggers"]],
  ["aws:lb/loadBalancer:LoadBalancer", { internal: true }, { internal: false }, ["internal"]],
  // What is left out stays as it was, or is the default again.
  ["aws:cloudwatch/eventRule:EventRule", { eventBusName: "default" }, {}, []],
  ["aws:cloudwatch/eventRule:EventRule", { eventBusName: "orders" }, {}, ["eventBusName"]],
  ["aws:s3/bucket:Bucket", { bucketNamespace: "account-regional" }, {}, []],
  ["random:index/randomPet:RandomPet", { length: 1 }, { length: 2 }, []],
] as const)("a change of %s from %j to %j replaces it for %j", (type, before, after, paths) => {
  expect(replacedBy(type, before, after)).toEqual(expect.arrayContaining([...paths]));
  expect(replacedBy(type, before, before)).toEqual([]);
  if (paths.length === 0) expect(replacedBy(type, before, after)).toEqual([]);
});

/**
 * `nameRequiresDeleteBeforeReplace` in pulumi/pulumi-terraform-bridge, and `DeleteBeforeReplace` and `AutoName` in
 * provider/resource_overrides.go of pulumi/pulumi-aws.
 */
test.each([
  [queue, { name: "a" }, true],
  [queue, {}, false],
  [queue, { namePrefix: "a" }, false],
  ["aws:s3/bucket:Bucket", { bucket: "a" }, true],
  ["aws:lambda/permission:Permission", { statementId: "a" }, true],
  // The name of a record is a domain: Pulumi makes none up.
  ["aws:route53/record:Record", { name: "a" }, false],
  // The newer framework's bridge doesn't look at names yet.
  ["aws:cloudfront/keyValueStore:KeyValueStore", { name: "a" }, false],
  ["aws:ecr/lifecyclePolicy:LifecyclePolicy", { repository: "a" }, true],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "a" }, true],
  ["random:index/randomPet:RandomPet", { name: "a" }, false],
] as const)("%s with %j is deleted before it is replaced: %s", (type, inputs, first) => {
  expect(isDeletedFirst(type, inputs)).toBe(first);
});
