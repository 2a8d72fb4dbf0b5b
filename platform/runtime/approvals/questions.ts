import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { environment } from "../invocation/environment.ts";
import { idOf, newReference, seal, unseal } from "./seal.ts";

/** A question that a run waits for. */
export interface Question {
  /** Shown on the page. */
  readonly text: string;
  /** The name of the run. */
  readonly run: string;
  readonly correlationId: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

export interface Decision {
  readonly approved: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A question as it is kept, with its token until it is decided. */
export interface Kept extends Question {
  readonly token: string | undefined;
  readonly decision: Decision | undefined;
}

const env = environment<{ readonly APPROVALS_TABLE_NAME: string }>();
let shared: DynamoDBClient | undefined;
const dynamo = () => {
  shared ??= new DynamoDBClient({});
  return shared;
};

/** Keeps a question with the token that ends the wait; only the reference that is returned leads to it. */
export async function keep(question: Question, token: string): Promise<string> {
  const reference = newReference();
  await dynamo().send(
    new PutItemCommand({
      TableName: env.APPROVALS_TABLE_NAME,
      Item: {
        id: { S: idOf(reference) },
        question: { S: seal(reference, JSON.stringify(question)) },
        token: { S: seal(reference, token) },
        expires: { N: String(question.expires) },
      },
    }),
  );
  return reference;
}

/** The question of a reference; undefined when there is none, or its time is over. */
export async function find(reference: string): Promise<Kept | undefined> {
  const { Item } = await dynamo().send(
    new GetItemCommand({
      TableName: env.APPROVALS_TABLE_NAME,
      Key: { id: { S: idOf(reference) } },
      ConsistentRead: true,
    }),
  );
  // DynamoDB deletes expired items within days, not immediately.
  if (!Item?.question?.S || Number(Item.expires?.N) * 1000 <= Date.now()) return undefined;
  const question = JSON.parse(unseal(reference, Item.question.S)) as Question;
  return {
    ...question,
    token: Item.token?.S && unseal(reference, Item.token.S),
    decision: Item.decision?.S === undefined ? undefined : (JSON.parse(Item.decision.S) as Decision),
  };
}

/** Keeps the decision, for those who open the link again, and forgets the token. */
export async function remember(reference: string, decision: Decision): Promise<void> {
  try {
    await dynamo().send(
      new UpdateItemCommand({
        TableName: env.APPROVALS_TABLE_NAME,
        Key: { id: { S: idOf(reference) } },
        UpdateExpression: "SET decision = :decision REMOVE #token",
        ConditionExpression: "attribute_exists(id) AND attribute_not_exists(decision)",
        ExpressionAttributeNames: { "#token": "token" },
        ExpressionAttributeValues: { ":decision": { S: JSON.stringify(decision) } },
      }),
    );
  } catch (error) {
    // Another decision came first, or the item is gone: there is nothing left to keep.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
