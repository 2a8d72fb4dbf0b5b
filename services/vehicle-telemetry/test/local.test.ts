import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, local } from "#local";

/** A fleet in small: 200 vehicles that report every three seconds, for half a minute and a little. */
const vehicles = 200;
const positionsEach = 12;
const batchSize = 500;

let app: LocalApp;

beforeAll(async () => {
  app = await local(`${import.meta.dirname}/..`);
});
afterAll(() => app?.stop());

interface Sent {
  readonly vehicleId: string;
  readonly at: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** The latest position of each vehicle, as the table has it. */
async function latest(): Promise<Map<string, string>> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(app.aws));
  const found = new Map<string, string>();
  for await (const { Items = [] } of paginateScan(
    { client },
    { TableName: "vehicle-telemetry-dev-vehicles" },
  ))
    for (const { vehicleId, at } of Items) found.set(vehicleId, at);
  return found;
}

function record(position: Sent, sequence: number) {
  const sequenceNumber = String(10 ** 12 + sequence);
  return {
    eventID: `shardId-000000000000:${sequenceNumber}`,
    eventSource: "aws:kinesis",
    kinesis: {
      data: Buffer.from(JSON.stringify(position)).toString("base64"),
      partitionKey: position.vehicleId,
      sequenceNumber,
      approximateArrivalTimestamp: 1767261600,
    },
  };
}

/** One invocation, as Lambda makes it; the sequence number to go on from, where there is one. */
async function deliver(records: readonly ReturnType<typeof record>[]): Promise<string | undefined> {
  const { payload } = await app.invoke("on-position", { Records: records });
  return JSON.parse(payload.toString()).batchItemFailures[0]?.itemIdentifier;
}

/**
 * A shard's records as Lambda works through them: batch after batch, each from where the last one stopped. A record that
 * stops two batches at their very beginning is given up, as after its last retry.
 */
async function work(records: readonly ReturnType<typeof record>[]): Promise<string[]> {
  const givenUp: string[] = [];
  let at = 0;
  let retried = -1;
  while (at < records.length) {
    const batch = records.slice(at, at + batchSize);
    const failed = await deliver(batch);
    if (failed === undefined) at += batch.length;
    else {
      at = records.findIndex(({ kinesis }) => kinesis.sequenceNumber === failed);
      if (retried === at) {
        givenUp.push(failed);
        at += 1;
      } else retried = at;
    }
  }
  return givenUp;
}

test("of thousands of positions, some late, some twice and some bad, the latest of each vehicle stays", async () => {
  const sent: Sent[] = [];
  for (let step = 0; step < positionsEach; step++)
    for (let vehicle = 0; vehicle < vehicles; vehicle++) {
      // Every seventh vehicle reports its steps in reverse: the first to arrive is the latest.
      const time = vehicle % 7 === 0 ? positionsEach - step : step;
      sent.push({
        vehicleId: `BUS-${String(vehicle).padStart(5, "0")}`,
        at: new Date(Date.UTC(2026, 0, 1, 10) + time * 3_000).toISOString(),
        latitude: 52 + vehicle / 1_000,
        longitude: 13 + time / 1_000,
      });
    }
  const twice = sent.slice(1_000, 1_100);
  const bad: Sent = { vehicleId: "BUS-BAD", at: "yesterday", latitude: 0, longitude: 0 };
  const records = [...sent.slice(0, 2_345), bad, ...sent.slice(2_345), ...twice].map(record);

  expect(await work(records)).toEqual([String(10 ** 12 + 2_345)]);

  const expected = new Map<string, string>();
  for (const { vehicleId, at } of sent) if (at > (expected.get(vehicleId) ?? "")) expected.set(vehicleId, at);
  expect(expected.size).toBe(vehicles);
  expect(await latest()).toEqual(expected);
}, 120_000);

test("a record that is no position is logged by its place in the stream, without what it says", async () => {
  const hidden = "not for the logs";
  const position = { vehicleId: hidden, at: "now", latitude: 0, longitude: 0 };
  const sequenceNumber = await deliver([record(position, 9_999)]);

  expect(sequenceNumber).toBe(String(10 ** 12 + 9_999));
  await app.until(() => app.logs.some(({ text }) => text.includes(`"sequence_number":"${sequenceNumber}"`)));
  expect(app.logs.some(({ text }) => text.includes(hidden))).toBe(false);
});
