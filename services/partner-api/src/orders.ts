import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "#runtime";
import type { Env } from "../index.ts";
import type { Order } from "./order.ts";

const env = environment<Env>();
// One client per execution environment, so that connections are kept.
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** Stores an order, also when this very order is stored already; false when another one has its id. */
export async function store(order: Order): Promise<boolean> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: env.ORDERS_TABLE_NAME,
        Item: order,
        ConditionExpression: "attribute_not_exists(id) OR (sku = :sku AND quantity = :quantity)",
        ExpressionAttributeValues: { ":sku": order.sku, ":quantity": order.quantity },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
