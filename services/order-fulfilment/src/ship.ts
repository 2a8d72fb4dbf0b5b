import { step } from "#runtime";
import { Order } from "./order.ts";
import { request } from "./shipments.ts";

export const handler = step({ input: Order }, async ({ input: order, log, metrics }) => {
  await request(order);
  metrics.addMetric("OrderShipped", "Count", 1);
  log.info("Shipment requested", { order: order.id });
  return { id: order.id, state: "shipped" };
});
