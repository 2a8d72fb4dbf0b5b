import { beforeEach, expect, test, vi } from "vitest";
import { context } from "#test";
import event from "../events/positions.json" with { type: "json" };
import { handler } from "../src/on-position.ts";
import { keepLatest } from "../src/vehicles.ts";

vi.mock("../src/vehicles.ts", () => ({ keepLatest: vi.fn() }));

beforeEach(() => vi.mocked(keepLatest).mockReset().mockResolvedValue(true));

const [first, bad, last] = event.Records.map(({ kinesis }) => kinesis.sequenceNumber);

/** One delivery of one record with this data. */
const delivery = (data: unknown) => ({
  Records: event.Records.slice(0, 1).map((record) => ({
    ...record,
    kinesis: { ...record.kinesis, data: Buffer.from(JSON.stringify(data)).toString("base64") },
  })),
});

test("keeps what comes before a bad position, and has everything from it on delivered again", async () => {
  const response = await handler(event, context());

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: bad }] });
  expect(keepLatest).toHaveBeenCalledWith({
    vehicleId: "BUS-00001",
    at: "2026-01-01T10:00:00.000Z",
    latitude: 52.520008,
    longitude: 13.404954,
    speed: 38.5,
  });
});

test("goes on behind a bad position once it is given up", async () => {
  const response = await handler({ Records: event.Records.slice(2) }, context());

  expect(response).toEqual({ batchItemFailures: [] });
  expect(keepLatest).toHaveBeenCalledExactlyOnceWith({
    vehicleId: "BUS-00001",
    at: "2026-01-01T10:00:03.000Z",
    latitude: 52.520111,
    longitude: 13.405,
  });
});

test("a position that changes nothing is no failure", async () => {
  vi.mocked(keepLatest).mockResolvedValue(false);

  const response = await handler({ Records: event.Records.slice(0, 1) }, context());

  expect(response).toEqual({ batchItemFailures: [] });
});

test("positions are delivered again from the first that the table refused", async () => {
  const good = event.Records.filter(({ kinesis }) => kinesis.sequenceNumber !== bad);
  vi.mocked(keepLatest).mockResolvedValueOnce(true).mockRejectedValueOnce(new Error("The table is busy"));

  const { batchItemFailures } = await handler({ Records: good }, context());

  expect(batchItemFailures).toEqual([{ itemIdentifier: last }]);
  expect(first).not.toBe(last);
});

const position = { vehicleId: "BUS-00001", at: "2026-01-01T10:00:00Z", latitude: 52.5, longitude: 13.4 };

test.each([
  ["no vehicle", { ...position, vehicleId: undefined }],
  ["a vehicle's id in small letters", { ...position, vehicleId: "bus-00001" }],
  ["no time zone", { ...position, at: "2026-01-01T10:00:00" }],
  ["a latitude past the pole", { ...position, latitude: 90.1 }],
  ["a longitude past the date line", { ...position, longitude: -180.1 }],
  ["a speed below nothing", { ...position, speed: -1 }],
])("a position with %s is reported as failed and changes nothing", async (_, data) => {
  const { batchItemFailures } = await handler(delivery(data), context());

  expect(batchItemFailures).toEqual([{ itemIdentifier: first }]);
  expect(keepLatest).not.toHaveBeenCalled();
});
