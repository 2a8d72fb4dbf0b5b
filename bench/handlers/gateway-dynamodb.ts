import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { http } from "#runtime";

const NewUser = z.object({ name: z.string().min(1), email: z.email() });
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = http({ body: NewUser }, async ({ body }) => {
  await documents.send(new PutCommand({ TableName: "users", Item: body }));
  return { status: 201, body };
});
