import { once } from "node:events";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { idempotencyTable } from "../../platform/runtime/idempotency.ts";
import { queue, schedule, step } from "../../platform/runtime/index.ts";
import { batch, context, logLines, message, setEnvironment } from "./support.ts";

// It has no types of its own.
const dynalite = createRequire(import.meta.url)("dynalite") as (options: { createTableMs: number }) => Server;

const Order = z.object({ id: z.string() });

/** A DynamoDB on loopback with the table that the handler's environment names. */
beforeEach(async () => {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  setEnvironment({
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    ORDERS_TABLE_NAME: "orders-dev",
  });
  const client = new DynamoDBClient({});
  await client.send(
    new CreateTableCommand({
      TableName: "orders-dev",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    }),
  );
  client.destroy();
  onTestFinished(() => {
    server.close();
  });
});

function counting(fail: (attempt: number) => boolean = () => false) {
  const handled: string[] = [];
  const handler = queue(
    {
      message: Order,
      idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: (order) => order.id },
    },
    async ({ message }) => {
      handled.push(message.id);
      if (fail(handled.length)) throw new Error("not this time");
    },
  );
  return { handled, handler };
}

describe("A message with an idempotency key", () => {
  it("is handled once, however often it is delivered and under whatever message id", async () => {
    const { handled, handler } = counting();
    const first = await handler(batch(message("m0", { id: "A" }), message("m1", { id: "A" })), context());
    const second = await handler(batch(message("m2", { id: "A" }), message("m3", { id: "B" })), context());
    expect([first, second]).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(handled).toEqual(["A", "B"]);
  });

  it("is tried again when it failed", async () => {
    logLines();
    const { handled, handler } = counting((attempt) => attempt === 1);
    expect(await handler(batch(message("m0", { id: "A" })), context())).toEqual({
      batchItemFailures: [{ itemIdentifier: "m0" }],
    });
    expect(await handler(batch(message("m0", { id: "A" })), context())).toEqual({ batchItemFailures: [] });
    expect(handled).toEqual(["A", "A"]);
  });

  it("fails while it is being handled elsewhere, and is delivered again", async () => {
    logLines();
    let release = () => {};
    let started = () => {};
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    const options = {
      message: Order,
      idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: ({ id }: { id: string }) => id },
    };
    const slow = queue(options, async () => {
      started();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    const first = slow(batch(message("m0", { id: "A" })), context());
    await running;
    expect(await slow(batch(message("m1", { id: "A" })), context())).toEqual({
      batchItemFailures: [{ itemIdentifier: "m1" }],
    });
    release();
    expect(await first).toEqual({ batchItemFailures: [] });
  });

  it("fails with the link to add where no table is linked", async () => {
    const lines = logLines();
    setEnvironment({ ORDERS_TABLE_NAME: undefined });
    const { handler } = counting();
    expect(await handler(batch(message("m0", { id: "A" })), context())).toMatchObject({
      batchItemFailures: [{}],
    });
    expect(JSON.stringify(lines)).toContain('Link the Table called \\"orders\\"');
  });

  it("fails where its key is empty: all messages without one would count as the same", async () => {
    const lines = logLines();
    const { handler, handled } = counting();
    expect(await handler(batch(message("m0", { id: "" })), context())).toMatchObject({
      batchItemFailures: [{}],
    });
    expect(handled).toEqual([]);
    expect(JSON.stringify(lines)).toContain("the idempotency key of the message is");
  });
});

describe("A run of a schedule", () => {
  const run = (scheduledTime: string, executionId: string) => ({ scheduledTime, executionId });

  it("is done once, however often it is handed over: its attempts share the time it was due", async () => {
    const done: string[] = [];
    const handler = schedule(
      { idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME") } },
      async ({ scheduledTime }) => void done.push(scheduledTime.toISOString()),
    );
    await handler(run("2026-01-31T02:00:00Z", "first"), context());
    await handler(run("2026-01-31T02:00:00Z", "second"), context());
    await handler(run("2026-02-01T02:00:00Z", "third"), context());
    expect(done).toEqual(["2026-01-31T02:00:00.000Z", "2026-02-01T02:00:00.000Z"]);
  });

  it("may have a key of its own, which is a text", async () => {
    logLines();
    const handler = schedule(
      { idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: () => "" } },
      async () => {},
    );
    await expect(handler(run("2026-01-31T02:00:00Z", "x"), context())).rejects.toThrow(
      'schedule: the idempotency key is ""; give a text.',
    );
  });
});

describe("A step of a pipeline", () => {
  it("is done once under a key, and gives the first result again", async () => {
    let charged = 0;
    const handler = step(
      {
        input: Order,
        idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: ({ id }) => `charge ${id}` },
      },
      async ({ input }) => {
        charged += 1;
        return { order: input.id, receipt: charged };
      },
    );
    const first = await handler({ id: "A" }, context());
    expect(first).toEqual({ order: "A", receipt: 1 });
    expect(await handler({ id: "A" }, context())).toEqual(first);
    expect(await handler({ id: "B" }, context())).toEqual({ order: "B", receipt: 2 });
  });

  it("that failed is done again", async () => {
    logLines();
    let attempts = 0;
    const handler = step(
      { idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: () => "one" } },
      async () => {
        attempts += 1;
        if (attempts === 1) throw new Error("not this time");
        return attempts;
      },
    );
    await expect(handler({}, context())).rejects.toThrow();
    expect(await handler({}, context())).toBe(2);
  });
});
