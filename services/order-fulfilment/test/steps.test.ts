import { beforeEach, expect, test, vi } from "vitest";
import { context } from "#test";
import order from "../events/order.json" with { type: "json" };
import { giveBack, take } from "../src/balance.ts";
import { handler as charge } from "../src/charge.ts";
import { handler as release } from "../src/release.ts";
import { handler as reserve } from "../src/reserve.ts";
import { handler as ship } from "../src/ship.ts";
import { request } from "../src/shipments.ts";

vi.mock("../src/balance.ts", () => ({ take: vi.fn(), giveBack: vi.fn() }));
vi.mock("../src/shipments.ts", () => ({ request: vi.fn() }));

process.env.STOCK_TABLE_NAME = "stock";
process.env.ACCOUNTS_TABLE_NAME = "accounts";

beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(take).mockResolvedValue(true);
});

test("reserving takes the pieces of the order from stock and hands the order on", async () => {
  const output = await reserve(order, context());

  expect(output).toEqual(order);
  expect(take).toHaveBeenCalledExactlyOnceWith({
    table: "stock",
    id: "lamp",
    amount: 2,
    order: "order-1",
  });
});

test("reserving what isn't there fails as OutOfStock", async () => {
  vi.mocked(take).mockResolvedValue(false);

  await expect(reserve(order, context())).rejects.toMatchObject({ name: "OutOfStock" });
});

test("charging takes the order's total from the customer's account and hands the order on", async () => {
  const output = await charge(order, context());

  expect(output).toEqual(order);
  expect(take).toHaveBeenCalledExactlyOnceWith({
    table: "accounts",
    id: "ada",
    amount: 5998,
    order: "order-1",
  });
});

test("a payment that the account doesn't cover fails under the name that the pipeline catches", async () => {
  vi.mocked(take).mockResolvedValue(false);

  await expect(charge(order, context())).rejects.toMatchObject({ name: "PaymentDeclined" });
});

test("shipping tells the warehouse and ends the run as shipped", async () => {
  const output = await ship(order, context());

  expect(output).toEqual({ id: "order-1", state: "shipped" });
  expect(request).toHaveBeenCalledExactlyOnceWith(order);
});

test("releasing gives the pieces back and ends the run as cancelled, also with the error that led there", async () => {
  const error = { Error: "PaymentDeclined", Cause: "{}" };

  const output = await release({ ...order, error }, context());

  expect(output).toEqual({ id: "order-1", state: "cancelled" });
  expect(giveBack).toHaveBeenCalledExactlyOnceWith({
    table: "stock",
    id: "lamp",
    amount: 2,
    order: "order-1",
  });
});

test.each([
  ["reserve", reserve],
  ["charge", charge],
  ["release", release],
  ["ship", ship],
])("the step %s refuses an order that doesn't fit, with every problem, and does nothing", async (_, step) => {
  const run = step({ ...order, quantity: 0, total: 59.98 }, context());

  await expect(run).rejects.toMatchObject({
    name: "InvalidInput",
    issues: [{ path: "quantity" }, { path: "total" }],
  });
  for (const work of [take, giveBack, request]) expect(work).not.toHaveBeenCalled();
});
