import { describe, expect, test, vi } from "vitest";
import { sqs } from "../../../platform/components/event/sources/sqs.ts";
import { Function, Queue, QueuePipeline, type QueuePipelineArgs, Table } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const [handler, other] = ["src/handler.ts", "src/other.ts"] as const;
const queue = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:shop-prod-${name}`;
const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/123456789012/shop-prod-${name}`;

describe("a pipeline of queues of which only its steps are said", async () => {
  const graph = await graphOfProgram(() => {
    const flow = new QueuePipeline("flow", { steps: { check: handler, ship: other } });
    return { url: flow.queueUrl };
  });
  const variables = (step: string) =>
    (inputsOf(graph, `flow-${step}-function`).environment as { variables: object }).variables;
  const may = (step: string, action: string) =>
    statements(graph, `flow-${step}-policy`).find(({ actions }) => actions.includes(action))?.resources;

  test("has a queue with a dead-letter queue and its alarm before each step", () => {
    for (const step of ["check", "ship"])
      expect(partsOf(graph)).toEqual(
        expect.arrayContaining([
          `sqs.Queue flow-to-${step}-queue`,
          `sqs.Queue flow-to-${step}-dlq`,
          `cloudwatch.MetricAlarm flow-to-${step}-dead-letters`,
          `lambda.EventSourceMapping flow-to-${step}-mapping`,
          `lambda.Function flow-${step}-function`,
        ]),
      );
    expect(graph.of("aws:sqs/queue:Queue")).toHaveLength(4);
  });

  test("begins at the queue of the first step", () => {
    expect(graph.outputs.url).toBe(url("flow-to-check"));
  });

  test("tells each step the queue of the next, which it may send to; the last has none", () => {
    expect(variables("check")).toMatchObject({ NEXT_QUEUE_URL: url("flow-to-ship") });
    expect(variables("ship")).not.toHaveProperty("NEXT_QUEUE_URL");
    expect(may("check", "sqs:SendMessage")).toEqual([queue("flow-to-ship")]);
    expect(may("ship", "sqs:SendMessage")).toBeUndefined();
  });

  test("lets each step receive from its own queue only", () => {
    expect(may("check", "sqs:ReceiveMessage")).toEqual([queue("flow-to-check")]);
    expect(may("ship", "sqs:ReceiveMessage")).toEqual([queue("flow-to-ship")]);
  });

  test("reports failures message by message, and waits as long as the step may take", () => {
    expect(inputsOf(graph, "flow-to-check-mapping")).toMatchObject({
      eventSourceArn: queue("flow-to-check"),
      functionResponseTypes: ["ReportBatchItemFailures"],
      batchSize: 10,
    });
    expect(inputsOf(graph, "flow-to-check-queue").visibilityTimeoutSeconds).toBe(180);
  });
});

describe("what a service says about it", () => {
  test("links, settings and queues reach the steps, a step's own come first", async () => {
    const graph = await graphOfProgram(() => {
      const stock = new Table("stock", { partitionKey: "id" });
      new QueuePipeline("flow", {
        steps: { check: handler, ship: { handler: other, timeout: 60, memory: 256 } },
        link: [stock.read],
        function: { memory: 1024 },
        queues: { batchSize: 1, maxReceiveCount: 3 },
      });
    });
    expect(inputsOf(graph, "flow-check-function").memorySize).toBe(1024);
    expect(inputsOf(graph, "flow-ship-function").memorySize).toBe(256);
    expect(inputsOf(graph, "flow-ship-function").environment).toMatchObject({
      variables: { STOCK_TABLE_NAME: "shop-prod-stock" },
    });
    expect(inputsOf(graph, "flow-to-ship-queue").visibilityTimeoutSeconds).toBe(360);
    expect(inputsOf(graph, "flow-to-check-mapping").batchSize).toBe(1);
    expect(String(inputsOf(graph, "flow-to-check-queue").redrivePolicy)).toContain('"maxReceiveCount":3');
  });

  test("a setting of the function that its queue brings along leaves the step's own settings as they are", async () => {
    const overlay = vi.spyOn(sqs, "overlay").mockReturnValue({ function: { memory: 512 } });
    const graph = await graphOfProgram(
      () => void new QueuePipeline("flow", { steps: { check: { handler, timeout: 60 } } }),
    ).finally(() => overlay.mockRestore());
    expect(inputsOf(graph, "flow-to-check-queue").visibilityTimeoutSeconds).toBe(360);
  });

  test("the last step's output goes to the output queue", async () => {
    const graph = await graphOfProgram(() => {
      const done = new Queue("done");
      new QueuePipeline("flow", { steps: { only: handler }, output: done });
    });
    expect(inputsOf(graph, "flow-only-function").environment).toMatchObject({
      variables: { NEXT_QUEUE_URL: url("done") },
    });
  });

  test("linked, it lets a function send to the first queue and to no other", async () => {
    const graph = await graphOfProgram(() => {
      const flow = new QueuePipeline("flow", { steps: { check: handler, ship: other } });
      new Function("starter", { handler, link: [flow] });
    });
    expect(inputsOf(graph, "starter-function").environment).toMatchObject({
      variables: { FLOW_QUEUE_URL: url("flow-to-check") },
    });
    expect(statements(graph, "starter-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["sqs:SendMessage"],
      resources: [queue("flow-to-check")],
    });
  });

  test("two steps of one file are two functions, since each hands on to a queue of its own", async () => {
    const graph = await graphOfProgram(
      () => void new QueuePipeline("flow", { steps: { first: handler, second: handler } }),
    );
    expect(graph.of("aws:lambda/function:Function")).toHaveLength(2);
  });
});

test("a pipeline of queues refuses all that is wrong at once", async () => {
  const message = await errorOf(() => {
    const worker = new Function("worker", { handler });
    const output = new Queue("done", { fifo: true });
    const steps = { "Not Kebab": handler, none: undefined, made: worker, ok: handler };
    new QueuePipeline("flow", {
      steps,
      output,
      queus: {},
      queues: { queue: output, batchSize: 0 },
    } as unknown as QueuePipelineArgs);
  });
  for (const problem of [
    "queus: there is no such argument; did you mean queues?",
    "queues.queue: there is no such argument",
    'steps.Not Kebab: The component\'s name "flow-to-Not Kebab" may hold lower-case letters',
    "steps.none: it leads to nothing; give it a handler's file.",
    "steps.made: a function made elsewhere can't get the next queue's address",
    "queues.batchSize: 0 given; whole numbers from 1",
    "output: it is a FIFO queue",
  ])
    expect(message).toContain(problem);
  expect(await errorOf(() => void new QueuePipeline("flow", { steps: {} }))).toContain(
    "steps: there is none",
  );
});
