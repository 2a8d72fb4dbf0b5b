import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import { local } from "../../platform/local/index.ts";
import { dateByContent, folderForTests, make } from "./support/made.ts";

const folder = folderForTests("stored");

test("a new gateway still answers with items that were stored before a field was added, as its README adds one", async () => {
  await make([["gateway", { name: "shelf", owner: "web", table: "books" }]], folder);
  const service = join(folder, "services/shelf");
  const schema = join(service, "src/schema.ts");
  const added = readFileSync(schema, "utf8")
    .replace("z.strictObject({", "z.strictObject({ pages: z.int(), ")
    .replace("z.object({ id", "z.object({ pages: z.int().optional(), id");
  expect(added).toMatch(/NewItem = z.strictObject\(\{ pages.*\n.*\n.*\n.*Item = z.object\(\{ pages/);
  writeFileSync(schema, added);
  dateByContent(schema);
  await using app = await local(service);
  const books = `${app.url}/shelf`;
  // Longer than new ones may be, too.
  const old = {
    id: "00000000-0000-4000-8000-000000000001",
    name: "A".repeat(101),
    createdAt: "2026-01-01T00:00:00Z",
  };
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(app.aws));
  await dynamo.send(new PutCommand({ TableName: "shelf-dev-books", Item: old }));
  const post = (body: unknown) =>
    fetch(books, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  const one = await fetch(`${books}/${old.id}`);
  const created = await post({ name: "New", pages: 12 });

  expect([one.status, await one.json()]).toEqual([200, old]);
  expect(created.status).toBe(201);
  expect((await post({ name: "New" })).status).toBe(400);
  const list = (await (await fetch(books)).json()) as { items: unknown[] };
  expect(list.items).toHaveLength(2);
  expect(list.items).toContainEqual(old);
});
