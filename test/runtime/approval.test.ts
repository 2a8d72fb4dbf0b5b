import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { approval } from "../../platform/runtime/approval.ts";
import { seal, unseal } from "../../platform/runtime/approvals/seal.ts";
import { context, logLines, request } from "./support.ts";

// It has no types of its own.
const dynalite = createRequire(import.meta.url)("dynalite") as (options: { createTableMs: number }) => Server;

/** What Step Functions was told, and what it answers: an error's name, or nothing. */
const sent: { action: string; body: Record<string, string> }[] = [];
let refusal: string | undefined;
const states = createServer(async (incoming, response) => {
  let text = "";
  for await (const chunk of incoming) text += chunk;
  const action = String(incoming.headers["x-amz-target"]).split(".")[1]!;
  if (refusal === undefined) sent.push({ action, body: JSON.parse(text) });
  response.writeHead(refusal === undefined ? 200 : 400, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify(refusal === undefined ? {} : { __type: refusal, message: "no" }));
});
const tables = dynalite({ createTableMs: 0 });
const listening = async (server: Server) => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
let db: DynamoDBClient;

beforeAll(async () => {
  vi.stubEnv("AWS_ENDPOINT_URL_SFN", await listening(states));
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", await listening(tables));
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  vi.stubEnv("APPROVALS_TABLE_NAME", "approvals");
  db = new DynamoDBClient({});
  await db.send(
    new CreateTableCommand({
      TableName: "approvals",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    }),
  );
});
afterAll(() => {
  vi.unstubAllEnvs();
  states.close();
  tables.close();
});
beforeEach(() => {
  sent.length = 0;
  refusal = undefined;
});

const token = "AQCEAAAAKgAAAAMAAAAAAAAAAcX";
const links: string[] = [];
const handler = approval(
  { input: z.object({ file: z.string() }), question: ({ file }) => `Publish ${file}?` },
  async ({ approvalUrl }) => void links.push(approvalUrl),
);

/** Asks, and gives the reference that the link holds. */
async function asked(file = "cat.jpg", timeout = 600): Promise<string> {
  const executionId = "arn:aws:states:eu-west-1:123456789012:execution:flow:run-1";
  const page = "https://example.com/ask";
  expect(
    await handler({ executionId, input: { file }, approval: { token, page, timeout } }, context()),
  ).toBeNull();
  const url = new URL(links.at(-1)!);
  expect(url.origin + url.pathname).toBe(page);
  return url.searchParams.get("ref")!;
}

async function open(method: "GET" | "POST", ref: string, form?: Record<string, string>) {
  const base = request();
  const event: APIGatewayProxyEventV2 = {
    ...base,
    requestContext: { ...base.requestContext, http: { ...base.requestContext.http, method } },
    queryStringParameters: { ref },
    ...(form && {
      body: Buffer.from(new URLSearchParams(form).toString()).toString("base64"),
      isBase64Encoded: true,
    }),
  };
  const response = (await handler(event, context())) as { statusCode: number; body: string; headers: object };
  return response;
}

test("opening the link shows the question and decides nothing, however often a scanner does so", async () => {
  const ref = await asked();
  for (let i = 0; i < 3; i++) {
    const { statusCode, body, headers } = await open("GET", ref);
    expect(statusCode).toBe(200);
    expect(body).toContain("Publish cat.jpg?");
    expect(body).toContain('<form method="post">');
    expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
  }
  expect(sent).toEqual([]);
});

test("approving sends the token back with the decision, once", async () => {
  const ref = await asked();
  const { statusCode, body } = await open("POST", ref, { decision: "approve", remark: "fine" });
  expect([statusCode, body]).toEqual([200, expect.stringContaining("<h1>Approved</h1>")]);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ action: "SendTaskSuccess", body: { taskToken: token } });
  expect(JSON.parse(sent[0]!.body.output!)).toEqual({
    approved: true,
    at: expect.any(String),
    remark: "fine",
  });

  const again = await open("POST", ref, { decision: "reject" });
  expect([again.statusCode, again.body]).toEqual([409, expect.stringContaining("It was approved on")]);
  expect((await open("GET", ref)).body).toContain("<h1>Approved</h1>");
  expect(sent).toHaveLength(1);
});

test("rejecting fails the step as Rejected, with the remark as its cause", async () => {
  const { body } = await open("POST", await asked(), { decision: "reject", remark: "blurred" });
  expect(body).toContain("<h1>Rejected</h1>");
  expect(sent).toEqual([
    { action: "SendTaskFailure", body: { taskToken: token, error: "Rejected", cause: "blurred" } },
  ]);
});

test.each(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])(
  "when the run no longer waits (%s), the page says so",
  async (name) => {
    const ref = await asked();
    refusal = name;
    expect((await open("POST", ref, { decision: "approve" })).statusCode).toBe(410);
  },
);

test("when Step Functions can't be reached, nothing is decided and the link still works", async () => {
  const ref = await asked();
  refusal = "KmsAccessDeniedException";
  expect((await open("POST", ref, { decision: "approve" })).statusCode).toBe(500);
  refusal = undefined;
  expect((await open("POST", ref, { decision: "approve" })).statusCode).toBe(200);
});

test.each([
  ["no decision", {}],
  ["a decision there isn't", { decision: "maybe" }],
  ["a remark too long", { decision: "approve", remark: "x".repeat(501) }],
])("%s decides nothing", async (_, form) => {
  expect((await open("POST", await asked(), form)).statusCode).toBe(400);
  expect(sent).toEqual([]);
});

test.each(["", "x", "A".repeat(43), "../../../etc/passwd"])(
  "a link with the reference %j leads nowhere",
  async (ref) => {
    for (const method of ["GET", "POST"] as const)
      expect((await open(method, ref, { decision: "approve" })).statusCode).toBe(410);
    expect(sent).toEqual([]);
  },
);

test("a link whose time is over leads nowhere, before DynamoDB has deleted its item too", async () => {
  const ref = await asked("cat.jpg", -1);
  expect((await open("POST", ref, { decision: "approve" })).statusCode).toBe(410);
  expect(sent).toEqual([]);
});

test("what the question holds stands on the page as text", async () => {
  const { body } = await open("GET", await asked("<script>alert(1)</script>"));
  expect(body).not.toContain("<script>");
  expect(body).toContain("&#60;script&#62;");
});

test("neither the table nor the log tells what it takes to decide, nor what was asked", async () => {
  const lines = logLines();
  const ref = await asked("secret-plans.jpg");
  expect(lines).not.toHaveLength(0);
  const { Items } = await db.send(new ScanCommand({ TableName: "approvals" }));
  const text = JSON.stringify([Items, lines]);
  for (const secret of [token, ref, "secret-plans"]) expect(text).not.toContain(secret);
});

test("a sealed text opens with its own reference only, and only unchanged", () => {
  const sealed = seal("one", "text");
  expect(unseal("one", sealed)).toBe("text");
  expect(() => unseal("two", sealed)).toThrow();
  const bytes = Buffer.from(sealed, "base64");
  bytes[14]! ^= 1;
  expect(() => unseal("one", bytes.toString("base64"))).toThrow();
});

test("an input that doesn't fit fails the step under a name that the pipeline can catch", async () => {
  const event = { executionId: "a:b", input: {}, approval: { token, page: "https://x", timeout: 60 } };
  await expect(handler(event, context())).rejects.toMatchObject({ name: "InvalidInput" });
});

test("as a step that doesn't wait, it says how it is used", async () => {
  await expect(handler({ executionId: "a:b", input: {} }, context())).rejects.toThrow(
    /use it as `approval\(/,
  );
});
