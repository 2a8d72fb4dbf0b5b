import { createHash } from "node:crypto";
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "#runtime";
import type { Env } from "../index.ts";
import { User } from "./user.ts";

const env = environment<Env>();
// One client per execution environment, so that connections are kept.
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/**
 * The id of whoever has an e-mail address: derived from it, so that the table's key itself keeps addresses unique and
 * creating the same user twice can't make two.
 */
export function userId(email: string): string {
  const hash = createHash("sha256").update(email.toLowerCase()).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

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

export async function find(id: string): Promise<User | undefined> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: env.USERS_TABLE_NAME, Key: { id } }));
  return Item && User.parse(Item);
}

export interface Page {
  readonly users: readonly User[];
  /** Where the next page starts; absent on the last one. */
  readonly next?: string;
}

/** Up to `limit` users, in no particular order, after the one called `after`. */
export async function list(limit: number, after: string | undefined): Promise<Page> {
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
