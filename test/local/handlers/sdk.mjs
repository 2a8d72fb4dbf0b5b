import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

async function read() {
  return await new DynamoDBClient({}).send(
    new GetItemCommand({ TableName: "missing", Key: { id: { S: "1" } } }),
  );
}

const nested = async (depth) => (depth === 0 ? await read() : await nested(depth - 1));

export const lookUp = async ({ depth }) => {
  const found = await nested(depth);
  return found;
};
