import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dynoxideBinary, startDynoxide } from "../../../platform/local/dynamodb/dynoxide.ts";
import type { LocalApp } from "../../../platform/local/local-app.ts";
import { bringUp } from "../support.ts";

test("a binary that can't run is given up at once", async () => {
  await expect(startDynoxide("/bin/false")).rejects.toThrow("/bin/false did not start");
}, 3_000);

const TableName = "users";
const table = {
  type: "aws:dynamodb/table:Table",
  name: "users",
  inputs: {
    name: TableName,
    hashKey: "id",
    attributes: [
      { name: "id", type: "S" },
      { name: "email", type: "S" },
      { name: "at", type: "N" },
    ],
    globalSecondaryIndexes: [{ name: "byEmail", hashKey: "email", rangeKey: "at", projectionType: "ALL" }],
    billingMode: "PAY_PER_REQUEST",
    ttl: { attributeName: "expiresAt", enabled: true },
  },
};
const user = (id: string, email: string, at = 0) => ({
  id: { S: id },
  email: { S: email },
  at: { N: String(at) },
});
const backends = ["dynalite" as const, ...(dynoxideBinary() ? ["dynoxide" as const] : [])];

describe.each(backends)("tables on %s", (tables) => {
  let app: LocalApp;
  let db: DynamoDBClient;
  beforeAll(async () => {
    app = await bringUp(() => [table], { tables });
    db = new DynamoDBClient(app.aws);
  });
  afterAll(() => app.stop());

  test("an item is written, read, updated and deleted", async () => {
    const Key = { id: { S: "crud" } };
    await db.send(new PutItemCommand({ TableName, Item: user("crud", "a@example.com", 1) }));
    expect((await db.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(
      user("crud", "a@example.com", 1),
    );
    const updated = await db.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: "SET email = :e ADD #n :one",
        ExpressionAttributeNames: { "#n": "at" },
        ExpressionAttributeValues: { ":e": { S: "b@example.com" }, ":one": { N: "1" } },
        ReturnValues: "ALL_NEW",
      }),
    );
    expect(updated.Attributes).toEqual(user("crud", "b@example.com", 2));
    await db.send(new DeleteItemCommand({ TableName, Key }));
    expect((await db.send(new GetItemCommand({ TableName, Key }))).Item).toBeUndefined();
  });

  test("a conditional write fails when the item is there", async () => {
    const put = () =>
      db.send(
        new PutItemCommand({
          TableName,
          Item: user("once", "once@example.com"),
          ConditionExpression: "attribute_not_exists(id)",
        }),
      );
    await put();
    await expect(put()).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  });

  test("an index is queried in order and page by page", async () => {
    for (const at of [3, 1, 2])
      await db.send(new PutItemCommand({ TableName, Item: user(`q${at}`, "many@example.com", at) }));
    const query = (ExclusiveStartKey?: Record<string, never>) =>
      db.send(
        new QueryCommand({
          TableName,
          IndexName: "byEmail",
          KeyConditionExpression: "email = :e",
          ExpressionAttributeValues: { ":e": { S: "many@example.com" } },
          Limit: 2,
          ExclusiveStartKey,
        }),
      );
    const first = await query();
    const second = await query(first.LastEvaluatedKey as Record<string, never>);
    expect(first.Items?.map((each) => each.id?.S)).toEqual(["q1", "q2"]);
    expect(Object.keys(first.LastEvaluatedKey ?? {}).sort()).toEqual(["at", "email", "id"]);
    expect(second.Items?.map((each) => each.id?.S)).toEqual(["q3"]);
    expect(second.LastEvaluatedKey).toBeUndefined();
  });

  test("a scan goes through everything, page by page", async () => {
    const RequestItems = {
      [TableName]: Array.from({ length: 5 }, (_, i) => ({
        PutRequest: { Item: user(`s${i}`, "scan@example.com") },
      })),
    };
    expect((await db.send(new BatchWriteItemCommand({ RequestItems }))).UnprocessedItems).toEqual({});
    const found: (string | undefined)[] = [];
    let ExclusiveStartKey: Record<string, never> | undefined;
    do {
      const page = await db.send(
        new ScanCommand({
          TableName,
          Limit: 2,
          ExclusiveStartKey,
          FilterExpression: "email = :e",
          ExpressionAttributeValues: { ":e": { S: "scan@example.com" } },
        }),
      );
      found.push(...(page.Items ?? []).map((each) => each.id?.S));
      ExclusiveStartKey = page.LastEvaluatedKey as Record<string, never> | undefined;
    } while (ExclusiveStartKey);
    expect(found.sort()).toEqual(["s0", "s1", "s2", "s3", "s4"]);
    const Keys = [{ id: { S: "s1" } }, { id: { S: "s4" } }];
    const batch = await db.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
    expect(batch.Responses?.[TableName]?.map((each) => each.id?.S).sort()).toEqual(["s1", "s4"]);
  });

  test("bad requests are DynamoDB's own errors", async () => {
    await expect(
      db.send(new GetItemCommand({ TableName: "absent", Key: { id: { S: "x" } } })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(
      db.send(new GetItemCommand({ TableName, Key: { wrong: { S: "x" } } })),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("transactions work, or say that they don't here", async () => {
    const Put = { TableName, Item: user("t", "t@example.com") };
    const write = db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
    if (tables === "dynoxide") await expect(write).resolves.toBeDefined();
    else await expect(write).rejects.toThrow("TransactWriteItems has no local counterpart on this machine");
  });
});
