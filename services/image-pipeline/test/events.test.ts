import { EventBridgeClient, type PutEventsCommandInput } from "@aws-sdk/client-eventbridge";
import { beforeEach, expect, test, vi } from "vitest";

process.env.SHARED_BUS_NAME = "shared";
const { published } = await import("../src/events.ts");

const send = vi.spyOn(EventBridgeClient.prototype, "send");
beforeEach(
  () => void send.mockReset().mockImplementation(async () => ({ FailedEntryCount: 0, Entries: [{}] })),
);

const image = { key: "uploads/cat.jpg", version: "v1", files: ["public/uploads/cat.jpg"] };

test("a published image is an event on the shared bus", async () => {
  await published(image);

  const [entry] = send.mock.calls.flatMap(([{ input }]) => (input as PutEventsCommandInput).Entries ?? []);
  expect(entry).toMatchObject({
    EventBusName: "shared",
    Source: "image-pipeline",
    DetailType: "ImagePublished",
  });
  expect(JSON.parse(entry?.Detail ?? "")).toMatchObject(image);
});

test("an event that EventBridge refuses in an answer of 200 fails the step, which is done again", async () => {
  send.mockImplementation(async () => ({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: "InternalFailure", ErrorMessage: "later" }],
  }));

  await expect(published(image)).rejects.toThrow("InternalFailure later");
});
