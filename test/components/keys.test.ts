import { describe, expect, test } from "vitest";
import type { Graph } from "../../platform/engine/index.ts";
import {
  Bucket,
  Bus,
  Cron,
  Event,
  Function,
  Parameter,
  Queue,
  QueuePipeline,
  Secret,
  Stream,
  Table,
  Topic,
} from "../../platform/index.ts";
import { findingsIn } from "../../platform/policies/index.ts";
import { errorOf, graphOfProgram, inputsOf, statements } from "../support/index.ts";

const handler = "src/handler.ts";
const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Actions on the key that a role has. */
const onKey = (graph: Graph, policy: string) =>
  statements(graph, policy)
    .filter(({ resources }) => resources.includes(kmsKeyArn))
    .flatMap(({ actions }) => [...actions]);

/** AWS: SQS, "Key management": "Configure KMS permissions for producers", "for consumers". */
const [sends, receives] = [["kms:GenerateDataKey", "kms:Decrypt"], ["kms:Decrypt"]];

describe("a queue with a key of the account's own", () => {
  test("is encrypted by it alone, and so is its dead-letter queue", async () => {
    const graph = await graphOfProgram(() => void new Queue("jobs", { kmsKeyArn }));
    for (const name of ["jobs-queue", "jobs-dlq"]) {
      // The provider's schema of aws_sqs_queue: kms_master_key_id conflicts with sqs_managed_sse_enabled.
      expect(inputsOf(graph, name)).toMatchObject({ kmsMasterKeyId: kmsKeyArn });
      expect(inputsOf(graph, name)).not.toHaveProperty("sqsManagedSseEnabled");
    }
  });

  test("lets those who send use it, by whatever way, and those who receive decrypt", async () => {
    const graph = await graphOfProgram(() => {
      const queue = new Queue("jobs", { kmsKeyArn, visibilityTimeout: 900 });
      const fifo = new Queue("steps", { kmsKeyArn, visibilityTimeout: 900, fifo: true });
      const stream = new Stream("clicks");
      new Function("linked", { handler, link: [queue] });
      new Function("failing", { handler, onFailure: queue });
      new Function("handing-over", { handler, onSuccess: queue });
      new Event("records", { handler, source: { type: "kinesis", stream, onFailure: queue } });
      new Cron("nightly", { handler, schedule: "rate(1 day)", onFailure: queue });
      new QueuePipeline("flow", { steps: { one: handler }, output: queue });
      new Event("work", { handler, source: { type: "sqs", queue } });
      new Event("ordered", { handler, source: { type: "sqs-fifo", queue: fifo } });
    });
    for (const policy of [
      "linked-policy",
      "failing-policy",
      "handing-over-policy",
      "records-handler-policy",
      "nightly-schedule-policy",
      "nightly-handler-policy",
      "flow-one-policy",
    ])
      expect(onKey(graph, policy), policy).toEqual(sends);
    for (const policy of ["work-handler-policy", "ordered-handler-policy"])
      expect(onKey(graph, policy), policy).toEqual(receives);
  });

  test("needs no permission on a key without one: SQS's own asks for none", async () => {
    const graph = await graphOfProgram(() => {
      const queue = new Queue("jobs", { visibilityTimeout: 900 });
      new Function("linked", { handler, link: [queue] });
      new Event("work", { handler, source: { type: "sqs", queue } });
    });
    for (const policy of ["linked-policy", "work-handler-policy"])
      expect(
        statements(graph, policy)
          .flatMap(({ actions }) => [...actions])
          .join(),
      ).not.toContain("kms:");
  });
});

describe("a table with a key of the account's own", () => {
  // AWS: "DynamoDB encryption at rest: How it works", "Authorizing use of your customer managed key": DynamoDB uses the key
  // on behalf of the caller. aws-cdk's aws-dynamodb/lib/perms.ts tells what of it reading needs; patterns are written out.
  const read = ["kms:Decrypt", "kms:DescribeKey"];
  const write = [
    ...read,
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ];

  test("is encrypted by it, and lets those who read or write it use it, the stream's reader too", async () => {
    const graph = await graphOfProgram(() => {
      const table = new Table("users", { partitionKey: "id", stream: "new", kmsKeyArn });
      new Function("reader", { handler, link: [table.read] });
      new Function("writer", { handler, link: [table.write] });
      new Function("putter", { handler, link: [table.put] });
      new Function("both", { handler, link: [table] });
      new Event("changes", { handler, source: { type: "dynamodb", table } });
    });
    expect(inputsOf(graph, "users-table").serverSideEncryption).toEqual({ enabled: true, kmsKeyArn });
    expect(onKey(graph, "reader-policy")).toEqual(read);
    for (const policy of ["writer-policy", "putter-policy", "both-policy"])
      expect(onKey(graph, policy), policy).toEqual(write);
    expect(onKey(graph, "changes-handler-policy")).toEqual(read);
  });
});

