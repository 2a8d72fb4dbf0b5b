import { describe, expect, test } from "vitest";
import { Function, Queue, type QueueArgs } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const arn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:shop-prod-${name}`;
const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/123456789012/shop-prod-${name}`;

describe("a queue of which nothing is said", async () => {
  const graph = await graphOfProgram(() => {
    const jobs = new Queue("jobs");
    return { url: jobs.url, deadLetterUrl: jobs.deadLetterUrl };
  });

  test("consists of these parts and no others", () => {
    expect(partsOf(graph)).toEqual([
      "cloudwatch.MetricAlarm jobs-dead-letters",
      "cloudwatch.MetricAlarm jobs-oldest-message",
      "sqs.Queue jobs-dlq",
      "sqs.Queue jobs-queue",
      "sqs.QueuePolicy jobs-dlq-policy",
      "sqs.QueuePolicy jobs-queue-policy",
      "sqs.RedriveAllowPolicy jobs-redrive-allow",
    ]);
  });

  test("is encrypted, keeps messages for four days and gives up after five receives", () => {
    const { redrivePolicy, ...rest } = inputsOf(graph, "jobs-queue");
    expect(rest).toEqual({
      name: "shop-prod-jobs",
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: 345_600,
    });
    expect(JSON.parse(String(redrivePolicy))).toEqual({
      deadLetterTargetArn: arn("jobs-dlq"),
      maxReceiveCount: 5,
    });
  });

  test("keeps dead letters for two weeks, encrypted too", () => {
    expect(inputsOf(graph, "jobs-dlq")).toEqual({
      name: "shop-prod-jobs-dlq",
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: 1_209_600,
    });
  });

  test("is the only queue that may use its dead-letter queue", () => {
    const { queueUrl, redriveAllowPolicy } = inputsOf(graph, "jobs-redrive-allow");
    expect(queueUrl).toBe(url("jobs-dlq"));
    expect(JSON.parse(String(redriveAllowPolicy))).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: [arn("jobs")],
    });
  });

  test.each(["jobs-queue", "jobs-dlq"])("%s refuses requests without TLS", (name) => {
    const { policy } = inputsOf(graph, `${name}-policy`);
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: inputsOf(graph, name).name === "shop-prod-jobs" ? arn("jobs") : arn("jobs-dlq"),
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("gives its URLs to the program", () => {
    expect(graph.outputs).toEqual({ url: url("jobs"), deadLetterUrl: url("jobs-dlq") });
  });
});

describe("what a service says about a queue", () => {
  test("replaces the defaults", async () => {
    const graph = await graphOfProgram(
      () => void new Queue("jobs", { visibilityTimeout: 90, retention: 3_600, maxReceiveCount: 8 }),
    );
    const inputs = inputsOf(graph, "jobs-queue");
    expect(inputs).toMatchObject({ visibilityTimeoutSeconds: 90, messageRetentionSeconds: 3_600 });
    expect(JSON.parse(String(inputs.redrivePolicy))).toMatchObject({ maxReceiveCount: 8 });
  });

  test("is refused with all problems at once when SQS would refuse it", async () => {
    const message = await errorOf(
      () =>
        void new Queue("jobs", {
          visibilityTimeout: 43_201,
          retention: 59,
          maxReceiveCount: 0,
          delay: 901,
          maxMessageSize: 1_048_577,
          highThroughput: true,
          fifi: true,
        } as unknown as QueueArgs),
    );
    expect(message.split("\n")).toEqual([
      'Queue "jobs" of service shop has 7 problem(s):',
      "  - fifi: there is no such argument; did you mean fifo?",
      "  - visibilityTimeout: 43201 given; whole numbers from 0 to 43200 seconds are allowed.",
      "  - retention: 59 given; whole numbers from 60 to 1209600 seconds are allowed.",
      "  - maxReceiveCount: 0 given; whole numbers from 1 to 1000 are allowed.",
      "  - delay: 901 given; whole numbers from 0 to 900 seconds are allowed.",
      "  - maxMessageSize: 1048577 given; whole numbers from 1024 to 1048576 bytes are allowed.",
      "  - highThroughput: only a FIFO queue has it; set fifo: true, or leave it out.",
    ]);
  });
});

