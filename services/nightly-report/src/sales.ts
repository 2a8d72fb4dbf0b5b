import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { environment } from "#runtime";
import type { Env } from "../index.ts";

const env = environment<Env>();
// One client per execution environment, so that connections are kept.
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** A sale as the shop's tills store it. A field added here is optional: sales stored before don't have it. */
export const Sale = z.object({
  day: z.iso.date(),
  id: z.string(),
  product: z.string(),
  /** Cents; negative where a sale was taken back. */
  amount: z.int(),
});
export type Sale = z.infer<typeof Sale>;

/** All sales of a day (`2026-01-31`), page by page. */
export async function* salesOf(day: string): AsyncGenerator<Sale> {
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: env.SALES_TABLE_NAME,
      KeyConditionExpression: "#day = :day",
      ExpressionAttributeNames: { "#day": "day" },
      ExpressionAttributeValues: { ":day": day },
    },
  );
  for await (const { Items = [] } of pages) for (const item of Items) yield Sale.parse(item);
}
