import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "#runtime";
import type { Env } from "../index.ts";
import type { OrderEvent } from "./order-event.ts";

const env = environment<Env>();
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/**
 * Brings an order up to date; false when it already knows this event or a later one. The condition makes the handler
 * idempotent: the same event twice, or an old one late, changes nothing.
 */
export async function apply(event: OrderEvent): Promise<boolean> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: env.ORDERS_TABLE_NAME,
        Key: { id: event.orderId },
        UpdateExpression:
          event.total === undefined
            ? "SET #state = :state, #at = :at"
            : "SET #state = :state, #at = :at, #total = :total",
        ConditionExpression: "attribute_not_exists(#at) OR #at < :at",
        ExpressionAttributeNames: {
          "#state": "state",
          "#at": "at",
          ...(event.total !== undefined && { "#total": "total" }),
        },
        ExpressionAttributeValues: {
          ":state": event.type,
          ":at": event.at,
          ...(event.total !== undefined && { ":total": event.total }),
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
