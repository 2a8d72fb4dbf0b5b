import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { bundle } from "../../platform/components/function/bundle/bundle.ts";
import { checkout } from "../components/function/bundle/support.ts";
import { batch, context, message, request } from "./support.ts";

const handlers = {
  http: `import { http } from "#runtime";
import { get } from "node:http";
export const handler = http({}, async () => {
  if (process.env.UPSTREAM) await new Promise((resolve, reject) => get(process.env.UPSTREAM, (r) => r.resume().on("end", resolve)).on("error", reject));
  return { body: "fine" };
});`,
  dynamo: `import { http } from "#runtime";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
const db = new DynamoDBClient({ endpoint: process.env.UPSTREAM });
export const handler = http({}, async () => ({ body: (await db.send(new GetItemCommand({ TableName: "t", Key: { id: { S: "1" } } }))).Item }));`,
  plain: `import { http } from "#runtime"; export const handler = http({}, async () => ({ body: "fine" }));`,
  queue: `import { queue } from "#runtime"; export const handler = queue({}, async () => {});`,
  stream: `import { stream } from "#runtime"; export const handler = stream({}, async () => {});`,
  once: `import { queue } from "#runtime"; import { idempotencyTable } from "#runtime/idempotency";
export const handler = queue({ idempotent: { table: idempotencyTable("T_TABLE_NAME"), key: (m) => m } }, async () => {});`,
  secret: `import { queue } from "#runtime"; import { secret } from "#runtime/parameters";
export const handler = queue({}, async () => void (await secret("HOOK_SECRET_ARN")));`,
};

async function built(kind: keyof typeof handlers): Promise<string> {
  const dir = checkout({ "src/a.ts": handlers[kind] });
  return (await bundle({ dir, handler: "src/a.ts" })).archive.replace(/\.zip$/, "");
}

/** Files that are loaded with index.mjs, before any dynamic import. */
function eagerFiles(folder: string): string[] {
  const files = new Set(["index.mjs"]);
  for (const file of files)
    for (const [, imported] of readFileSync(join(folder, file), "utf8").matchAll(
      /(?:from|import)"\.\/([\w.-]+)"/g,
    ))
      files.add(imported!);
  return [...files];
}

/** Sources whose code is in these files of a bundle. */
const sourcesOf = (folder: string, files: string[]) =>
  files.flatMap((file) => JSON.parse(readFileSync(join(folder, `${file}.map`), "utf8")).sources as string[]);

describe("A bundle holds only what its handler uses", () => {
  it("http: neither queues nor idempotency nor the AWS SDK; tracing apart", async () => {
    const folder = await built("http");
    const eager = sourcesOf(folder, eagerFiles(folder)).join("\n");
    expect(eager).toMatch(/powertools\/logger\//);
    expect(eager).toMatch(/powertools\/metrics\//);
    expect(eager).not.toMatch(
      /runtime\/wrappers\/(queue|stream)|idempotency|powertools\/(batch|tracer|jmespath)|@aws-sdk|@smithy|xray/,
    );
  });

  it("stream: neither queues nor idempotency nor the AWS SDK", async () => {
    const folder = await built("stream");
    const eager = sourcesOf(folder, eagerFiles(folder)).join("\n");
    expect(eager).toMatch(/runtime\/wrappers\/stream\.ts/);
    expect(eager).not.toMatch(/runtime\/(wrappers\/(queue|http|stream-window)|http\/)|idempotency|@aws-sdk/);
  });

  it("queue: no idempotency unless it is asked for", async () => {
    const plain = await built("queue");
    expect(sourcesOf(plain, eagerFiles(plain)).join("\n")).not.toMatch(
      /idempotency|@aws-sdk|runtime\/(wrappers\/)?http/,
    );
    const once = await built("once");
    expect(sourcesOf(once, eagerFiles(once)).join("\n")).toMatch(/powertools\/idempotency/);
  });

  it("a secret: the client of Secrets Manager, not that of SSM", async () => {
    const folder = await built("secret");
    const sources = sourcesOf(folder, eagerFiles(folder)).join("\n");
    expect(sources).toMatch(/@aws-sdk\/client-secrets-manager/);
    expect(sources).not.toMatch(/@aws-sdk\/client-ssm/);
  });
});

const program = `import { pathToFileURL } from "node:url";
const { folder, events, context, traces } = JSON.parse(process.env.TEST_INPUT);
const { handler } = await import(pathToFileURL(folder + "/index.mjs"));
const results = [];
for (const trace of traces) {
  process.env._X_AMZN_TRACE_ID = trace;
  results.push(await handler(events, { ...context, getRemainingTimeInMillis: () => 5000 }));
}
console.log("RESULT" + JSON.stringify({ results, modules: process.moduleLoadList }));`;

/** Invokes a bundle once per trace header in a fresh process that looks like Lambda. */
async function invoke(folder: string, event: unknown, traces: string[], env: Record<string, string> = {}) {
  const { getRemainingTimeInMillis: _, ...plain } = context();
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    env: {
      ...process.env,
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: "index.handler",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      POWERTOOLS_SERVICE_NAME: "users-api",
      TEST_INPUT: JSON.stringify({ folder, events: event, context: plain, traces }),
      ...env,
    },
  });
  return JSON.parse(stdout.slice(stdout.indexOf("RESULT") + 6)) as {
    results: { statusCode: number }[];
    modules: string[];
  };
}

