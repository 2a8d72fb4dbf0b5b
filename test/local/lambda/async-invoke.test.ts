import { expect, test } from "vitest";
import type { Target } from "../../../platform/local/target.ts";
import { arn, bringUp, fn, queue } from "../support.ts";
import { invokeOverWire } from "../wire/client.ts";

const invokeConfig = (functionName: string, inputs: object) => ({
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  name: `${functionName}-async`,
  inputs: { functionName, ...inputs },
});

const world = (urls: Target["urls"]) => [
  queue(urls, "failed"),
  queue(urls, "done"),
  queue(urls, "dead"),
  fn("always", { deadLetterConfig: { targetArn: arn.queue("dead") } }),
  fn("flaky"),
  fn("off", { handler: "index.echo", reservedConcurrentExecutions: 0 }),
  invokeConfig("always", {
    maximumRetryAttempts: 1,
    destinationConfig: { onFailure: { destination: arn.queue("failed") } },
  }),
  invokeConfig("flaky", {
    maximumRetryAttempts: 2,
    destinationConfig: {
      onSuccess: { destination: arn.queue("done") },
      onFailure: { destination: arn.queue("failed") },
    },
  }),
  invokeConfig("off", {
    maximumEventAgeInSeconds: 1,
    destinationConfig: { onFailure: { destination: arn.queue("failed") } },
  }),
];

test("after its retries an event goes to the on-failure destination and the dead-letter queue, each in AWS's shape", async () => {
  await using app = await bringUp(world);
  expect((await invokeOverWire(app, "always", { order: 1 }, "Event")).status).toBe(202);
  await app.until(async () => (await app.messages("dead")).length === 1);
  const [record] = (await app.messages("failed")).map((each) => JSON.parse(each));
  expect(record).toMatchObject({
    version: "1.0",
    requestContext: {
      functionArn: `${arn.function("always")}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount: 2,
    },
    requestPayload: { order: 1 },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: { errorType: "Error", errorMessage: "always" },
  });
  expect(await app.messages("dead")).toEqual(['{"order":1}']);
});

test("an event that succeeds on a retry goes to the on-success destination only", async () => {
  await using app = await bringUp(world);
  await invokeOverWire(app, "flaky", { failures: 1 }, "Event");
  await app.until(async () => (await app.messages("done")).length === 1);
  const [record] = (await app.messages("done")).map((each) => JSON.parse(each));
  expect(record.requestContext).toMatchObject({ condition: "Success", approximateInvokeCount: 2 });
  expect(record.responsePayload).toEqual({ count: 2 });
  expect(await app.messages("failed")).toEqual([]);
});

test("an event of a throttled function waits and, once too old, fails with EventAgeExceeded", async () => {
  await using app = await bringUp(world);
  await invokeOverWire(app, "off", {}, "Event");
  await app.until(async () => (await app.messages("failed")).length === 1);
  const [record] = (await app.messages("failed")).map((each) => JSON.parse(each));
  expect(record.requestContext).toMatchObject({ condition: "EventAgeExceeded", approximateInvokeCount: 0 });
  expect(record).not.toHaveProperty("responsePayload");
});
