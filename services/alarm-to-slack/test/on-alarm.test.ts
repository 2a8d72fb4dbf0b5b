import { once } from "node:events";
import fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { context } from "#test";
import event from "../events/alarm.json" with { type: "json" };

// What is told once is the local test's matter: it has a table.
vi.mock("#runtime/idempotency", () => ({
  idempotencyTable: () => ({ once: (_key: string, _context: unknown, work: () => unknown) => work() }),
}));

interface Call {
  readonly to: string;
  readonly body: Record<string, unknown>;
}
let calls: Call[] = [];
let answers: { slack: number; statuses: string[] };

/** CloudWatch Logs, Secrets Manager and Slack on loopback. */
const server = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  const to = String(request.headers["x-amz-target"] ?? request.url).replace(/^.*\./, "");
  calls.push({ to, body: JSON.parse(text) });
  const field = (name: string, value: string) => ({ field: name, value });
  const answer: Record<string, object> = {
    GetSecretValue: { SecretString: `${address()}/hook/T0-secret-path` },
    StartQuery: { queryId: "q-1" },
    GetQueryResults: {
      status: to === "GetQueryResults" ? answers.statuses.shift() : undefined,
      results: [
        [
          field("@timestamp", "2026-11-23 09:59:58.000"),
          field("@message", "{...}"),
          field("message", "The order failed"),
          field("error.name", "OutOfStock"),
          field("error.message", "SKU-1"),
        ],
        [
          field("@timestamp", "2026-11-23 09:59:57.000"),
          field("@message", "Task timed out after 3.00 seconds"),
        ],
      ],
    },
  };
  response.writeHead(answer[to] ? 200 : answers.slack, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(answer[to] ?? {}));
});
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The handler loaded anew, as in a new execution environment. */
async function fresh() {
  vi.resetModules();
  return (await import("../src/on-alarm.ts")).handler;
}
beforeEach(() => {
  calls = [];
  answers = { slack: 200, statuses: ["Running", "Complete"] };
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: address(),
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    TOLD_TABLE_NAME: "told",
    WEBHOOK_SECRET_ARN:
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:alarm-to-slack-dev-webhook-a1b2c3",
  }))
    vi.stubEnv(name, value);
});

const told = () =>
  calls.filter(({ to }) => to === "/hook/T0-secret-path").map(({ body }) => JSON.stringify(body));

test("asks for the function's errors around the alarm, and tells the channel of both", async () => {
  await (await fresh())(event, context());

  const at = Date.parse("2026-11-23T10:00:07Z") / 1000;
  expect(calls[0]).toMatchObject({
    to: "StartQuery",
    body: { logGroupName: "/aws/lambda/orders-prod-api-create", startTime: at - 600, endTime: at + 60 },
  });
  expect(calls.filter(({ to }) => to === "GetQueryResults")).toHaveLength(2);
  expect(told()).toHaveLength(1);
  expect(told()[0]).toContain("The order failed | OutOfStock: SKU-1");
  expect(told()[0]).toContain("Task timed out after 3.00 seconds");
});

test("an alarm that is over, or isn't about a function, is told without asking for logs", async () => {
  const handler = await fresh();
  const over = { ...event, detail: { ...event.detail, state: { ...event.detail.state, value: "OK" } } };
  const queue = { ...event, detail: { ...event.detail, configuration: {} } };
  await handler(over, context());
  await handler(queue, context());

  expect(calls.map(({ to }) => to)).toEqual([
    "GetSecretValue",
    "/hook/T0-secret-path",
    "/hook/T0-secret-path",
  ]);
});

test("an alarm whose logs can't be read is told all the same", async () => {
  answers.statuses = ["Failed"];
  await (await fresh())(event, context());

  expect(told()[0]).toContain("_Its logs could not be read._");
});

test("when Slack refuses, the invocation fails without telling the webhook, and later calls are refused at once", async () => {
  answers.slack = 500;
  answers.statuses = Array(20).fill("Complete");
  const handler = await fresh();
  const written: string[] = [];
  // The logger writes lines so.
  const write = vi.spyOn(fs, "writeSync").mockImplementation(((_: number, data: Uint8Array) => {
    written.push(Buffer.from(data).toString());
    return data.length;
  }) as typeof fs.writeSync);
  const errors: unknown[] = [];
  for (let i = 0; i < 6; i++) errors.push(await handler(event, context()).catch((e: unknown) => e));
  const text = JSON.stringify([errors.map(String), written]);
  write.mockRestore();

  expect(String(errors[0])).toBe("SlackRefused: Slack answered 500.");
  expect(String(errors[5])).toContain("CircuitOpen");
  expect(told()).toHaveLength(5);
  expect(text).toContain("The change of orders-prod-api-create-errors failed");
  expect(text).not.toContain("T0-secret-path");
});
