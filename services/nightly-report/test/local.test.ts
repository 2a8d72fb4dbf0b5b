import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, local } from "#local";
import type { Report } from "../src/summary.ts";

const TableName = "nightly-report-dev-sales";

let app: LocalApp;
let dynamo: DynamoDBDocumentClient;

beforeAll(async () => {
  app = await local(`${import.meta.dirname}/..`);
  dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(app.aws));
});
afterAll(() => app?.stop());

/** Stores up to 25 sales of a day. */
async function sell(day: string, sales: readonly { product: string; amount: number; note?: string }[]) {
  const puts = sales.map((sale, i) => ({ PutRequest: { Item: { day, id: `sale-${i}`, ...sale } } }));
  await dynamo.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
}

/** Fires the schedule and returns the reports of a day that wait for their readers. */
async function reportsAfter(due: string, day: string): Promise<Report[]> {
  const run = await app.fire("nightly", new Date(due));
  expect(run?.status, run?.payload.toString()).toBe("ok");
  const reports = (await app.messages("reports")).map((body) => JSON.parse(body) as Report);
  return reports.filter((report) => report.day === day);
}

test("the run after midnight sends the report of the day before", async () => {
  await sell("2026-03-01", [
    { product: "lamp", amount: 2999 },
    { product: "chair", amount: 4500 },
    { product: "lamp", amount: 2999 },
  ]);
  await sell("2026-03-02", [{ product: "lamp", amount: 1 }]);

  const reports = await reportsAfter("2026-03-02T02:00:00Z", "2026-03-01");

  expect(reports).toEqual([
    { day: "2026-03-01", sales: 3, total: 10_498, byProduct: { lamp: 5998, chair: 4500 } },
  ]);
});

test("a run that is done again reports the same day in the same way", async () => {
  await sell("2026-04-01", [{ product: "lamp", amount: 2999 }]);

  const [first] = await reportsAfter("2026-04-02T01:00:00Z", "2026-04-01");
  const both = await reportsAfter("2026-04-02T01:00:00Z", "2026-04-01");

  expect(first).toMatchObject({ sales: 1, total: 2999 });
  expect(both).toEqual([first, first]);
});

test("a day without sales has a report that says so", async () => {
  const reports = await reportsAfter("2026-05-02T01:00:00Z", "2026-05-01");

  expect(reports).toEqual([{ day: "2026-05-01", sales: 0, total: 0, byProduct: {} }]);
});

test("a day with more sales than one page of the table holds is reported whole", async () => {
  // A page holds 1 MB (AWS: "Query", DynamoDB API reference).
  const note = "x".repeat(150_000);
  await sell(
    "2026-06-01",
    Array.from({ length: 20 }, () => ({ product: "lamp", amount: 100, note })),
  );
  const { LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "#day = :day",
      ExpressionAttributeNames: { "#day": "day" },
      ExpressionAttributeValues: { ":day": "2026-06-01" },
    }),
  );
  expect(LastEvaluatedKey).toBeDefined();

  const reports = await reportsAfter("2026-06-02T01:00:00Z", "2026-06-01");

  expect(reports).toEqual([{ day: "2026-06-01", sales: 20, total: 2000, byProduct: { lamp: 2000 } }]);
});

test("all that a run logs can be found by its execution's id", async () => {
  await reportsAfter("2026-07-02T01:00:00Z", "2026-07-01");

  const sent = () =>
    app.logs.filter(({ text }) => text.includes("Report sent") && text.includes("2026-07-01"));
  await app.until(() => sent().length === 1);
  expect(JSON.parse(sent()[0]?.text ?? "{}")).toMatchObject({
    correlation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});