describe("a stream with a key of the account's own", () => {
  // AWS: Kinesis, "Permissions to use user-generated KMS keys": producers kms:GenerateDataKey, consumers kms:Decrypt.
  test("is encrypted by it, and lets producers and consumers use it", async () => {
    const graph = await graphOfProgram(() => {
      const stream = new Stream("clicks", { kmsKeyArn });
      new Function("producer", { handler, link: [stream] });
      new Event("shared", { handler, source: { type: "kinesis", stream } });
      new Event("alone", { handler, source: { type: "kinesis", stream, consumer: true } });
    });
    expect(inputsOf(graph, "clicks-stream")).toMatchObject({ encryptionType: "KMS", kmsKeyId: kmsKeyArn });
    expect(onKey(graph, "producer-policy")).toEqual(["kms:GenerateDataKey"]);
    expect(onKey(graph, "shared-handler-policy")).toEqual(["kms:Decrypt"]);
    expect(onKey(graph, "alone-handler-policy")).toEqual(["kms:Decrypt"]);
  });
});

test("AWS can act on every statement about keys, those of a topic's own key included", async () => {
  const graph = await graphOfProgram(() => {
    const queue = new Queue("jobs", { kmsKeyArn, visibilityTimeout: 900 });
    const users = new Table("users", { partitionKey: "id", stream: "new", kmsKeyArn });
    const stream = new Stream("clicks", { kmsKeyArn });
    const sender = { principal: "cloudwatch.amazonaws.com", sourceArn: "arn:aws:cloudwatch:x" } as const;
    const topic = new Topic("news", { senders: [sender] });
    new Function("linked", { handler, link: [queue, users, stream, topic] });
    new Event("work", { handler, source: { type: "sqs", queue } });
    new Event("changes", { handler, source: { type: "dynamodb", table: users } });
  });
  expect(findingsIn(graph).filter(({ rule }) => rule !== "alarm-actions")).toEqual([]);
});

// AWS: KMS, "Using aliases to control access to KMS keys": a resource of a policy is the ARN of a key.
test.each<[string, (key: string) => void]>([
  ["Queue", (key) => void new Queue("part", { kmsKeyArn: key })],
  ["Table", (key) => void new Table("part", { partitionKey: "id", kmsKeyArn: key })],
  ["Stream", (key) => void new Stream("part", { kmsKeyArn: key })],
  ["Topic", (key) => void new Topic("part", { kmsKeyArn: key })],
  ["Bus", (key) => void new Bus("part", { kmsKeyArn: key })],
  ["Bucket", (key) => void new Bucket("part", { kmsKeyArn: key })],
  ["Secret", (key) => void new Secret("part", { kmsKeyArn: key })],
  [
    "Parameter",
    (key) => void new Parameter("part", { type: "SecureString", value: undefined as never, kmsKeyArn: key }),
  ],
])("%s refuses a key's alias, on which no permission has an effect", async (_, program) => {
  for (const key of ["alias/own", "arn:aws:kms:eu-west-1:123456789012:alias/own", ""])
    expect(await errorOf(() => program(key))).toContain(
      `  - kmsKeyArn: ${JSON.stringify(key)} given; the ARN of a KMS key is expected`,
    );
});

test.each<[string, () => void]>([
  ["queue", () => void new Queue("part", { transform: { queue: { kmsMasterKeyId: kmsKeyArn } } })],
  [
    "dead-letter queue",
    () =>
      void new Function("part", { handler, transform: { deadLetterQueue: { kmsMasterKeyId: kmsKeyArn } } }),
  ],
  ["topic", () => void new Topic("part", { transform: { topic: { kmsMasterKeyId: kmsKeyArn } } })],
  ["stream", () => void new Stream("part", { transform: { stream: { kmsKeyId: kmsKeyArn } } })],
  [
    "table",
    () =>
      void new Table("part", {
        partitionKey: "id",
        transform: { table: { serverSideEncryption: { enabled: true, kmsKeyArn } } },
      }),
  ],
])(
  "a key that a transform gives a %s is refused, since nobody would get its permissions",
  async (_, program) => {
    expect(await errorOf(program)).toMatch(
      /transform: a KMS key is given, but nobody who reads or writes gets the permissions on it; give .*kmsKeyArn/,
    );
  },
);
