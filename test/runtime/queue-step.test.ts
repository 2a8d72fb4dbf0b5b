import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SQSBatchResponse } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { idempotencyTable } from "../../platform/runtime/idempotency.ts";
import { step as plainStep } from "../../platform/runtime/index.ts";
import { step } from "../../platform/runtime/queue-step.ts";
import { batch, context, logLines, message } from "./support.ts";
import { startTable } from "./table-support.ts";

interface Sent {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly MessageAttributes?: { readonly correlationId?: { readonly StringValue: string } };
}

/** What SQS was sent. */
const sent: Sent[] = [];
/** Whether SQS refuses what it is sent. */
let refuse = false;
const sqs = createServer(async (incoming, response) => {
  let text = "";
  for await (const chunk of incoming) text += chunk;
  const message = JSON.parse(text) as Sent;
  if (refuse) {
    response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify({ __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "no such queue" }));
    return;
  }
  sent.push(message);
  const MD5OfMessageBody = createHash("md5").update(message.MessageBody).digest("hex");
  response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify({ MessageId: "sent", MD5OfMessageBody }));
});
let next: string;
beforeAll(async () => {
  sqs.listen(0, "127.0.0.1");
  await once(sqs, "listening");
  const endpoint = `http://127.0.0.1:${(sqs.address() as AddressInfo).port}`;
  next = `${endpoint}/123456789012/next`;
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", endpoint);
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
});
afterAll(() => {
  vi.unstubAllEnvs();
  sqs.close();
});
beforeEach(() => {
  sent.length = 0;
  refuse = false;
  vi.stubEnv("NEXT_QUEUE_URL", next);
});

const Order = z.object({ id: z.string(), correlationId: z.string().optional() });
const handler = step({ input: Order }, async ({ input, log }) => {
  if (input.id === "bad") throw new Error("not this one");
  log.info("Step done", { id: input.id });
  return { ...input, done: true };
});
const failures = (result: unknown) =>
  (result as SQSBatchResponse).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

test("what a step returns is sent to the next queue, with the correlation id of its message", async () => {
  const result = await handler(batch(message("m1", { id: "a" }, { correlationId: "order-1" })), context());
  expect(failures(result)).toEqual([]);
  expect(sent).toEqual([
    {
      QueueUrl: next,
      MessageBody: '{"id":"a","done":true}',
      MessageAttributes: { correlationId: { DataType: "String", StringValue: "order-1" } },
    },
  ]);
});

test("the input's own correlation id comes first, in the log too", async () => {
  const lines = logLines();
  await handler(batch(message("m1", { id: "a", correlationId: "mine" })), context());
  expect(sent[0]?.MessageAttributes?.correlationId?.StringValue).toBe("mine");
  expect(lines).toMatchObject([{ message: "Step done", correlation_id: "mine", message_id: "m1" }]);
});

test("a message that fails or doesn't fit is reported alone, and hands nothing on", async () => {
  const result = await handler(
    batch(
      message("m1", { id: "bad" }),
      message("m2", { id: "a" }),
      message("m3", "{}"),
      message("m4", "no json"),
    ),
    context(),
  );
  expect(failures(result)).toEqual(["m1", "m3", "m4"]);
  expect(sent).toHaveLength(1);
});

test("after the last step the output is dropped", async () => {
  vi.stubEnv("NEXT_QUEUE_URL", undefined);
  expect(failures(await handler(batch(message("m1", { id: "a" })), context()))).toEqual([]);
  expect(sent).toEqual([]);
});

test("a step without an output hands on null, as in a state machine", async () => {
  await step({}, async () => {})(batch(message("m1", "1")), context());
  expect(sent[0]?.MessageBody).toBe("null");
});

test("an output that no queue takes fails its message, by name", async () => {
  const lines = logLines();
  const large = step({}, async () => "x".repeat(1_048_576));
  expect(failures(await large(batch(message("m1", "1")), context()))).toEqual(["m1"]);
  expect(lines[0]).toMatchObject({ error: { name: "OutputTooLarge" } });
});

describe("A step that is done once", () => {
  beforeEach(() => startTable("STEPS_TABLE_NAME", "steps"));

  /** A step that gives this, and how often it did. */
  function giving(output: unknown) {
    let done = 0;
    const idempotent = { table: idempotencyTable("STEPS_TABLE_NAME"), key: () => "one" };
    const once = step({ idempotent }, async () => {
      done += 1;
      return output;
    });
    const deliver = async (id: string) => failures(await once(batch(message(id, "1")), context()));
    return { done: () => done, deliver };
  }

  test("hands its output on once, however often its message is delivered", async () => {
    const { deliver, done } = giving({ id: "a" });
    expect([await deliver("m1"), await deliver("m2")]).toEqual([[], []]);
    expect(sent.map(({ MessageBody }) => MessageBody)).toEqual(['{"id":"a"}']);
    expect(done()).toBe(1);
  });

  test("is not done again where the sending failed: the same output is sent later", async () => {
    logLines();
    const { deliver, done } = giving({ at: new Date(0) });
    refuse = true;
    expect([await deliver("m1"), await deliver("m1")]).toEqual([["m1"], ["m1"]]);
    refuse = false;
    expect(await deliver("m1")).toEqual([]);
    expect(sent.map(({ MessageBody }) => MessageBody)).toEqual(['{"at":"1970-01-01T00:00:00.000Z"}']);
    expect(done()).toBe(1);
  });

  test("is not done again where no queue takes its output, and says why", async () => {
    const lines = logLines();
    const { deliver, done } = giving("x".repeat(1_048_576));
    expect([await deliver("m1"), await deliver("m1")]).toEqual([["m1"], ["m1"]]);
    expect(lines.map(({ error }) => (error as Error).name)).toEqual(["OutputTooLarge", "ResultNotKept"]);
    expect({ sent, done: done() }).toEqual({ sent: [], done: 1 });
  });

  test("hands on what a queue takes and the table can't keep", async () => {
    const { deliver, done } = giving("x".repeat(500_000));
    expect([await deliver("m1"), await deliver("m1")]).toEqual([[], []]);
    expect({ sent: sent.length, done: done() }).toEqual({ sent: 1, done: 1 });
  });

  test("that failed is done again", async () => {
    logLines();
    let attempts = 0;
    const idempotent = { table: idempotencyTable("STEPS_TABLE_NAME"), key: () => "one" };
    const flaky = step({ idempotent }, async () => {
      attempts += 1;
      if (attempts === 1) throw new Error("not this time");
      return attempts;
    });
    const deliver = async () => failures(await flaky(batch(message("m1", "1")), context()));
    expect([await deliver(), await deliver()]).toEqual([["m1"], []]);
    expect(sent.map(({ MessageBody }) => MessageBody)).toEqual(["2"]);
  });
});

test("in a state machine the same handler is a step like any other", async () => {
  const executionId = "arn:aws:states:eu-west-1:123456789012:execution:flow:run-1";
  expect(await handler({ executionId, input: { id: "a" } }, context())).toEqual({ id: "a", done: true });
  await expect(handler({ executionId, input: {} }, context())).rejects.toMatchObject({
    name: "InvalidInput",
  });
  expect(sent).toEqual([]);
});

test("a step that is made for state machines alone refuses a queue's messages rather than lose them", async () => {
  const plain = plainStep({}, async () => "done");
  await expect(plain(batch(message("m1", "1")), context())).rejects.toThrow(
    "import `step` of #runtime/queue-step",
  );
});
