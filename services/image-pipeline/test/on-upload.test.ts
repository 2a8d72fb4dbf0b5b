import { ExecutionAlreadyExists, SFNClient, type StartExecutionCommandInput } from "@aws-sdk/client-sfn";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { beforeEach, expect, test, vi } from "vitest";
import { context } from "#test";
import upload from "../events/upload.json" with { type: "json" };
import { handler } from "../src/on-upload.ts";
import { handler as review } from "../src/review.ts";

// What an approval keeps is the platform's matter: here it only asks.
vi.mock("#runtime/approval", () => ({
  approval: (_: unknown, ask: (request: unknown) => unknown) => (input: unknown) =>
    ask({ input, approvalUrl: "https://pages.example/review?ref=r-1", expires: new Date(0) }),
}));

process.env.PUBLISHING_STATE_MACHINE_ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:publishing";
process.env.REVIEWS_TOPIC_ARN = "arn:aws:sns:eu-west-1:123456789012:reviews";

const start = vi.spyOn(SFNClient.prototype, "send");
const send = vi.spyOn(SNSClient.prototype, "send");
const started = () => start.mock.calls.map(([{ input }]) => input as StartExecutionCommandInput);

beforeEach(() => {
  start.mockReset().mockImplementation(async () => ({}));
  send.mockReset().mockImplementation(async () => ({}));
});

test("an upload starts a run, under the same name however often it is told", async () => {
  await handler(upload, context());
  await handler({ ...upload, id: "another-delivery" }, context());

  const [first, second] = started();
  expect(first?.name).toMatch(/^[0-9a-f]{40}$/);
  expect(first?.input).toBe(
    JSON.stringify({ key: "uploads/cat.jpg", version: upload.detail.object["version-id"] }),
  );
  expect(second).toEqual(first);
});

test("another upload under the same key is a run of its own", async () => {
  const object = { ...upload.detail.object, "version-id": "another" };
  await handler(upload, context());
  await handler({ ...upload, detail: { ...upload.detail, object } }, context());

  const [first, second] = started();
  expect(second?.name).not.toBe(first?.name);
});

test("an upload whose run there is already is no failure; any other failure is", async () => {
  start.mockImplementationOnce(async () => {
    throw new ExecutionAlreadyExists({ message: "again", $metadata: {} });
  });
  await expect(handler(upload, context())).resolves.toBeUndefined();

  start.mockImplementationOnce(async () => {
    throw new Error("throttled");
  });
  await expect(handler(upload, context())).rejects.toThrow("throttled");
});

test.each([
  ["what isn't an upload", { key: "public/cat.jpg" }],
  ["an upload without a version of its own", { "version-id": "null" }],
])("%s is refused, and starts nothing", async (_, difference) => {
  const object = { ...upload.detail.object, ...difference };

  await expect(handler({ ...upload, detail: { ...upload.detail, object } }, context())).rejects.toMatchObject(
    { name: "InvalidInput" },
  );
  expect(start).not.toHaveBeenCalled();
});

test("those who approve are told which version of which image it is, and where to decide", async () => {
  await review({ key: "uploads/cat.jpg", version: "v1", width: 700, height: 300 }, context());

  const [[command] = []] = send.mock.calls;
  expect(command).toBeInstanceOf(PublishCommand);
  expect(command?.input).toMatchObject({
    TopicArn: process.env.REVIEWS_TOPIC_ARN,
    Message: expect.stringMatching(
      /^Publish cat\.jpg \(700 x 300\)\?\n\nIt is the version v1 of uploads\/cat\.jpg\.[\s\S]*https:\/\/pages\.example\/review\?ref=r-1/,
    ),
  });
});
