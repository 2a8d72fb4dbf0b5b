import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "#runtime";
import type { Env } from "../index.ts";
import type { Order, Submitted } from "./order.ts";

const env = environment<Env>();
// One client per execution environment, so that connections are kept.
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** Stores an order, and gives it back as it was stored the first time; undefined when another one has its id. */
export async function store({ id, ...order }: Submitted): Promise<Order | undefined> {
  const names = Object.keys(order);
  const values = Object.entries({ ...order, now: new Date().toISOString() });
  try {
    const { Attributes } = await dynamo.send(
      new UpdateCommand({
        TableName: env.ORDERS_TABLE_NAME,
        Key: { id },
        UpdateExpression: `SET placedAt = if_not_exists(placedAt, :now), ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
        ConditionExpression: "attribute_not_exists(id) OR (#sku = :sku AND #quantity = :quantity)",
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(values.map(([name, value]) => [`:${name}`, value])),
        ReturnValues: "UPDATED_NEW",
      }),
    );
    return { id, ...order, placedAt: String(Attributes?.placedAt) };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
