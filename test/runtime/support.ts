import fs from "node:fs";
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, Context, SQSEvent, SQSRecord } from "aws-lambda";
import { onTestFinished, vi } from "vitest";

export function context(more: Partial<Context> = {}): Context {
  return {
    awsRequestId: "6bc28136-xmpl-4365-b021-0ce6b2e64ab0",
    functionName: "users-api-dev-api-create-user",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:users-api-dev-api-create-user",
    memoryLimitInMB: "256",
    logGroupName: "/aws/lambda/users-api-dev-api-create-user",
    logStreamName: "2026/11/23/[$LATEST]abc",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => 10_000,
    done: () => {},
    fail: () => {},
    succeed: () => {},
    ...more,
  };
}

/** A request as an HTTP API sends it (payload format 2.0). */
export function request(
  more: Partial<APIGatewayProxyEventV2> & { json?: unknown } = {},
): APIGatewayProxyEventV2 {
  const { json, headers, ...rest } = more;
  return {
    version: "2.0",
    routeKey: "POST /users/{id}",
    rawPath: "/users/42",
    rawQueryString: "",
    headers: {
      host: "api.example.com",
      ...(json !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    requestContext: {
      accountId: "123456789012",
      apiId: "abc123",
      domainName: "api.example.com",
      domainPrefix: "api",
      http: {
        method: "POST",
        path: "/users/42",
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: "curl/8",
      },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey: "POST /users/{id}",
      stage: "$default",
      time: "23/Nov/2026:10:00:00 +0000",
      timeEpoch: 1795413600000,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    isBase64Encoded: false,
    ...rest,
  };
}

/** A message as SQS delivers it; `group` makes it one of a FIFO queue. */
export function message(
  id: string,
  body: unknown,
  more: { group?: string; correlationId?: string } = {},
): SQSRecord {
  const { group, correlationId } = more;
  return {
    messageId: id,
    receiptHandle: `handle-${id}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "1795413600000",
      SenderId: "AIDAEXAMPLE",
      ApproximateFirstReceiveTimestamp: "1795413600001",
      ...(group !== undefined && { MessageGroupId: group }),
    },
    messageAttributes: correlationId
      ? {
          correlationId: {
            dataType: "String",
            stringValue: correlationId,
            stringListValues: [],
            binaryListValues: [],
          },
        }
      : {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:orders${group === undefined ? "" : ".fifo"}`,
    awsRegion: "eu-west-1",
  };
}

export function batch(...Records: SQSRecord[]): SQSEvent {
  return { Records };
}

/** JSON lines written to standard output during the test. */
export function logLines(): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const write = fs.writeSync;
  const spy = vi.spyOn(fs, "writeSync").mockImplementation(((fd: number, data: Uint8Array, ...rest: []) => {
    if (fd !== 1) return write(fd, data, ...rest);
    for (const line of Buffer.from(data).toString().split("\n"))
      if (line.startsWith("{")) lines.push(JSON.parse(line));
    return data.length;
  }) as typeof fs.writeSync);
  onTestFinished(() => spy.mockRestore());
  return lines;
}

/** Sets environment variables until the test ends. */
export function setEnvironment(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

/** A request as a REST API sends it (payload format 1.0). */
export function restRequest(more: Partial<APIGatewayProxyEvent> = {}): APIGatewayProxyEvent {
  const identity = { sourceIp: "192.0.2.1", userAgent: "curl/8" };
  return {
    resource: "/users/{id}",
    path: "/users/42",
    httpMethod: "POST",
    headers: {},
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
    requestContext: {
      accountId: "123456789012",
      apiId: "abc123",
      authorizer: undefined,
      protocol: "HTTP/1.1",
      httpMethod: "POST",
      identity: identity as APIGatewayProxyEvent["requestContext"]["identity"],
      path: "/prod/users/42",
      stage: "prod",
      requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
      requestTimeEpoch: 1795413600000,
      resourceId: "r1",
      resourcePath: "/users/{id}",
    },
    ...more,
  };
}
