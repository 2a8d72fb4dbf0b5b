import { beforeEach, expect, test, vi } from "vitest";
import { context } from "#test";
import event from "../events/order-events.json" with { type: "json" };
import { handler } from "../src/on-order-event.ts";
import { apply } from "../src/orders.ts";

vi.mock("../src/orders.ts", () => ({ apply: vi.fn() }));

beforeEach(() => vi.mocked(apply).mockReset().mockResolvedValue(true));

/** One delivery of one message with this body. */
const delivery = (body: unknown) => ({
  Records: event.Records.slice(0, 1).map((record) => ({ ...record, body: JSON.stringify(body) })),
});

test("applies the good messages of a batch and reports only the bad one as failed", async () => {
  const response = await handler(event, context());

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "message-2" }] });
  expect(vi.mocked(apply).mock.calls).toEqual([
    [{ orderId: "ORD-1", type: "placed", at: "2026-01-01T10:00:00.000Z", total: 1999 }],
    [{ orderId: "ORD-3", type: "paid", at: "2026-01-01T11:00:00.000Z" }],
  ]);
});

test("a message that changes nothing is no failure", async () => {
  vi.mocked(apply).mockResolvedValue(false);

  const response = await handler({ Records: event.Records.slice(0, 1) }, context());

  expect(response).toEqual({ batchItemFailures: [] });
});

test("a message is delivered again when the database fails, and the rest of the batch is not", async () => {
  vi.mocked(apply).mockRejectedValueOnce(new Error("The table is busy"));

  const { batchItemFailures } = await handler(event, context());

  expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(["message-1", "message-2"]);
});

test("a time with a fraction of a second is later than the same second without one", async () => {
  const order = { orderId: "ORD-1", type: "paid" };
  await handler(delivery({ ...order, at: "2026-01-01T10:00:00Z" }), context());
  await handler(delivery({ ...order, at: "2026-01-01T10:00:00.500Z" }), context());

  const [whole, fraction] = vi.mocked(apply).mock.calls.map(([{ at }]) => at);
  expect(String(fraction) > String(whole)).toBe(true);
});

test.each([
  ["no order", { type: "paid", at: "2026-01-01T10:00:00Z" }],
  ["an order's id in small letters", { orderId: "ord-1", type: "paid", at: "2026-01-01T10:00:00Z" }],
  ["an unknown type", { orderId: "ORD-1", type: "lost", at: "2026-01-01T10:00:00Z" }],
  ["no time zone", { orderId: "ORD-1", type: "paid", at: "2026-01-01T10:00:00" }],
  ["a part of a cent", { orderId: "ORD-1", type: "placed", at: "2026-01-01T10:00:00Z", total: 0.5 }],
])("a message with %s is reported as failed and changes nothing", async (_, body) => {
  const { batchItemFailures } = await handler(delivery(body), context());

  expect(batchItemFailures).toHaveLength(1);
  expect(apply).not.toHaveBeenCalled();
});
