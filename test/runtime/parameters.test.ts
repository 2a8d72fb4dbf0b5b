import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  expectTypeOf,
  it,
  onTestFinished,
  vi,
} from "vitest";
import * as z from "zod";
import { logLines, setEnvironment } from "./support.ts";

const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-dev-webhook-a1b2c3";
const hush = "hunter2-do-not-show";

interface Env {
  readonly WEBHOOK_SECRET_ARN: string;
  readonly LIMIT_PARAMETER_NAME: string;
  readonly USERS_TABLE_NAME: string;
}

interface Call {
  readonly target: string;
  readonly body: Record<string, unknown>;
}
let calls: Call[] = [];
let answers = { secret: {}, parameter: {}, status: 200, delayMs: 0, garbled: "" };

/** SSM and Secrets Manager on loopback. */
const server = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  const target = String(request.headers["x-amz-target"]);
  calls.push({ target, body: JSON.parse(text) });
  const { status, delayMs, parameter, secret, garbled } = answers;
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  const answer = target.startsWith("AmazonSSM") ? parameter : secret;
  const refusal = { __type: "AccessDeniedException", message: "not allowed to read" };
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(garbled || JSON.stringify(status === 200 ? answer : refusal));
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The module loaded anew, as in a new execution environment. */
async function store() {
  calls = [];
  answers = {
    secret: { SecretString: hush },
    parameter: { Parameter: { Value: "100" } },
    status: 200,
    delayMs: 0,
    garbled: "",
  };
  setEnvironment({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    WEBHOOK_SECRET_ARN: arn,
    LIMIT_PARAMETER_NAME: "/shop/dev/limit",
  });
  vi.resetModules();
  return { calls, answers, ...(await import("../../platform/runtime/parameters.ts")) };
}

