import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "#runtime";
import type { Env } from "../index.ts";
import { User } from "./user.ts";

const env = environment<Env>();
// One client per execution environment, so that connections are kept.
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** Stores a new user; false when the e-mail address is taken. */
export async function insert(user: User): Promise<boolean> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: env.USERS_TABLE_NAME,
        Item: user,
        ConditionExpression: "attribute_not_exists(id)",
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Reads consistently, so that whoever just created a user can follow its `location` at once. */
export async function find(id: string): Promise<User | undefined> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: env.USERS_TABLE_NAME, Key: { id }, ConsistentRead: true }),
  );
  return Item && User.parse(Item);
}

export interface Page {
  readonly users: readonly User[];
  /** Where the next page starts; absent on the last one. */
  readonly next?: string;
}

/** Up to `limit` users after the one with the id `after`, in no particular order. A scan: add an index to give it one. */
export async function list(limit: number, after?: string): Promise<Page> {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new ScanCommand({
      TableName: env.USERS_TABLE_NAME,
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: { id: after } }),
    }),
  );
  return {
    users: Items.map((item) => User.parse(item)),
    ...(LastEvaluatedKey && { next: String(LastEvaluatedKey.id) }),
  };
}
