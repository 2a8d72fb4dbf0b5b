import { environment, step } from "#runtime";
import type { Env } from "../index.ts";
import { giveBack } from "./balance.ts";
import { Order } from "./order.ts";

const env = environment<Env>();

export const handler = step({ input: Order }, async ({ input: { id, sku, quantity }, log, metrics }) => {
  await giveBack({ table: env.STOCK_TABLE_NAME, id: sku, amount: quantity, order: id });
  metrics.addMetric("OrderCancelled", "Count", 1);
  log.info("Stock released", { order: id, sku, quantity });
  return { id, state: "cancelled" };
});
