import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { recordFile } from "../../generators/init/init.ts";
import { statementsOf } from "../../platform/access/index.ts";
import { sharedLayer } from "../../platform/components/function/bundle/bundle.ts";
import { defaults } from "../../platform/defaults.ts";
import { AssetValue, type Graph } from "../../platform/engine/index.ts";
import { graphOf } from "../../platform/fleet/graph-of.ts";
import { Queue, Topic } from "../../platform/index.ts";
import { delivery } from "../../platform/organisation.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { graphOfProgram, inputsOf } from "../support/index.ts";

/** What is there once the repository is named: delivery.test.ts is about it. */
const ofCi = /^(github$|(deploy|drift)-)/;

let graph: Graph;
beforeAll(async () => {
  graph = await graphOf(join(root, "."), { stage: "prod" });
});

test.skipIf(existsSync(join(root, recordFile)))(
  "the root project is a template that pulumi new can use",
  () => {
    const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8"));
    expect(project).toMatchObject({
      name: "foundation",
      main: "platform/foundation/index.ts",
      template: {
        description: expect.any(String),
        config: { "aws:region": { default: expect.any(String) } },
      },
    });
  },
);

test("the foundation makes an alarm topic with a key, a bus, a layer, a log bucket, a dashboard, and API Gateway's account settings", () => {
  const made = graph.resources
    .filter(({ custom, type, name }) => custom && type.startsWith("aws:") && !ofCi.test(name))
    .map(({ type }) => type);
  expect(made.sort()).toEqual([
    "aws:apigateway/account:Account",
    "aws:cloudwatch/dashboard:Dashboard",
    "aws:cloudwatch/eventBus:EventBus",
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:kms/key:Key",
    "aws:lambda/layerVersion:LayerVersion",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:sns/topic:Topic",
    "aws:sns/topicPolicy:TopicPolicy",
  ]);
  expect(inputsOf(graph, "alarms")).toEqual({
    name: "foundation-prod-alarms",
    kmsMasterKeyId: graph.get("alarm-key").outputs.arn,
  });
  expect(inputsOf(graph, "alarm-key")).toMatchObject({ enableKeyRotation: true });
});

test("REST APIs write access logs by a role that only API Gateway assumes, once it has its policy", () => {
  const account = graph.get("api-gateway");
  expect(account.inputs).toEqual({ cloudwatchRoleArn: graph.get("api-logs-role").outputs.arn });
  expect(account.dependencies).toContain(graph.get("api-logs-policy").urn);
  const [trusted] = JSON.parse(String(inputsOf(graph, "api-logs-role").assumeRolePolicy)).Statement;
  expect(trusted.Principal).toEqual({ Service: "apigateway.amazonaws.com" });
  const everywhere = statementsOf(inputsOf(graph, "api-logs-policy").policy).filter(({ resources }) =>
    resources.includes("*"),
  );
  expect(everywhere.map(({ actions }) => actions)).toEqual([["logs:DescribeLogGroups"]]);
});

test("only CloudWatch alarms of this account may publish to the topic, and only by TLS", () => {
  const policy = JSON.parse(String(inputsOf(graph, "alarms-policy").policy));
  expect(policy.Statement).toEqual([
    expect.objectContaining({
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    }),
    expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
  ]);
});

/** AWS: "Default key policy", "Allows key administrators to administer the KMS key", less creating grants, which lets others use it. */
const mending = [
  "kms:DescribeKey",
  "kms:EnableKey",
  "kms:DisableKey",
  "kms:EnableKeyRotation",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:UpdateKeyDescription",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
  "kms:RotateKeyOnDemand",
];

test("the account's administrators can mend every mistake with a key, and not use it", async () => {
  const topic = await graphOfProgram(
    () =>
      void new Topic("news", {
        senders: [{ principal: "cloudwatch.amazonaws.com", sourceArn: "arn:aws:x" }],
      }),
  );
  for (const policy of [inputsOf(graph, "alarm-key").policy, inputsOf(topic, "news-key").policy]) {
    const [administration] = statementsOf(policy);
    expect(administration?.actions).toEqual(expect.arrayContaining(mending));
    for (const use of ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant"])
      expect(administration?.actions).not.toContain(use);
  }
});

test("the key's policy names every action", () => {
  const actions = statementsOf(inputsOf(graph, "alarm-key").policy).flatMap((statement) => statement.actions);
  expect(actions.filter((action) => action.includes("*"))).toEqual([]);
});

test("services find what they share in the foundation's outputs", () => {
  expect(graph.outputs).toEqual({
    alarmTopicArn: graph.get("alarms").outputs.arn,
    eventBusName: "foundation-prod-events",
    sharedLayer: {
      arn: "arn:aws:lambda:eu-west-1:123456789012:layer:foundation-prod-shared:1",
      hash: inputsOf(graph, "shared-layer").sourceCodeHash,
    },
    accessLogBucket: "foundation-prod-access-logs-123456789012-eu-west-1-an",
    // Once the repository is named.
    deployRoleArn: delivery.repository === "" ? "" : "arn:aws:iam::123456789012:role/foundation-prod-deploy",
  });
});

test("the shared layer is for the organisation's runtime on every processor, and its older versions stay", async () => {
  const { archive, hash } = await sharedLayer();
  const { description: _, code, ...rest } = inputsOf(graph, "shared-layer");
  expect(rest).toEqual({
    layerName: "foundation-prod-shared",
    sourceCodeHash: hash,
    compatibleRuntimes: [defaults.function.runtime],
    compatibleArchitectures: ["arm64", "x86_64"],
    licenseInfo: expect.stringContaining("Apache-2.0"),
    skipDestroy: true,
  });
  expect(code).toEqual(new AssetValue({ kind: "file-archive", path: archive }));
});

test("a program whose alarms notify nobody warns of it once, for pulumi up to show", async () => {
  const program = () => {
    new Queue("jobs");
    new Queue("mails");
  };
  const warned = async (stage: string) =>
    (await graphOfProgram(program, { stage })).logs
      .filter(({ severity }) => severity === "warning")
      .map(({ message }) => message);

  expect(await warned("prod")).toEqual([
    expect.stringContaining("No account is named for prod"),
    expect.stringContaining("Alarms of shop notify nobody in prod"),
  ]);
  // Without alarms nobody is to be notified.
  expect(await warned("dev")).toEqual([]);
});

test("alarms of a service go to the foundation's topic once its stack is named", async () => {
  const { alarmTopicArn } = graph.outputs;
  const service = await graphOfProgram(() => void new Queue("jobs"), {
    config: { "shop:defaults": JSON.stringify({ foundation: { stack: "foundation" } }) },
    stackReferences: { "organization/foundation/prod": graph.outputs },
  });
  expect(inputsOf(service, "jobs-dead-letters")).toMatchObject({
    alarmActions: [alarmTopicArn],
    okActions: [alarmTopicArn],
  });
});

test("a service works without a foundation", async () => {
  const service = await graphOfProgram(() => void new Queue("jobs"));
  expect(inputsOf(service, "jobs-dead-letters")).toMatchObject({ alarmActions: [], okActions: [] });
});