describe("a FIFO queue", async () => {
  const graph = await graphOfProgram(() => void new Queue("jobs", { fifo: true }));

  test("is FIFO by its name and its kind, and so is its dead-letter queue", () => {
    const { redrivePolicy, ...rest } = inputsOf(graph, "jobs-queue");
    expect(rest).toEqual({
      name: "shop-prod-jobs.fifo",
      fifoQueue: true,
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: 345_600,
    });
    expect(JSON.parse(String(redrivePolicy)).deadLetterTargetArn).toBe(arn("jobs-dlq.fifo"));
    expect(inputsOf(graph, "jobs-dlq")).toEqual({
      name: "shop-prod-jobs-dlq.fifo",
      fifoQueue: true,
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: 1_209_600,
    });
  });

  test("keeps the ending of its name where the name has to be shortened", async () => {
    const long = await graphOfProgram(() => void new Queue("a".repeat(40), { fifo: true }), {
      project: "b".repeat(32),
    });
    const names = long.of("aws:sqs/queue:Queue").map(({ inputs }) => String(inputs.name));
    for (const name of names) {
      expect(name.length).toBeLessThanOrEqual(80);
      expect(name).toMatch(/\.fifo$/);
    }
  });

  test("deduplicates by content and scales by message group where that is asked for", async () => {
    const args: QueueArgs = { fifo: true, contentBasedDeduplication: true, highThroughput: true };
    const inputs = inputsOf(await graphOfProgram(() => void new Queue("jobs", args)), "jobs-queue");
    expect(inputs).toMatchObject({
      contentBasedDeduplication: true,
      deduplicationScope: "messageGroup",
      fifoThroughputLimit: "perMessageGroupId",
    });
  });
});

test("a queue may delay its messages, and refuse those over a size", async () => {
  const graph = await graphOfProgram(() => void new Queue("jobs", { delay: 60, maxMessageSize: 65_536 }));
  expect(inputsOf(graph, "jobs-queue")).toMatchObject({ delaySeconds: 60, maxMessageSize: 65_536 });
});

test("messages that wait for half an hour raise an alarm", async () => {
  const graph = await graphOfProgram(() => void new Queue("jobs"));
  expect(inputsOf(graph, "jobs-oldest-message")).toMatchObject({
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    statistic: "Maximum",
    dimensions: { QueueName: "shop-prod-jobs" },
    threshold: 1_800,
  });
});

describe("linking a queue", () => {
  test.each([
    ["the queue itself", (jobs: Queue<"jobs">) => jobs],
    ["its send", (jobs: Queue<"jobs">) => jobs.send],
  ])("%s lets a function send to it and to nothing else", async (_, linked) => {
    const graph = await graphOfProgram(() => {
      const jobs = new Queue("jobs");
      new Function("worker", { handler: "src/handler.ts", link: [linked(jobs)] });
    });
    expect(inputsOf(graph, "worker-function").environment).toMatchObject({
      variables: { JOBS_QUEUE_URL: url("jobs") },
    });
    expect(statements(graph, "worker-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["sqs:SendMessage"],
      resources: [arn("jobs")],
    });
  });
});

test("a queue and a function of one name are refused, since their dead-letter queues would be one", async () => {
  const both = () => {
    new Queue("jobs");
    new Function("jobs", { handler: "src/handler.ts" });
  };
  await expect(graphOfProgram(both)).rejects.toThrow(
    'The component "jobs" of service shop has 1 problem(s):\n  - its name: another component called jobs has a dead-letter queue too; rename one of them.',
  );
  await expect(graphOfProgram(() => void new Queue("jobs"))).resolves.toBeDefined();
});

test("parts without a transform of their own, such as policies, are changed by Pulumi's option", async () => {
  const graph = await graphOfProgram(() => {
    new Queue(
      "jobs",
      {},
      {
        transforms: [
          ({ type, props, opts }) =>
            type === "aws:sqs/queuePolicy:QueuePolicy"
              ? { props: { ...props, region: "eu-north-1" }, opts }
              : undefined,
        ],
      },
    );
  });
  expect(inputsOf(graph, "jobs-queue-policy").region).toBe("eu-north-1");
  expect(inputsOf(graph, "jobs-queue").region).toBeUndefined();
});
