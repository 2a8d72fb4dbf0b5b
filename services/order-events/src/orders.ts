import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "#runtime";
import type { Env } from "../index.ts";
import type { OrderEvent } from "./order-event.ts";

const env = environment<Env>();
// One client per execution environment, so that connections are kept.
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/**
 * Brings an order up to date; false when it already knows this event or a later one. The condition makes the handler
 * idempotent: the same event twice, or an old one late, changes nothing.
 */
export async function apply({ orderId, type, at, total }: OrderEvent): Promise<boolean> {
  // An event without a total leaves the one that is known.
  const changes = Object.entries({ state: type, at, ...(total !== undefined && { total }) });
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: env.ORDERS_TABLE_NAME,
        Key: { id: orderId },
        UpdateExpression: `SET ${changes.map(([name]) => `#${name} = :${name}`).join(", ")}`,
        ConditionExpression: "attribute_not_exists(#at) OR #at < :at",
        ExpressionAttributeNames: Object.fromEntries(changes.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(changes.map(([name, value]) => [`:${name}`, value])),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
