import type { Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { tryVersion } from "../../../platform/runtime/deployment.ts";
import {
  alarm,
  authorizer,
  cognito,
  event,
  http,
  queue,
  schedule,
  step,
  stream,
  streamWindow,
} from "../../../platform/runtime/index.ts";
import { streaming } from "../../../platform/runtime/streaming.ts";
import { streamed } from "../../support/streamed.ts";
import { batch, context, logLines, message, request } from "../support.ts";
import { eventBridge, snsMessage } from "./pushed-support.ts";
import { changeRecord, kinesisRecord, shard } from "./stream-support.ts";

const nothing = async () => {};
// Called as Lambda calls them: with whatever it is given.
const handlers = {
  http: http({}, async () => undefined),
  queue: queue({}, nothing),
  stream: stream({}, nothing),
  streamWindow: streamWindow({ initial: () => 0 }, { add: () => 0, end: nothing }),
  authorizer: authorizer(async () => true),
  alarm: alarm({}, nothing),
  cognito: cognito("preSignUp", async () => undefined),
  tryVersion: tryVersion(nothing),
  event: event({}, nothing),
  step: step({}, nothing),
} as unknown as Readonly<Record<string, (event: unknown, context: Context) => Promise<unknown>>>;

const refusal = async (wrapper: string, given: unknown): Promise<unknown> => {
  logLines();
  return handlers[wrapper]?.(given, context()).then(
    (answer) => answer,
    (error: unknown) => error,
  );
};

/** The Lambda console's own first test event. */
const hello = { key1: "value1", key2: "value2", key3: "value3" };
const queued = batch(message("m0", "x"));

describe("An event of another kind is refused with the kind that is expected", () => {
  it.each([
    ["http", "requests of a gateway, a function URL or a load balancer"],
    ["queue", "messages of SQS"],
    ["stream", "records of a Kinesis stream or of a table's stream"],
    ["streamWindow", "records of a Kinesis stream or of a table's stream"],
    ["authorizer", "callers of an HTTP or REST API"],
    ["alarm", "changes of alarms"],
    ["cognito", "that trigger of a user pool"],
    ["tryVersion", "deployments of CodeDeploy"],
  ])("by %s", async (wrapper, expected) => {
    for (const [given, described] of [
      [{}, "an event without fields"],
      [undefined, "an event without fields"],
      [null, "an event without fields"],
      ["text", "an event without fields"],
      [hello, "an event with key1, key2, key3"],
      [{ Records: [{ EventSource: "aws:sns", Sns: snsMessage("m", "x") }] }, "records of aws:sns"],
    ] as const) {
      const error = await refusal(wrapper, given);
      expect(error).toMatchObject({ name: "InvalidInput" });
      expect((error as Error).message).toMatch(/^event: /);
      expect((error as Error).message).toContain(`handles ${expected}`);
      expect((error as Error).message).toContain(`; given: ${described}.`);
    }
  });

  it("by a queue's handler that gets a stream's records, and the other way round", async () => {
    expect(await refusal("queue", shard(kinesisRecord(0, "x")))).toMatchObject({
      message: expect.stringContaining("given: records of aws:kinesis."),
    });
    expect(await refusal("stream", queued)).toMatchObject({
      message: expect.stringContaining("given: records of aws:sqs."),
    });
  });

  it.each([
    ["event", queued, "aws:sqs"],
    ["event", shard(kinesisRecord(0, "x")), "aws:kinesis"],
    ["step", queued, "aws:sqs"],
    ["step", shard(changeRecord(0, {})), "aws:dynamodb"],
  ])(
    "by %s, which takes any payload, where the records would be lost: %#",
    async (wrapper, given, source) => {
      expect(await refusal(wrapper, given)).toMatchObject({
        name: "InvalidInput",
        message: expect.stringContaining(`given: records of ${source}.`),
      });
    },
  );

  it("by a trigger that gets another trigger's event", async () => {
    const given = {
      triggerSource: "PostConfirmation_ConfirmSignUp",
      userName: "ada",
      request: {},
      response: {},
    };
    expect(await refusal("cognito", given)).toMatchObject({
      message: expect.stringContaining('cognito("preSignUp") handles that trigger of a user pool'),
    });
  });

  it("and never shows what is in it, which may be personal data", async () => {
    const error = await refusal("queue", { ...hello, key1: "ada@example.com" });
    expect((error as Error).message).not.toContain("ada@example.com");
  });
});

it.each([
  ["http", request()],
  ["queue", queued],
  ["queue", batch()],
  ["stream", shard()],
  ["event", eventBridge({})],
  ["event", hello],
  ["step", hello],
  ["step", undefined],
])("%s takes an event of its kind: %#", async (wrapper, given) => {
  expect(await refusal(wrapper, given)).not.toBeInstanceOf(Error);
});

it("A streamed response's handler refuses an event of another kind too", async () => {
  const handler = streaming({}, async () => ({ body: "a" }));
  expect(await streamed(handler, hello as never)).toMatchObject({
    error: {
      name: "InvalidInput",
      message: expect.stringContaining("streaming handles requests of a gateway"),
    },
  });
});

it("The event as Lambda delivered it is called event by every wrapper, a record where it is called for each", async () => {
  logLines();
  const seen: unknown[] = [];
  const see = async ({ event: given }: { event: unknown }) => void seen.push(given);
  const scheduled = { scheduledTime: "2026-11-23T02:00:00Z", executionId: "e" };
  const state = {
    executionId: "arn:aws:states:eu-west-1:123456789012:execution:flow:run-1",
    input: { id: "1" },
  };
  const shardOfOne = shard(kinesisRecord(0, "x"));
  const api = request();
  await queue({}, see)(queued, context());
  await stream({}, see)(shardOfOne, context());
  await event({}, see)(hello, context());
  await schedule({}, see)(scheduled, context());
  await step({}, see)(state, context());
  await http({}, async ({ event: given }) => void seen.push(given) as undefined)(api, context());
  expect(seen).toEqual([queued.Records[0], shardOfOne.Records[0], hello, scheduled, state, api]);
});
