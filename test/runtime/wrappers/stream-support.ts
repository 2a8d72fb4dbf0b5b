import type { KinesisRecord, StreamEvent } from "../../../platform/runtime/invocation/stream-record.ts";

/** A record as Lambda delivers it from a Kinesis stream; its sequence number follows from its place. */
export function kinesisRecord(at: number, data: unknown, partitionKey = "key"): KinesisRecord {
  const sequenceNumber = `4959033827149025660855969253836157109592157598913658${String(at).padStart(4, "0")}`;
  const text = typeof data === "string" ? data : JSON.stringify(data);
  const record = {
    eventID: `shardId-000000000006:${sequenceNumber}`,
    eventName: "aws:kinesis:record",
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventSourceARN: "arn:aws:kinesis:eu-west-1:123456789012:stream/positions",
    awsRegion: "eu-west-1",
    kinesis: {
      kinesisSchemaVersion: "1.0",
      data: Buffer.from(text).toString("base64"),
      partitionKey,
      sequenceNumber,
      approximateArrivalTimestamp: 1795413600.1,
    },
  };
  return record;
}

/** A change as Lambda delivers it from a table's stream. */
export function changeRecord(at: number, images: { keys?: object; newImage?: object; oldImage?: object }) {
  const { keys = { id: { S: `${at}` } }, newImage, oldImage } = images;
  return {
    eventID: `c81e728d9d4c2f636f067f89cc14862${at}`,
    eventName: oldImage ? (newImage ? "MODIFY" : "REMOVE") : "INSERT",
    eventSource: "aws:dynamodb",
    dynamodb: {
      Keys: keys as Record<string, unknown>,
      ...(newImage && { NewImage: newImage as Record<string, unknown> }),
      ...(oldImage && { OldImage: oldImage as Record<string, unknown> }),
      SequenceNumber: `${1_000 + at}`,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
  };
}

export const shard = (...Records: StreamEvent["Records"]): StreamEvent => ({ Records });
