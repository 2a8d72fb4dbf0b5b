import { environment, step } from "#runtime";
import type { Env } from "../index.ts";
import { take } from "./balance.ts";
import { Order } from "./order.ts";

const env = environment<Env>();

/** The pipeline catches it by this name and gives the stock back. */
class PaymentDeclined extends Error {}

export const handler = step({ input: Order }, async ({ input: order, log }) => {
  const { id, customer, total } = order;
  if (!(await take({ table: env.ACCOUNTS_TABLE_NAME, id: customer, amount: total, order: id })))
    throw new PaymentDeclined(`The account of ${customer} does not cover order ${id}.`);
  log.info("Payment taken", { order: id, total });
  return order;
});
