import { linksOf, Table } from "#platform";
import { NewOrder } from "./src/order.ts";

const { orderEvents } = await linksOf<typeof import("../order-events/index.ts")>("order-events");
const orders = new Table("orders", { partitionKey: "id" });

/** Takes an order of a partner with a token: stores it, and tells order-events of it. */
export const submission = {
  target: { handler: "src/submit-order.ts", link: [orders.put, orderEvents] },
  auth: "partners",
  validate: { body: NewOrder },
} as const;
