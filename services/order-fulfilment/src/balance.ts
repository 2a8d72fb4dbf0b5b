import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";

const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** Something that orders take from: pieces in stock, cents on an account. */
export interface Balance {
  readonly table: string;
  readonly id: string;
}

/**
 * Takes an amount for an order; false when there isn't enough. Retries of a step can't take twice: the item remembers
 * the orders that took from it.
 */
export async function take({ table, id }: Balance, amount: number, order: string): Promise<boolean> {
  const condition = "amount >= :amount AND NOT contains(orders, :order)";
  const done = await change(
    { table, id },
    "SET amount = amount - :amount ADD orders :orders",
    condition,
    amount,
    order,
  );
  return done || (await hasTaken({ table, id }, order));
}

/** Gives back what an order took; does nothing when it took nothing. */
export async function giveBack(balance: Balance, amount: number, order: string): Promise<void> {
  const update = "SET amount = amount + :amount DELETE orders :orders";
  await change(balance, update, "contains(orders, :order)", amount, order);
}

async function hasTaken({ table, id }: Balance, order: string): Promise<boolean> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
  return Item?.orders instanceof Set && Item.orders.has(order);
}

async function change(
  { table, id }: Balance,
  update: string,
  condition: string,
  amount: number,
  order: string,
) {
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
