import { describe, expect, test } from "vitest";
import { Event, type EventArgs, Function, Queue } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, statements } from "../../../support/index.ts";

const handler = "src/handler.ts";
const arn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:shop-prod-${name}`;

const eventOf = (source: object, args: object = {}) =>
  graphOfProgram(() => void new Event("orders", { handler, ...args, source } as EventArgs));
const mappingOf = async (source: object, args: object = {}) =>
  inputsOf(await eventOf(source, args), "orders-mapping");
const refused = (source: object, args: object = {}) =>
  errorOf(() => void new Event("orders", { handler, ...args, source } as EventArgs));

describe("an event of a FIFO queue", async () => {
  const graph = await graphOfProgram(() => {
    const { source } = new Event("orders", { source: { type: "sqs-fifo" }, handler });
    return { queueUrl: source.queueUrl };
  });

  test("has a FIFO queue whose dead letters are FIFO too", () => {
    expect(inputsOf(graph, "orders-queue")).toMatchObject({
      name: "shop-prod-orders.fifo",
      fifoQueue: true,
      visibilityTimeoutSeconds: 180,
    });
    expect(inputsOf(graph, "orders-dlq")).toMatchObject({
      name: "shop-prod-orders-dlq.fifo",
      fifoQueue: true,
    });
    expect(graph.outputs.queueUrl).toMatch(/shop-prod-orders\.fifo$/);
  });

  test("polls it in batches of ten without a window, which FIFO queues don't have", () => {
    expect(inputsOf(graph, "orders-mapping")).toEqual({
      eventSourceArn: arn("orders.fifo"),
      functionName: "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-orders-handler",
      batchSize: 10,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 10 },
    });
  });

  test("may receive from that queue and from nothing else", () => {
    expect(statements(graph, "orders-handler-policy").at(-1)?.resources).toEqual([arn("orders.fifo")]);
  });
});

describe("what a service says about a FIFO source", () => {
  test("changes its queue and its mapping", async () => {
    const graph = await eventOf({
      type: "sqs-fifo",
      batchSize: 1,
      maximumConcurrency: 2,
      maxReceiveCount: 3,
      contentBasedDeduplication: true,
      highThroughput: true,
    });
    expect(inputsOf(graph, "orders-mapping")).toMatchObject({
      batchSize: 1,
      scalingConfig: { maximumConcurrency: 2 },
    });
    const queue = inputsOf(graph, "orders-queue");
    expect(queue).toMatchObject({ contentBasedDeduplication: true, deduplicationScope: "messageGroup" });
    expect(JSON.parse(String(queue.redrivePolicy)).maxReceiveCount).toBe(3);
  });

  test("a larger batch that the organisation prefers is cut to the ten of FIFO queues, and its window left out", async () => {
    const config = { "shop:defaults": JSON.stringify({ event: { batchSize: 100, batchWindow: 5 } }) };
    const graph = await graphOfProgram(
      () => void new Event("orders", { source: { type: "sqs-fifo" }, handler }),
      { config },
    );
    expect(inputsOf(graph, "orders-mapping").batchSize).toBe(10);
    expect(inputsOf(graph, "orders-mapping")).not.toHaveProperty("maximumBatchingWindowInSeconds");
    expect(inputsOf(graph, "orders-queue").visibilityTimeoutSeconds).toBe(180);
  });

  test("a FIFO queue made elsewhere is used as it is", async () => {
    const graph = await graphOfProgram(() => {
      const queue = new Queue("jobs", { fifo: true, visibilityTimeout: 180 });
      new Event("orders", { source: { type: "sqs-fifo", queue }, handler });
    });
    expect(inputsOf(graph, "orders-mapping").eventSourceArn).toBe(arn("jobs.fifo"));
  });

  test.each([
    [{ batchSize: 11 }, "source.batchSize: 11 given; whole numbers from 1 to 10 messages are allowed."],
    [{ batchWindow: 1 }, "source.batchWindow: there is no such argument"],
  ])("%j is refused", async (source, problem) => {
    expect(await refused({ type: "sqs-fifo", ...source })).toContain(problem);
  });
});

test("a queue of the other kind is refused, with the type that it needs", async () => {
  const fifo = await errorOf(() => {
    const queue = new Queue("jobs", { fifo: true, visibilityTimeout: 180 });
    new Event("orders", { source: { type: "sqs", queue }, handler });
  });
  expect(fifo).toContain('source.queue: it is a FIFO queue; give the source the type "sqs-fifo".');
  const standard = await errorOf(() => {
    const queue = new Queue("jobs", { visibilityTimeout: 180 });
    new Event("orders", { source: { type: "sqs-fifo", queue, highThroughput: true }, handler });
  });
  expect(standard).toContain(
    'source.queue: it is a standard queue; give it fifo: true, or the source the type "sqs".',
  );
  expect(standard).toContain(
    "source.highThroughput: it belongs to the queue; set it where the queue is made.",
  );
});

test("a FIFO queue can't be where a function's results go, as Lambda sends to standard queues only", async () => {
  const message = await errorOf(() => {
    const queue = new Queue("jobs", { fifo: true });
    new Function("worker", { handler, onFailure: queue, onSuccess: queue });
  });
  expect(message).toContain("onFailure: it is a FIFO queue; Lambda sends only to standard ones.");
  expect(message).toContain("onSuccess: it is a FIFO queue; Lambda sends only to standard ones.");
});

describe.each(["sqs", "sqs-fifo"] as const)("a source of type %s", (type) => {
  test("lets only those messages through that fit one of its filters", async () => {
    const filters = [
      { body: { type: ["placed", { prefix: "pa" }] } },
      { body: { total: [{ numeric: [">", 9] }] } },
    ];
    expect((await mappingOf({ type, filters })).filterCriteria).toEqual({
      filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
    });
  });

  test("may have pollers of its own instead of a maximum concurrency", async () => {
    const mapping = await mappingOf({ type, pollers: { minimum: 2, maximum: 20 } });
    expect(mapping.provisionedPollerConfig).toEqual({ minimumPollers: 2, maximumPollers: 20 });
    expect(mapping).not.toHaveProperty("scalingConfig");
  });

  test("can be stopped, and counted", async () => {
    expect(await mappingOf({ type, enabled: false, metrics: true })).toMatchObject({
      enabled: false,
      metricsConfig: { metrics: ["EventCount"] },
    });
  });

  test("has its dead-letter queue changed by a transform", async () => {
    const transform = { deadLetterQueue: { messageRetentionSeconds: 60 } };
    const graph = await eventOf({ type }, { transform });
    expect(inputsOf(graph, "orders-dlq").messageRetentionSeconds).toBe(60);
  });

  test.each([
    [
      { pollers: { minimum: 2, maximum: 20 }, maximumConcurrency: 5 },
      "source.pollers: they exclude maximumConcurrency; leave one of the two out.",
    ],
    [
      { pollers: { minimum: 1, maximum: 2_001 } },
      "source.pollers.minimum: 1 given; whole numbers from 2 to 200 are allowed.",
    ],
    [
      { pollers: { minimum: 2 } },
      "source.pollers.maximum: null given; whole numbers from 2 to 2000 are allowed.",
    ],
    [{ pollers: { minimum: 20, maximum: 10 } }, "source.pollers: the minimum, 20, is above the maximum, 10."],
    [{ filters: [] }, "source.filters: the list is empty; leave it out to get every event."],
    [
      { filters: [{ body: { type: "placed" } }] },
      'source.filters[0].body.type: "placed" given; a list of what it may be is expected: ["placed"].',
    ],
    [
      { filters: Array.from({ length: 6 }, () => ({ body: { a: [1] } })) },
      "source.filters: 6 given; 5 are allowed.",
    ],
  ])("refuses %j", async (source, problem) => {
    expect(await refused({ type, ...source })).toContain(problem);
  });
});

test("the type of a source excludes pollers beside a maximum concurrency", () => {
  const pollers = { minimum: 2, maximum: 20 };
  // @ts-expect-error: one of the two
  const args: EventArgs = { handler, source: { type: "sqs", pollers, maximumConcurrency: 5 } };
  expect(args.handler).toBe(handler);
});