beforeEach(() => {
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

describe("A secret", () => {
  it("is read by the ARN that its variable holds, once for its maximum age", async () => {
    const { calls, secret } = await store();
    expect(await secret("WEBHOOK_SECRET_ARN")).toBe(hush);
    expect(await secret("WEBHOOK_SECRET_ARN")).toBe(hush);
    expect(calls).toEqual([{ target: "secretsmanager.GetSecretValue", body: { SecretId: arn } }]);
  });

  it("is read again past 300 seconds, or the age that is given, also when the clock ran while frozen", async () => {
    const { calls, secret, answers } = await store();
    vi.useFakeTimers({ toFake: ["Date"] });
    await secret("WEBHOOK_SECRET_ARN");
    vi.setSystemTime(Date.now() + 299_000);
    await secret("WEBHOOK_SECRET_ARN");
    expect(calls).toHaveLength(1);
    answers.secret = { SecretString: "rotated" };
    expect(await secret("WEBHOOK_SECRET_ARN", { maxAge: 60 })).toBe("rotated");
    vi.setSystemTime(Date.now() + 301_000);
    await secret("WEBHOOK_SECRET_ARN");
    expect(calls).toHaveLength(3);
  });

  it("is asked for once by calls at the same time", async () => {
    const { calls, secret, answers } = await store();
    answers.delayMs = 20;
    const values = await Promise.all(Array.from({ length: 20 }, () => secret("WEBHOOK_SECRET_ARN")));
    expect(new Set(values)).toEqual(new Set([hush]));
    expect(calls).toHaveLength(1);
  });

  it("is JSON of a schema where one is given", async () => {
    const { secret, answers } = await store();
    answers.secret = { SecretString: '{"url":"https://example.com/x","port":1}' };
    const value = await secret("WEBHOOK_SECRET_ARN", { schema: z.object({ url: z.string() }) });
    expectTypeOf(value).toEqualTypeOf<{ url: string }>();
    expect(value).toEqual({ url: "https://example.com/x" });
  });

  it("takes only variables of linked secrets where the environment's type is given", async () => {
    const { secret, parameter } = await store();
    await secret<Env>("WEBHOOK_SECRET_ARN");
    await parameter<Env>("LIMIT_PARAMETER_NAME");
    // @ts-expect-error: a table is no secret
    const table = () => secret<Env>("USERS_TABLE_NAME");
    // @ts-expect-error: nothing of this name is linked
    const unlinked = () => secret<Env>("OTHER_SECRET_ARN");
    // @ts-expect-error: a parameter is no secret
    const other = () => secret("LIMIT_PARAMETER_NAME");
    expect([table, unlinked, other]).toHaveLength(3);
  });
});

it("A secret that is binary is refused", async () => {
  const { secret, answers } = await store();
  answers.secret = { SecretBinary: "aHVudGVyMg==" };
  await expect(secret("WEBHOOK_SECRET_ARN")).rejects.toThrow(
    `The secret ${arn} is binary; a text is expected.`,
  );
});

describe("A parameter", () => {
  it("is read decrypted, by the name that its variable holds", async () => {
    const { calls, parameter } = await store();
    expect(await parameter("LIMIT_PARAMETER_NAME")).toBe("100");
    expect(calls).toEqual([
      { target: "AmazonSSM.GetParameter", body: { Name: "/shop/dev/limit", WithDecryption: true } },
    ]);
  });

  it("may be a number by its schema", async () => {
    const { parameter } = await store();
    const limit: number = await parameter("LIMIT_PARAMETER_NAME", { schema: z.number() });
    expect(limit).toBe(100);
  });
});

describe("When the store can't be read", () => {
  it("the old value is not used: the call fails, and the next one asks again", async () => {
    const { secret, answers, calls } = await store();
    await secret("WEBHOOK_SECRET_ARN");
    answers.status = 400;
    await expect(secret("WEBHOOK_SECRET_ARN", { maxAge: 0 })).rejects.toThrow(
      `The secret ${arn} can't be read: AccessDeniedException: not allowed to read.`,
    );
    answers.status = 200;
    expect(await secret("WEBHOOK_SECRET_ARN", { maxAge: 0 })).toBe(hush);
    expect(calls).toHaveLength(3);
  });

  it("the old value is used, with a warning, for as long as the handler allows", async () => {
    const { secret, answers } = await store();
    const lines = logLines();
    vi.useFakeTimers({ toFake: ["Date"] });
    await secret("WEBHOOK_SECRET_ARN");
    answers.status = 400;
    vi.setSystemTime(Date.now() + 400_000);
    expect(await secret("WEBHOOK_SECRET_ARN", { staleFor: 101 })).toBe(hush);
    expect(lines).toEqual([
      expect.objectContaining({
        level: "WARN",
        message: `The secret ${arn} can't be read; a value of 400 s ago is used`,
      }),
    ]);
    await expect(secret("WEBHOOK_SECRET_ARN", { staleFor: 100 })).rejects.toThrow("can't be read");
    expect(JSON.stringify(lines)).not.toContain(hush);
  });

  it("a secret that nobody has filled yet says so", async () => {
    const { secret, answers } = await store();
    answers.secret = {};
    await expect(secret("WEBHOOK_SECRET_ARN")).rejects.toThrow(`The secret ${arn} has no value.`);
  });

  it("a missing link is named", async () => {
    const { secret } = await store();
    setEnvironment({ WEBHOOK_SECRET_ARN: undefined });
    await expect(secret("WEBHOOK_SECRET_ARN")).rejects.toThrow('Link the Secret called "webhook"');
  });
});

describe("No error tells the value", () => {
  it("when the store's answer can't be understood", async () => {
    const { secret, answers } = await store();
    answers.garbled = `{"SecretString":"${hush}`;
    const error = await secret("WEBHOOK_SECRET_ARN").catch((e: Error) => e);
    expect(error).toMatchObject({ message: `The secret ${arn} can't be read: SyntaxError.` });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(hush);
  });

  const Url = z.object({ url: z.string().refine(() => false, { error: (i) => `bad ${i.input}` }) });
  it.each([
    ["that is no JSON", hush, "the whole"],
    ["that doesn't fit", JSON.stringify({ url: hush }), "url"],
    ["of another kind", JSON.stringify(hush), "the whole"],
  ])("%s", async (_, text, place) => {
    const { secret, answers } = await store();
    answers.secret = { SecretString: text };
    const error = await secret("WEBHOOK_SECRET_ARN", { schema: Url }).catch((e: Error) => e);
    expect(error).toMatchObject({
      name: "ValueUnavailable",
      message: `The secret ${arn} doesn't fit its schema at: ${place}.`,
    });
    expect(inspect(error, { depth: 9 })).not.toContain(hush);
  });
});
