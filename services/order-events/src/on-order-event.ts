import { queue } from "#runtime";
import { OrderEvent } from "./order-event.ts";
import { apply } from "./orders.ts";

export const handler = queue({ message: OrderEvent }, async ({ message, log, metrics }) => {
  const { orderId, type } = message;
  const changed = await apply(message);
  metrics.addMetric(changed ? "OrderUpdated" : "OrderEventSkipped", "Count", 1);
  log.info(changed ? "Order updated" : "Order event skipped: a later one is known", { orderId, type });
});
