import { describe, expect, test, vi } from "vitest";
import { sources } from "../../../platform/components/event/sources/index.ts";
import { Event, type EventArgs, Queue } from "../../../platform/index.ts";
import { because, errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const handler = "src/handler.ts";
const arn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:shop-prod-${name}`;
const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/123456789012/shop-prod-${name}`;
const eventOf = (args: Partial<Omit<EventArgs, "source">> & { source?: object }) =>
  graphOfProgram(
    () =>
      void new Event("orders", { handler, ...args, source: { type: "sqs", ...args.source } } as EventArgs),
  );

describe("an event of which only its handler is said", async () => {
  const graph = await graphOfProgram(() => {
    const { source, deadLetterQueueUrl } = new Event("orders", { source: { type: "sqs" }, handler });
    return { queueUrl: source.queueUrl, deadLetterQueueUrl };
  });

  test("consists of a queue with its dead-letter queue, a function, and a mapping between them", () => {
    expect(partsOf(graph)).toEqual([
      "cloudwatch.LogGroup orders-handler-logs",
      "cloudwatch.MetricAlarm orders-dead-letters",
      "cloudwatch.MetricAlarm orders-handler-duration",
      "cloudwatch.MetricAlarm orders-handler-errors",
      "cloudwatch.MetricAlarm orders-handler-throttles",
      "cloudwatch.MetricAlarm orders-oldest-message",
      "iam.Role orders-handler-role",
      "iam.RolePolicy orders-handler-policy",
      "lambda.EventSourceMapping orders-mapping",
      "lambda.Function orders-handler-function",
      "sqs.Queue orders-dlq",
      "sqs.Queue orders-queue",
      "sqs.QueuePolicy orders-dlq-policy",
      "sqs.QueuePolicy orders-queue-policy",
      "sqs.RedriveAllowPolicy orders-redrive-allow",
    ]);
  });

  test("polls in batches of ten, ten at a time, and returns only the failed messages of a batch", () => {
    expect(inputsOf(graph, "orders-mapping")).toEqual({
      eventSourceArn: arn("orders"),
      functionName: "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-orders-handler",
      batchSize: 10,
      maximumBatchingWindowInSeconds: 0,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 10 },
    });
  });

  test("hides a message for six times as long as its function may run", () => {
    expect(inputsOf(graph, "orders-handler-function").timeout).toBe(30);
    expect(inputsOf(graph, "orders-queue").visibilityTimeoutSeconds).toBe(180);
  });

  test("may receive from its own queue and from nothing else", () => {
    expect(statements(graph, "orders-handler-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ChangeMessageVisibility",
      ],
      resources: [arn("orders")],
    });
    const actions = statements(graph, "orders-handler-policy").flatMap((statement) => statement.actions);
    expect(actions).not.toContain("sqs:SendMessage");
  });

  test("begins to poll only when the function has its permissions", () => {
    expect(graph.get("orders-mapping").dependencies).toContain(graph.get("orders-handler-function").urn);
    expect(graph.get("orders-handler-function").dependencies).toContain(
      graph.get("orders-handler-policy").urn,
    );
  });

  test("gives its queues' URLs to the program", () => {
    expect(graph.outputs).toEqual({ queueUrl: url("orders"), deadLetterQueueUrl: url("orders-dlq") });
  });
});

