import { request } from "node:http";
import type { TablePart } from "./read.ts";

/** Creates a table through the wire gateway at `endpoint` and waits until it can be used. */
export async function createTable(endpoint: string, region: string, table: TablePart): Promise<void> {
  const call = (operation: string, input: object) => dynamo(endpoint, region, operation, input);
  await call("CreateTable", {
    TableName: table.physicalName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: table.attributes.map((each) => ({
      AttributeName: each.name,
      AttributeType: each.type,
    })),
    KeySchema: keys(table),
    ...indexes("GlobalSecondaryIndexes", table.globalIndexes),
    ...indexes("LocalSecondaryIndexes", table.localIndexes),
  });
  for (;;) {
    const { Table } = (await call("DescribeTable", { TableName: table.physicalName })) as {
      Table: { TableStatus: string };
    };
    if (Table.TableStatus === "ACTIVE") return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function deleteTable(endpoint: string, region: string, name: string): Promise<void> {
  await dynamo(endpoint, region, "DeleteTable", { TableName: name });
}

function keys({ hashKey, rangeKey }: { hashKey: string; rangeKey: string | undefined }): object[] {
  const hash = { AttributeName: hashKey, KeyType: "HASH" };
  return rangeKey ? [hash, { AttributeName: rangeKey, KeyType: "RANGE" }] : [hash];
}

function indexes(property: string, list: TablePart["globalIndexes"]): object {
  if (list.length === 0) return {};
  return {
    [property]: list.map((each) => ({
      IndexName: each.name,
      KeySchema: keys(each),
      Projection: {
        ProjectionType: each.projection,
        ...(each.nonKeyAttributes.length > 0 ? { NonKeyAttributes: each.nonKeyAttributes } : {}),
      },
    })),
  };
}

function dynamo(endpoint: string, region: string, operation: string, input: object): Promise<unknown> {
  const scope = `local/20260101/${region}/dynamodb/aws4_request`;
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `DynamoDB_20120810.${operation}`,
    "x-amz-date": "20260101T000000Z",
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=local`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(endpoint, { method: "POST", headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => {
        if (response.statusCode === 200) resolve(JSON.parse(body));
        else reject(new Error(`DynamoDB ${operation} failed locally: ${body}`));
      });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(input));
  });
}
