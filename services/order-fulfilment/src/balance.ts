import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";

// One client per execution environment, so that connections are kept.
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** What an order takes, and where: pieces of a product in stock, cents on a customer's account. */
export interface Taking {
  readonly table: string;
  readonly id: string;
  readonly amount: number;
  readonly order: string;
}

/**
 * Takes an amount for an order; false when there isn't enough. Steps are retried, so taking twice must be the same as
 * taking once: the item remembers the orders that took from it. About 8,000 of them fit into an item's 400 KB (AWS:
 * "Quotas in Amazon DynamoDB"); beyond that, give each taking an item of its own, written in the same transaction.
 */
export async function take(taking: Taking): Promise<boolean> {
  const taken = await change(taking, {
    update: "SET amount = amount - :amount ADD orders :orders",
    condition: "amount >= :amount AND NOT contains(orders, :order)",
  });
  return taken || (await hasTaken(taking));
}

/** Gives back what an order took; does nothing when it took nothing or gave it back before. */
export async function giveBack(taking: Taking): Promise<void> {
  await change(taking, {
    update: "SET amount = amount + :amount DELETE orders :orders",
    condition: "contains(orders, :order)",
  });
}

async function hasTaken({ table, id, order }: Taking): Promise<boolean> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
  return Item?.orders instanceof Set && Item.orders.has(order);
}

/** Updates the item where the condition holds; false where it doesn't, as for an item that isn't there. */
async function change(
  { table, id, amount, order }: Taking,
  { update, condition }: { readonly update: string; readonly condition: string },
): Promise<boolean> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: { id },
        UpdateExpression: update,
        ConditionExpression: condition,
        ExpressionAttributeValues: { ":amount": amount, ":order": order, ":orders": new Set([order]) },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