const trace = (root: string, parent: string, sampled: 0 | 1) =>
  `Root=1-${root}-0123456789abcdef01234567;Parent=${parent};Sampled=${sampled}`;

interface Segment {
  name: string;
  trace_id: string;
  parent_id: string;
  id: string;
  namespace?: string;
  annotations?: Record<string, unknown>;
  http?: { response?: { status: number } };
}

/** An X-Ray daemon and an HTTP server on loopback. */
async function neighbours() {
  const segments: Segment[] = [];
  const daemon = createSocket("udp4");
  daemon.on("message", (packet) => segments.push(JSON.parse(packet.toString().split("\n")[1] ?? "{}")));
  await new Promise<void>((resolve) => daemon.bind(0, "127.0.0.1", resolve));
  const server = createServer((_, response) =>
    response.setHeader("content-type", "application/x-amz-json-1.0").end("{}"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    daemon.close();
    server.close();
  });
  return {
    segments,
    env: {
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
      UPSTREAM: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    },
  };
}

describe("Tracing", () => {
  it("sends, of sampled invocations only, a subsegment of Lambda's with the calls made in it", async () => {
    const { segments, env } = await neighbours();
    const traces = [
      trace("58406520", "1111111111111111", 0),
      trace("58406521", "2222222222222222", 1),
      trace("58406522", "3333333333333333", 1),
      trace("58406523", "4444444444444444", 0),
    ];
    const { results } = await invoke(await built("http"), request(), traces, env);
    expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    await expect.poll(() => segments.length).toBeGreaterThanOrEqual(4);
    const own = segments.filter(({ name }) => name === "## index.handler");
    expect(own.map((s) => [s.trace_id, s.parent_id])).toEqual([
      ["1-58406521-0123456789abcdef01234567", "2222222222222222"],
      ["1-58406522-0123456789abcdef01234567", "3333333333333333"],
    ]);
    expect(own.map((s) => s.annotations?.Service)).toEqual(["users-api", "users-api"]);
    const calls = segments.filter(({ namespace }) => namespace === "remote");
    expect(calls.map((s) => [s.trace_id, s.parent_id, s.http?.response?.status])).toEqual(
      own.map((s) => [s.trace_id, s.id, 200]),
    );
    expect(segments).toHaveLength(4);
  });

  it("loads nothing where no trace is sampled: the handler runs without the other chunks", async () => {
    const folder = mkdtempSync(join(tmpdir(), "eager-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const from = await built("plain");
    for (const file of eagerFiles(from)) cpSync(join(from, file), join(folder, basename(file)));
    const { results, modules } = await invoke(folder, request(), [trace("58406520", "1111111111111111", 0)]);
    expect(results[0]).toMatchObject({ statusCode: 200 });
    // Each of these costs more at a cold start than the runtime library itself.
    expect(modules.filter((name) => /undici\/undici|NativeModule (net|dgram|crypto)$/.test(name))).toEqual(
      [],
    );
  });

  it("covers calls of the AWS SDK", async () => {
    const { segments, env } = await neighbours();
    const credentials = {
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
    };
    const traces = [trace("58406521", "2222222222222222", 1)];
    const { results } = await invoke(await built("dynamo"), request(), traces, { ...env, ...credentials });
    expect(results[0]).toMatchObject({ statusCode: 204 });
    await expect.poll(() => segments.length).toBeGreaterThanOrEqual(2);
    const own = segments.find(({ name }) => name === "## index.handler");
    expect(segments.filter(({ parent_id }) => parent_id === own?.id)).toEqual([
      expect.objectContaining({ namespace: "remote", name: "127.0.0.1" }),
    ]);
  });

  it("works for queues too", async () => {
    const { segments, env } = await neighbours();
    await invoke(
      await built("queue"),
      batch(message("m0", "x")),
      [trace("58406521", "2222222222222222", 1)],
      env,
    );
    await expect.poll(() => segments.length).toBeGreaterThanOrEqual(1);
    expect(segments).toEqual([
      expect.objectContaining({ name: "## index.handler", parent_id: "2222222222222222" }),
    ]);
  });
});
