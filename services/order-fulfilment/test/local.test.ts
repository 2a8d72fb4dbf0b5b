import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, local } from "#local";

let app: LocalApp;
let dynamo: DynamoDBDocumentClient;

beforeAll(async () => {
  app = await local(`${import.meta.dirname}/..`);
  dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(app.aws));
});
afterAll(() => app?.stop());

const TableName = (table: string) => `order-fulfilment-dev-${table}`;

/** What is left in stock and on the account of a test, which has both under its name. */
async function left(name: string): Promise<{ stock: number; account: number }> {
  const of = async (table: string) => {
    const { Item } = await dynamo.send(new GetCommand({ TableName: TableName(table), Key: { id: name } }));
    return Number(Item?.amount);
  };
  return { stock: await of("stock"), account: await of("accounts") };
}

/** Gives a test stock and an account of its own, and returns an order of two pieces for 60. */
async function setUp(name: string, { stock, account }: { stock: number; account: number }) {
  for (const [table, amount] of Object.entries({ stock, accounts: account }))
    await dynamo.send(new PutCommand({ TableName: TableName(table), Item: { id: name, amount } }));
  return { id: `order-${name}`, customer: name, sku: name, quantity: 2, total: 60 };
}

/** What the warehouse was told about an order. */
async function shipments(id: string): Promise<unknown[]> {
  const all = (await app.messages("shipments")).map((body) => JSON.parse(body));
  return all.filter(({ order }) => order === id);
}

test("an order that is in stock and paid for is shipped", async () => {
  const order = await setUp("happy", { stock: 5, account: 100 });

  const run = await app.start("fulfilment", order);

  expect(run).toMatchObject({ status: "SUCCEEDED", output: { id: order.id, state: "shipped" } });
  expect(await left("happy")).toEqual({ stock: 3, account: 40 });
  expect(await shipments(order.id)).toEqual([{ order: order.id, sku: "happy", quantity: 2 }]);
});

test("an order whose payment is declined gives its stock back and ends as cancelled", async () => {
  const order = await setUp("declined", { stock: 5, account: 59 });

  const run = await app.start("fulfilment", order);

  expect(run).toMatchObject({ status: "SUCCEEDED", output: { id: order.id, state: "cancelled" } });
  expect(await left("declined")).toEqual({ stock: 5, account: 59 });
  expect(await shipments(order.id)).toEqual([]);
});

test("an order of what is out of stock fails its run and costs nothing", async () => {
  const order = await setUp("sold-out", { stock: 1, account: 100 });

  const run = await app.start("fulfilment", order);

  expect(run).toMatchObject({ status: "FAILED", error: "OutOfStock" });
  expect(await left("sold-out")).toEqual({ stock: 1, account: 100 });
  expect(await shipments(order.id)).toEqual([]);
});

test("an order of what the shop never had fails its run", async () => {
  const order = { ...(await setUp("customer", { stock: 5, account: 100 })), sku: "unheard-of" };

  expect(await app.start("fulfilment", order)).toMatchObject({ status: "FAILED", error: "OutOfStock" });
});

test("an order that doesn't fit fails its run and says why", async () => {
  const run = await app.start("fulfilment", { id: "order-odd" });

  expect(run).toMatchObject({ status: "FAILED", error: "InvalidInput" });
  expect(run.cause).toContain("quantity");
});

test("steps that are retried don't take or give back twice", async () => {
  const order = await setUp("retried", { stock: 5, account: 100 });
  const twice = async (step: string) => {
    for (const { status } of [await app.invoke(step, order), await app.invoke(step, order)])
      expect(status).toBe("ok");
  };

  await twice("reserve");
  await twice("charge");
  expect(await left("retried")).toEqual({ stock: 3, account: 40 });

  await twice("release");
  expect(await left("retried")).toEqual({ stock: 5, account: 40 });
});

test("two orders for the last pieces: one gets them", async () => {
  const order = await setUp("last", { stock: 3, account: 1000 });

  const runs = await Promise.all([
    app.start("fulfilment", order),
    app.start("fulfilment", { ...order, id: "order-last-too" }),
  ]);

  expect(runs.map(({ status }) => status).sort()).toEqual(["FAILED", "SUCCEEDED"]);
  expect(await left("last")).toEqual({ stock: 1, account: 940 });
});

/** The correlation ids in the logs of an order, and the steps they are of. */
function trail(order: string) {
  const lines = app.logs.filter(({ text }) => text.includes(`"${order}"`));
  const ids = lines.map(({ text }) => JSON.parse(text).correlation_id);
  return { ids: [...new Set(ids)], messages: lines.map(({ text }) => JSON.parse(text).message) };
}

test("all logs of a run share one correlation id, other than that of another run", async () => {
  const order = await setUp("logged", { stock: 5, account: 200 });
  await app.start("fulfilment", order);
  await app.start("fulfilment", { ...order, id: "order-logged-too" });

  await app.until(() => trail("order-logged-too").messages.length === 3);
  const [first, second] = [trail(order.id), trail("order-logged-too")];

  expect(first.messages).toEqual(["Stock reserved", "Payment taken", "Shipment requested"]);
  expect(first.ids).toHaveLength(1);
  expect(second.ids).not.toEqual(first.ids);
});

test("a run that is given a correlation id logs that one in every step, also when it is cancelled", async () => {
  const order = await setUp("followed", { stock: 5, account: 0 });

  await app.start("fulfilment", { ...order, correlationId: "checkout-7" });

  await app.until(() => trail(order.id).messages.length === 2);
  expect(trail(order.id)).toEqual({ ids: ["checkout-7"], messages: ["Stock reserved", "Stock released"] });
});