describe("what a service says about an event", () => {
  test("changes the mapping", async () => {
    const graph = await eventOf({ source: { batchSize: 100, batchWindow: 5, maximumConcurrency: 2 } });
    expect(inputsOf(graph, "orders-mapping")).toMatchObject({
      batchSize: 100,
      maximumBatchingWindowInSeconds: 5,
      scalingConfig: { maximumConcurrency: 2 },
    });
  });

  test.each([
    [{ timeout: 20 }, 120],
    [{ timeout: 20, source: { batchWindow: 15 } }, 135],
    [{ timeout: 900 }, 5_400],
  ])("%j hides a message for %i seconds", async (args, seconds) => {
    expect(inputsOf(await eventOf(args), "orders-queue").visibilityTimeoutSeconds).toBe(seconds);
  });

  test("a stack's config for the function's timeout moves the visibility timeout with it", async () => {
    const config = {
      "shop:defaults": JSON.stringify({ function: { timeout: 50 }, event: { batchWindow: 7 } }),
    };
    const graph = await graphOfProgram(() => void new Event("orders", { source: { type: "sqs" }, handler }), {
      config,
    });
    expect(inputsOf(graph, "orders-handler-function").timeout).toBe(50);
    expect(inputsOf(graph, "orders-queue").visibilityTimeoutSeconds).toBe(307);
  });

  test.each([
    [5, 5],
    [50, 10],
    [1, 2],
    [0, 2],
    ["unreserved", 10],
  ] as const)(
    "with %s executions reserved, its queue invokes it at most %i times at once",
    async (reservedConcurrency, expected) => {
      const graph = await eventOf({ reservedConcurrency: because(reservedConcurrency) });
      expect(inputsOf(graph, "orders-mapping").scalingConfig).toEqual({ maximumConcurrency: expected });
    },
  );

  test("receives before a message becomes a dead letter", async () => {
    const graph = await eventOf({ source: { maxReceiveCount: 9 } });
    expect(JSON.parse(String(inputsOf(graph, "orders-queue").redrivePolicy)).maxReceiveCount).toBe(9);
  });

  test("a queue made elsewhere is used as it is", async () => {
    const graph = await graphOfProgram(() => {
      const queue = new Queue("jobs", { visibilityTimeout: 180 });
      new Event("orders", { source: { type: "sqs", queue }, handler });
    });
    expect(graph.of("aws:sqs/queue:Queue").map(({ name }) => name)).toEqual(["jobs-dlq", "jobs-queue"]);
    expect(inputsOf(graph, "orders-mapping").eventSourceArn).toBe(arn("jobs"));
    expect(statements(graph, "orders-handler-policy").at(-1)?.resources).toEqual([arn("jobs")]);
  });
});

describe("an event refuses", () => {
  const refused = (args: object) =>
    errorOf(() => void new Event("orders", { source: { type: "sqs" }, handler, ...args } as EventArgs));

  test("all that is wrong at once", async () => {
    const message = await refused({
      source: {
        type: "sqs",
        batchSize: 10_001,
        batchWindow: 301,
        maximumConcurrency: 1,
        maxReceiveCount: 0,
        batchsize: 1,
      },
      memroy: 1,
      transform: { mappings: {} },
    });
    expect(message.split("\n")).toEqual([
      'Event "orders" of service shop has 7 problem(s):',
      "  - memroy: there is no such argument; did you mean memory?",
      "  - transform.mappings: there is no such argument; did you mean mapping?",
      "  - source.batchsize: there is no such argument; did you mean batchSize?",
      "  - source.batchSize: 10001 given; whole numbers from 1 to 10000 messages are allowed.",
      "  - source.batchWindow: 301 given; whole numbers from 0 to 300 seconds are allowed.",
      "  - source.maxReceiveCount: 0 given; whole numbers from 1 to 1000 are allowed.",
      "  - source.maximumConcurrency: 1 given; whole numbers from 2 to 1000 are allowed.",
    ]);
  });

  test.each([
    [{ source: undefined }, "source.type: undefined given"],
    [{ source: { type: "sqss" } }, 'source.type: "sqss" given; one of these is expected: '],
    [
      { source: { type: "sqs", batchSize: 11 } },
      "source.batchWindow: 0 given; batches over 10 need at least 1 second.",
    ],
    [{ onFailure: {} }, "onFailure: nothing invokes this function asynchronously"],
  ])("%j", async (args, problem) => {
    expect(await refused(args)).toContain(problem);
  });

  test("a queue that would show a message again while it is still being handled", async () => {
    const message = await errorOf(() => {
      const queue = new Queue("jobs", { visibilityTimeout: 100 });
      new Event("orders", { source: { type: "sqs", queue, maxReceiveCount: 3 }, handler, timeout: 30 });
    });
    expect(message).toContain(
      "source.maxReceiveCount: it belongs to the queue; set it where the queue is made.",
    );
    expect(message).toContain(
      "its visibility timeout is 100 s; at least 6 times the function's timeout, 180 s, is needed.",
    );
  });

  test("a reservation below the concurrency of its queue, which would only throttle it", async () => {
    const message = await refused({
      reservedConcurrency: because(5),
      source: { type: "sqs", maximumConcurrency: 10 },
    });
    expect(message).toContain(
      "source.maximumConcurrency: 10 given; at most the function's reserved concurrency, 5, is allowed.",
    );
  });
});

test("settings of the function that its source brings hold, beside those of its arguments", async () => {
  using overlay = vi.spyOn(sources.sqs, "overlay");
  overlay.mockReturnValue({ function: { memory: 2048 } });
  const graph = await eventOf({ timeout: 20 });
  expect(inputsOf(graph, "orders-handler-function")).toMatchObject({ memorySize: 2048, timeout: 20 });
  expect(inputsOf(graph, "orders-queue").visibilityTimeoutSeconds).toBe(6 * 20);
});
