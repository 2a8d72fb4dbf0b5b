import { environment, step } from "#runtime";
import type { Env } from "../index.ts";
import { giveBack } from "./balance.ts";
import { Order } from "./order.ts";

const env = environment<Env>();

export const handler = step({ input: Order }, async ({ input: order }) => {
  await giveBack({ table: env.STOCK_TABLE_NAME, id: order.sku }, order.quantity, order.id);
  return { id: order.id, state: "cancelled" };
});
