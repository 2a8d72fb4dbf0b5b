import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "#runtime";
import type { Env } from "../index.ts";
import type { Position } from "./position.ts";

const env = environment<Env>();
// One client per execution environment, so that connections are kept.
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

/**
 * Keeps a position as its vehicle's latest; false when this one or a later one is known. The condition makes the handler
 * idempotent: the same position twice, or an old one late, changes nothing.
 */
export async function keepLatest(position: Position): Promise<boolean> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: env.VEHICLES_TABLE_NAME,
        Item: position,
        ConditionExpression: "attribute_not_exists(vehicleId) OR #at < :at",
        ExpressionAttributeNames: { "#at": "at" },
        ExpressionAttributeValues: { ":at": position.at },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
