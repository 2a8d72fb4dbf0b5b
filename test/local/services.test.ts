import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { local } from "#local";
import { without } from "../support/index.ts";

test.skipIf(without("users-api"))("users-api answers over HTTP and keeps users in its table", async () => {
  await using app = await local("users-api");
  expect(app.outputs.url).toBe(app.url);
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ email: "ada@example.com", name: "Ada" });
  const created = await fetch(`${app.url}/users`, { method: "POST", headers, body });
  expect(created.status).toBe(201);
  const { id } = (await created.json()) as { id: string };
  const read = await fetch(`${app.url}/users/${id}`);
  expect(await read.json()).toMatchObject({ id, email: "ada@example.com" });
  expect((await fetch(`${app.url}/users`, { method: "POST", headers, body: "{}" })).status).toBe(400);
  expect(app.unsupported).toEqual([]);
});

test.skipIf(without("order-events"))(
  "order-events: a good message changes the table, a bad one arrives in the dead-letter queue",
  async () => {
    await using app = await local("order-events");
    await app.send("order-events", "not an order");
    await app.send("order-events", {
      orderId: "ORD-1",
      type: "placed",
      at: "2026-01-01T10:00:00Z",
      total: 12,
    });
    await app.until(async () => (await app.messages("order-events-dlq")).length > 0);
    expect(await app.messages("order-events-dlq")).toEqual(["not an order"]);
    const db = new DynamoDBClient(app.aws);
    const Key = { id: { S: "ORD-1" } };
    const { Item } = await db.send(new GetItemCommand({ TableName: "order-events-dev-orders", Key }));
    expect(Item?.state).toEqual({ S: "placed" });
  },
);

test.skipIf(without("nightly-report"))(
  "nightly-report: firing the schedule sends the report of the day before",
  async () => {
    await using app = await local("nightly-report");
    const result = await app.fire("nightly", new Date("2026-03-02T01:00:00Z"));
    expect(result?.status, result?.payload.toString()).toBe("ok");
    const [report] = (await app.messages("reports")).map((each) => JSON.parse(each));
    expect(report).toMatchObject({ day: "2026-03-01" });
  },
);

test.skipIf(without("order-fulfilment"))(
  "order-fulfilment: its state machine runs by name and through the AWS SDK",
  async () => {
    await using app = await local("order-fulfilment");
    const db = new DynamoDBClient(app.aws);
    for (const [table, id] of [
      ["stock", "sku-1"],
      ["accounts", "c-1"],
    ])
      await db.send(
        new PutItemCommand({
          TableName: `order-fulfilment-dev-${table}`,
          Item: { id: { S: id ?? "" }, amount: { N: "100" } },
        }),
      );
    const order = { id: "o-1", customer: "c-1", sku: "sku-1", quantity: 2, total: 60 };
    expect(await app.start("fulfilment", order)).toMatchObject({
      status: "SUCCEEDED",
      output: { id: "o-1", state: "shipped" },
    });
    const shipment = JSON.parse((await app.messages("shipments"))[0] ?? "{}");
    expect(shipment).toEqual({ order: "o-1", sku: "sku-1", quantity: 2 });

    const sfn = new SFNClient(app.aws);
    const stateMachineArn = String(app.outputs.stateMachineArn);
    const input = JSON.stringify({ ...order, id: "o-2" });
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input, name: "mine" }),
    );
    const described = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
    await app.until(async () => (await described()).status !== "RUNNING");
    // The account holds no second 60: the payment is declined, and the stock is given back.
    expect((await described()).output).toBe('{"id":"o-2","state":"cancelled"}');
    const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions?.map((each) => each.name)).toContain("mine");
    await expect(
      sfn.send(new StartExecutionCommand({ stateMachineArn, input: "{}", name: "mine" })),
    ).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  },
);

test.skipIf(without("users-api"))("an unknown service names those that there are", async () => {
  await expect(local("nobody")).rejects.toThrow(/no service called "nobody".*users-api/);
});
