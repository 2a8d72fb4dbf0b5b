import { HttpError, http } from "#runtime";
import { NewOrder, orderOf } from "./order.ts";
import { placed } from "./order-events.ts";
import { store } from "./orders.ts";

/** The same order sent again gets the same answer, so partners may repeat a request whose answer they missed. */
export const handler = http({ body: NewOrder }, async ({ body, caller, log, metrics }) => {
  const order = await store(orderOf(String(caller.partner), body));
  if (!order) throw new HttpError(409, "Another order has this reference.");
  await placed(order);
  metrics.addMetric("OrderSubmitted", "Count", 1);
  log.info("Order submitted", { orderId: order.id, partner: order.partner });
  return { status: 201, body: order };
});
