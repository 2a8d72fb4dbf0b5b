import { DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, it } from "vitest";
import { idempotencyTable } from "../../platform/runtime/idempotency.ts";
import { step } from "../../platform/runtime/index.ts";
import { context, logLines } from "./support.ts";
import { startTable } from "./table-support.ts";

beforeEach(() => startTable("ORDERS_TABLE_NAME", "orders-dev"));

const once = () => ({ idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: () => "one" } });

describe("Work whose record can't be written any more", () => {
  class PaymentDeclined extends Error {}
  const remove = async () => {
    const client = new DynamoDBClient({});
    await client.send(new DeleteTableCommand({ TableName: "orders-dev" }));
    client.destroy();
  };

  it("was done: failing now would have it done again", async () => {
    const lines = logLines();
    const charge = step(once(), async () => {
      await remove();
      return { at: new Date(0) };
    });
    expect(await charge({}, context())).toEqual({ at: "1970-01-01T00:00:00.000Z" });
    expect(lines).toMatchObject([
      { level: "WARN", message: expect.stringContaining("could not be recorded") },
    ]);
  });

  it("fails with its own error where it failed, which a state machine catches by name", async () => {
    logLines();
    const charge = step(once(), async () => {
      await remove();
      throw new PaymentDeclined("no money");
    });
    await expect(charge({}, context())).rejects.toMatchObject({
      name: "PaymentDeclined",
      message: "no money",
    });
  });
});

it("Work that throws something else than an error says what, and is done again", async () => {
  logLines();
  let attempts = 0;
  const charge = step(once(), async () => {
    attempts += 1;
    if (attempts === 1) throw null;
    return attempts;
  });
  await expect(charge({}, context())).rejects.toMatchObject({
    name: "NotAnError",
    message: expect.stringContaining("null was thrown;"),
  });
  expect(await charge({}, context())).toBe(2);
});
