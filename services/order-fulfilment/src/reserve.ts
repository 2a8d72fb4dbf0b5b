import { environment, step } from "#runtime";
import type { Env } from "../index.ts";
import { take } from "./balance.ts";
import { Order } from "./order.ts";

const env = environment<Env>();

/** The run ends as failed under this name. */
class OutOfStock extends Error {}

export const handler = step({ input: Order }, async ({ input: order, log }) => {
  const { id, sku, quantity } = order;
  if (!(await take({ table: env.STOCK_TABLE_NAME, id: sku, amount: quantity, order: id })))
    throw new OutOfStock(`There are fewer than ${quantity} of ${sku}.`);
  log.info("Stock reserved", { order: id, sku, quantity });
  return order;
});
