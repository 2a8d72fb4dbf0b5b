import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, local } from "#local";
import event from "../events/order-events.json" with { type: "json" };

let app: LocalApp;
let dynamo: DynamoDBDocumentClient;

beforeAll(async () => {
  app = await local(`${import.meta.dirname}/..`);
  dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(app.aws));
});
afterAll(() => app?.stop());

async function order(id: string): Promise<Record<string, unknown> | undefined> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: "order-events-dev-orders", Key: { id } }));
  return Item;
}

/** The log lines about an order. */
const about = (id: string) => app.logs.map(({ text }) => text).filter((text) => text.includes(id));

/** Sends events of one order, each once the one before it was worked on. */
async function send(orderId: string, events: readonly object[]): Promise<void> {
  for (const each of events) {
    const before = about(orderId).length;
    await app.send("order-events", { orderId, ...each });
    await app.until(() => about(orderId).length > before);
  }
}

const placed = { type: "placed", at: "2026-01-01T10:00:00Z", total: 1999 };
const paid = { type: "paid", at: "2026-01-01T10:00:00.250Z" };

test("an order is brought up to date by its events and keeps its total", async () => {
  await send("ORD-UPDATE", [placed, paid]);

  expect(await order("ORD-UPDATE")).toEqual({
    id: "ORD-UPDATE",
    state: "paid",
    at: "2026-01-01T10:00:00.250Z",
    total: 1999,
  });
});

test("an event that is delivered again changes nothing", async () => {
  await send("ORD-TWICE", [placed]);
  const before = await order("ORD-TWICE");

  await send("ORD-TWICE", [{ ...placed, total: 1 }]);

  expect(await order("ORD-TWICE")).toEqual(before);
  expect(about("ORD-TWICE").at(-1)).toContain("Order event skipped");
});

test("an event that arrives after a later one changes nothing", async () => {
  await send("ORD-LATE", [paid, placed]);

  expect(await order("ORD-LATE")).toEqual({ id: "ORD-LATE", state: "paid", at: paid.at });
});

test("one bad message of a batch is the only one that comes back, and ends up in the dead-letter queue", async () => {
  const batch = await app.invoke("on-order-event", event);
  expect(JSON.parse(batch.payload.toString())).toEqual({
    batchItemFailures: [{ itemIdentifier: "message-2" }],
  });

  const bad = { orderId: "ORD-BAD", type: "lost", at: "yesterday" };
  await Promise.all([
    app.send("order-events", { orderId: "ORD-GOOD-1", ...placed }),
    app.send("order-events", bad),
    app.send("order-events", { orderId: "ORD-GOOD-2", ...placed }),
  ]);
  await app.until(async () => (await app.messages("order-events-dlq")).length > 0);

  expect((await app.messages("order-events-dlq")).map((body) => JSON.parse(body))).toEqual([bad]);
  expect(await app.messages("order-events")).toEqual([]);
  for (const id of ["ORD-GOOD-1", "ORD-GOOD-2"]) expect(about(id)).toHaveLength(1);
});

test("the sender's correlation id is in the logs", async () => {
  const message = { orderId: "ORD-TRACED", ...placed };
  await app.send("order-events", message, { attributes: { correlationId: "checkout-42" } });
  await app.until(() => about("ORD-TRACED").length > 0);

  expect(JSON.parse(about("ORD-TRACED")[0] ?? "{}")).toMatchObject({
    message: "Order updated",
    correlation_id: "checkout-42",
  });
});
