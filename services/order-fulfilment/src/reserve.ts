import { environment, step } from "#runtime";
import type { Env } from "../index.ts";
import { take } from "./balance.ts";
import { Order } from "./order.ts";

const env = environment<Env>();

/** The run ends as failed under this name. */
class OutOfStock extends Error {}

export const handler = step({ input: Order }, async ({ input: order }) => {
  const reserved = await take({ table: env.STOCK_TABLE_NAME, id: order.sku }, order.quantity, order.id);
  if (!reserved) throw new OutOfStock(`There are fewer than ${order.quantity} of ${order.sku}.`);
  return order;
});
