import { beforeEach, expect, test, vi } from "vitest";
import { context } from "#test";
import listEvent from "../events/list-products.json" with { type: "json" };
import submitEvent from "../events/submit-order.json" with { type: "json" };
import { handler as list } from "../src/list-products.ts";
import { orderOf } from "../src/order.ts";
import { placed } from "../src/order-events.ts";
import { store } from "../src/orders.ts";
import { handler as submit } from "../src/submit-order.ts";

vi.mock("../src/orders.ts", () => ({ store: vi.fn() }));
vi.mock("../src/order-events.ts", () => ({ placed: vi.fn() }));

const placedAt = "2026-01-01T10:00:00.000Z";
beforeEach(() => {
  vi.mocked(store)
    .mockReset()
    .mockImplementation(async (order) => ({ ...order, placedAt }));
  vi.mocked(placed).mockReset();
});

const order = { reference: "A-1", sku: "MUG-01", quantity: 2 } as const;

test("stores an order as the partner's that the authoriser named, and tells of it", async () => {
  const response = await submit(submitEvent, context());

  expect(response.statusCode).toBe(201);
  expect(JSON.parse(response.body ?? "")).toEqual({
    ...order,
    partner: "acme",
    placedAt,
    id: expect.any(String),
  });
  expect(store).toHaveBeenCalledExactlyOnceWith(orderOf("acme", order));
  expect(placed).toHaveBeenCalledExactlyOnceWith({ ...orderOf("acme", order), placedAt });
});

test("an order has one id however often it is sent, and another partner's has another", () => {
  expect(orderOf("acme", order).id).toBe(orderOf("acme", { ...order, quantity: 9 }).id);
  expect(orderOf("globex", order).id).not.toBe(orderOf("acme", order).id);
  expect(orderOf("a", { ...order, reference: "b-c" }).id).not.toBe(
    orderOf("a-b", { ...order, reference: "c" }).id,
  );
});

test("refuses another order under a reference that is taken", async () => {
  vi.mocked(store).mockResolvedValue(undefined);

  expect((await submit(submitEvent, context())).statusCode).toBe(409);
  expect(placed).not.toHaveBeenCalled();
});

test("checks an order again, should the gateway's own check be missing", async () => {
  const response = await submit({ ...submitEvent, body: '{"sku":"CAR","quantity":0}' }, context());

  const { issues } = JSON.parse(response.body ?? "");
  expect(response.statusCode).toBe(400);
  expect(issues.map(({ path }: { path: string }) => path)).toEqual(["reference", "sku", "quantity"]);
  expect(store).not.toHaveBeenCalled();
});

test("lists what can be ordered", async () => {
  const response = await list(listEvent, context());

  expect(JSON.parse(response.body ?? "").products.map(({ sku }: { sku: string }) => sku)).toEqual([
    "MUG-01",
    "TEE-01",
  ]);
});
