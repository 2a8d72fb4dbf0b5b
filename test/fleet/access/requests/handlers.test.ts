import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  approval,
  Bucket,
  Event,
  Function,
  Gateway,
  Parameter,
  Pipeline,
  QueuePipeline,
  Secret,
  Table,
} from "../../../../platform/index.ts";
import { platformDir as root } from "../../../../platform/values/places.ts";
import { deniedCalls } from "../../../support/access/sdk-judge.ts";
import { graphOfProgram } from "../../../support/index.ts";

/** Handlers by file, as the page of the runtime's modules has them. */
const sources = {
  "approve.ts": `import { approval } from "#runtime/approval";
export const handler = approval({ question: () => "Publish?" }, async () => {});`,
  "once.ts": `import { queue } from "#runtime";
import { idempotencyTable } from "#runtime/idempotency";
const idempotency = idempotencyTable("REQUESTS_TABLE_NAME");
export const handler = queue({ idempotency }, async () => {});`,
  "once-by-http.ts": `import { http } from "#runtime";
import { idempotentRequests } from "#runtime/http-idempotency";
import { idempotencyTable } from "#runtime/idempotency";
const idempotency = idempotentRequests(idempotencyTable("REQUESTS_TABLE_NAME"), { required: true });
export const handler = http({ idempotency }, async () => ({ body: {} }));`,
  "large.ts": `import { queue } from "#runtime";
import { payloadStore } from "#runtime/payload";
const payload = payloadStore("LARGE_BUCKET_NAME");
export const handler = queue({ payload }, async () => {});`,
  "next.ts": `import { step } from "#runtime/queue-step";
export const handler = step({}, async ({ input }) => input);`,
  "values.ts": `import { schedule } from "#runtime";
import { parameter, secret } from "#runtime/parameters";
export const handler = schedule({}, async () => {
  await fetch(await secret("WEBHOOK_SECRET_ARN"), { body: await parameter("LIMIT_PARAMETER_NAME") });
});`,
  "try.ts": `import { tryVersion } from "#runtime/deployment";
export const handler = tryVersion(async () => {});`,
};

mkdirSync(join(root, ".tmp"), { recursive: true });
const dir = mkdtempSync(join(root, ".tmp", "handlers-"));
for (const [file, text] of Object.entries(sources)) writeFileSync(join(dir, file), text);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("what the runtime's modules call is allowed by the links that they are made for", async () => {
  const graph = await graphOfProgram(
    () => {
      const requests = new Table("requests", { partitionKey: "id", ttl: "expiration" });
      const large = new Bucket("large");
      new Event("once", { source: { type: "sqs" }, handler: "once.ts", link: [requests] });
      new Gateway("api", { routes: { "POST /": { handler: "once-by-http.ts", link: [requests] } } });
      new Event("large-items", { source: { type: "sqs" }, handler: "large.ts", link: [large] });
      const webhook = new Secret("webhook");
      new Function("reader", {
        handler: "values.ts",
        link: [webhook, new Parameter("limit", { value: "1" })],
      });
      new Function("shifted", {
        handler: "values.ts",
        deployment: { strategy: "canary", beforeTraffic: "try.ts" },
        link: [webhook, new Parameter("most", { value: "1" })],
      });
      new Pipeline("reviews", { steps: { ask: approval("approve.ts") } });
      new QueuePipeline("relay", { steps: { first: "next.ts", second: "next.ts" } });
    },
    { dir },
  );
  expect(deniedCalls(graph)).toEqual([]);
});

test("a link that is too narrow for a module is found, by function and action", async () => {
  const graph = await graphOfProgram(
    () => {
      const requests = new Table("requests", { partitionKey: "id", ttl: "expiration" });
      new Event("once", { source: { type: "sqs" }, handler: "once.ts", link: [requests.put] });
      new Event("large-items", {
        source: { type: "sqs" },
        handler: "large.ts",
        link: [new Bucket("large").read],
      });
    },
    { dir },
  );
  expect(deniedCalls(graph).sort()).toEqual([
    "large-items-large-function calls s3:PutObject: its role has no s3:PutObject",
    "once-once-function calls dynamodb:DeleteItem: its role has no dynamodb:DeleteItem",
    "once-once-function calls dynamodb:GetItem: its role has no dynamodb:GetItem",
  ]);
});
