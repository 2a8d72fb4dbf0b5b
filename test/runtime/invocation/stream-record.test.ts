import { expect, expectTypeOf, it } from "vitest";
import { stream } from "../../../platform/runtime/index.ts";
import { context } from "../support.ts";
import { changeRecord, kinesisRecord, shard } from "../wrappers/stream-support.ts";

// "DynamoDB Streams and Time to Live": the record of an item that expired.
it("A change that DynamoDB itself made, as of an expired item, is told by its user identity", async () => {
  const userIdentity = { type: "Service", principalId: "dynamodb.amazonaws.com" };
  const expired = { ...changeRecord(0, { oldImage: { id: { S: "a" } } }), userIdentity };
  const seen: unknown[] = [];
  const handler = stream({}, async ({ event }) => {
    expectTypeOf(event.userIdentity?.principalId).toEqualTypeOf<string | undefined>();
    seen.push(event.userIdentity?.principalId, event.eventSource, event);
  });
  await handler(shard(expired, changeRecord(1, {}), kinesisRecord(2, "x")), context());
  expect(seen).toEqual([
    "dynamodb.amazonaws.com",
    "aws:dynamodb",
    expired,
    undefined,
    "aws:dynamodb",
    changeRecord(1, {}),
    undefined,
    "aws:kinesis",
    kinesisRecord(2, "x"),
  ]);
});
