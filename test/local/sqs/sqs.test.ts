import { expect, test } from "vitest";
import type { Target } from "../../../platform/local/target.ts";
import { bringUp, fn, mapping, queue, redrive } from "../support.ts";

const partial = { functionResponseTypes: ["ReportBatchItemFailures"] };
const orders = (urls: Target["urls"], receives = 3, inputs: object = {}) => [
  queue(urls, "orders", {
    visibilityTimeoutSeconds: 60,
    redrivePolicy: redrive("orders-dead", receives),
    ...inputs,
  }),
  queue(urls, "orders-dead"),
];
const batches = (logs: readonly { text: string }[]) =>
  logs.flatMap((each) => /batch of (\d+): (.*)$/.exec(each.text)?.slice(1, 3).join(" ") ?? []);

test("a message that keeps failing arrives in the dead-letter queue after its receives, the others are deleted", async () => {
  await using app = await bringUp((urls) => [
    ...orders(urls),
    fn("badOnly"),
    mapping("orders", "badOnly", partial),
  ]);
  await app.send("orders", "good");
  await app.send("orders", "bad one");
  await app.until(async () => (await app.messages("orders-dlq")).length === 1);
  expect(await app.messages("orders-dlq")).toEqual(["bad one"]);
  expect(await app.messages("orders")).toEqual([]);
  const seen = app.logs.filter((each) => each.text.includes("bad one")).length;
  expect(seen).toBe(3);
});

test("without partial responses one thrown error fails the whole batch", async () => {
  await using app = await bringUp((urls) => [...orders(urls, 1), fn("always"), mapping("orders", "always")]);
  await Promise.all([app.send("orders", "a"), app.send("orders", "b")]);
  await app.until(async () => (await app.messages("orders-dlq")).length === 2);
});

test("failures that a mapping does not ask for are not looked at", async () => {
  await using app = await bringUp((urls) => [
    ...orders(urls, 1),
    fn("badOnly"),
    mapping("orders", "badOnly"),
  ]);
  await app.send("orders", "bad but ignored");
  await app.until(() => batches(app.logs).length === 1);
  await app.until(async () => (await app.messages("orders")).length === 0);
  expect(await app.messages("orders-dlq")).toEqual([]);
});

test("a batching window collects messages up to the batch size", async () => {
  await using app = await bringUp((urls) => [
    ...orders(urls),
    fn("badOnly"),
    mapping("orders", "badOnly", { ...partial, batchSize: 12, maximumBatchingWindowInSeconds: 2 }),
  ]);
  for (let i = 0; i < 13; i++) await app.send("orders", `m${i}`);
  await app.until(() => batches(app.logs).length === 2);
  expect(batches(app.logs).map((each) => each.split(" ")[0])).toEqual(["12", "1"]);
});

test("a batch holds no more messages than its size", async () => {
  await using app = await bringUp((urls) => [
    ...orders(urls),
    fn("badOnly"),
    mapping("orders", "badOnly", { ...partial, batchSize: 1 }),
  ]);
  for (const body of ["x", "y", "z"]) await app.send("orders", body);
  await app.until(() => batches(app.logs).length === 3);
  expect(batches(app.logs).sort()).toEqual(["1 x", "1 y", "1 z"]);
});

test("maximum concurrency bounds the batches that run at once", async () => {
  await using app = await bringUp((urls) => [
    queue(urls, "naps"),
    fn("nap", { handler: "index.nap", timeout: 10 }),
    mapping("naps", "nap", { batchSize: 1, scalingConfig: { maximumConcurrency: 2 } }),
  ]);
  for (let i = 0; i < 6; i++) await app.send("naps", "zzz");
  await app.until(() => app.logs.filter((each) => each.text.includes("end")).length === 6);
  let running = 0;
  const peak = Math.max(
    ...app.logs.map(({ text }) => {
      running += text.includes("begin") ? 1 : text.includes("end") ? -1 : 0;
      return running;
    }),
  );
  expect(peak).toBe(2);
});

test("messages for a throttled function wait, and none is lost or counted as failed", async () => {
  await using app = await bringUp((urls) => [
    ...orders(urls, 1),
    fn("nap", { handler: "index.nap", timeout: 10, reservedConcurrentExecutions: 1 }),
    mapping("orders", "nap", { batchSize: 1 }),
  ]);
  for (let i = 0; i < 4; i++) await app.send("orders", `m${i}`);
  await app.until(() => app.logs.filter((each) => each.text.includes("end")).length === 4);
  expect(await app.messages("orders-dlq")).toEqual([]);
});

test("when a function stays throttled past the visibility timeout, its messages end in the dead-letter queue", async () => {
  await using app = await bringUp((urls) => [
    ...orders(urls, 1, { visibilityTimeoutSeconds: 1 }),
    fn("off", { handler: "index.echo", reservedConcurrentExecutions: 0 }),
    mapping("orders", "off"),
  ]);
  await app.send("orders", "nobody comes");
  await app.until(async () => (await app.messages("orders-dlq")).length === 1);
});

test("with real timing a failed message stays hidden for the queue's visibility timeout", async () => {
  const resources = (urls: Target["urls"]) => [
    ...orders(urls, 2, { visibilityTimeoutSeconds: 2 }),
    fn("badOnly"),
    mapping("orders", "badOnly", partial),
  ];
  await using app = await bringUp(resources, { timing: "real" });
  const sent = Date.now();
  await app.send("orders", "bad");
  await app.until(async () => (await app.messages("orders-dlq")).length === 1);
  const [, second] = app.logs.filter((each) => each.text.includes("batch of"));
  // Hidden from its first receive on, which comes after the sending; 20 ms for the clock's grain.
  expect((second?.at ?? 0) - sent).toBeGreaterThanOrEqual(1_980);
});

test("the handler gets Lambda's SQS event, message attributes included", async () => {
  await using app = await bringUp((urls) => [queue(urls, "jobs"), fn("echo"), mapping("jobs", "echo")]);
  const messageId = await app.send("jobs", { a: 1 }, { attributes: { correlationId: "c-1", size: 3 } });
  await app.until(() => app.logs.some((each) => each.text.includes("got")));
  const line = app.logs.find((each) => each.text.includes("got"))?.text ?? "";
  const { Records } = JSON.parse(line.slice(line.indexOf("got") + 4));
  expect(Records).toEqual([
    {
      messageId,
      receiptHandle: expect.any(String),
      body: '{"a":1}',
      attributes: expect.objectContaining({
        ApproximateReceiveCount: "1",
        SentTimestamp: expect.any(String),
      }),
      messageAttributes: {
        correlationId: { stringValue: "c-1", stringListValues: [], binaryListValues: [], dataType: "String" },
        size: { stringValue: "3", stringListValues: [], binaryListValues: [], dataType: "Number" },
      },
      md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-west-1:000000000000:jobs",
      awsRegion: "eu-west-1",
    },
  ]);
});

test("a FIFO queue keeps the order within a group", async () => {
  await using app = await bringUp((urls) => [
    queue(urls, "steps.fifo", { fifoQueue: true, contentBasedDeduplication: true }),
    fn("badOnly"),
    mapping("steps.fifo", "badOnly", { ...partial, batchSize: 2 }),
  ]);
  for (const body of ["1", "2", "3", "4"]) await app.send("steps.fifo", body, { groupId: "one" });
  const seen = () => batches(app.logs).flatMap((each) => each.split(" ")[1]?.split(","));
  await app.until(() => seen().length === 4);
  expect(seen()).toEqual(["1", "2", "3", "4"]);
});
