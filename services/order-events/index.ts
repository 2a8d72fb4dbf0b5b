import { type EnvironmentOf, Event, Table } from "#platform";

const orders = new Table("orders", { partitionKey: "id" });

const events = new Event("order-events", {
  source: { type: "sqs" },
  handler: "src/on-order-event.ts",
  link: [orders.put],
});

export const { queueUrl } = events.source;
export const { deadLetterQueueUrl } = events;
/** For other services: to tell what happened to an order. */
export const links = { orderEvents: events.source.queue.send };
export type Env = EnvironmentOf<typeof events>;
