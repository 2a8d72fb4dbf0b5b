import { environment, step } from "#runtime";
import type { Env } from "../index.ts";
import { take } from "./balance.ts";
import { Order } from "./order.ts";

const env = environment<Env>();

/** The pipeline catches it by this name and gives the stock back. */
class PaymentDeclined extends Error {}

export const handler = step({ input: Order }, async ({ input: order }) => {
  const paid = await take({ table: env.ACCOUNTS_TABLE_NAME, id: order.customer }, order.total, order.id);
  if (!paid) throw new PaymentDeclined(`The account of ${order.customer} does not cover the order.`);
  return order;
});
