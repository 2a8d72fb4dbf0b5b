import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ours } from "./peers.ts";
import type { Row } from "./table.ts";

const nothing = "async () => {}";
const table = 'idempotencyTable("ITEMS_TABLE_NAME")';

/** The smallest handler with each of what handlers import, by what it is called in docs/runtime.md. */
const handlers: Readonly<Record<string, string>> = {
  http: 'import { http } from "#runtime"; export const handler = http({}, async () => ({ body: {} }));',
  authorizer: 'import { authorizer } from "#runtime"; export const handler = authorizer(async () => true);',
  queue: `import { queue } from "#runtime"; export const handler = queue({}, ${nothing});`,
  stream: `import { stream } from "#runtime"; export const handler = stream({}, ${nothing});`,
  streamWindow: `import { streamWindow } from "#runtime";
    export const handler = streamWindow({ initial: () => 0 }, { add: (n) => n + 1, end: ${nothing} });`,
  event: `import { event } from "#runtime"; export const handler = event({}, ${nothing});`,
  schedule: `import { schedule } from "#runtime"; export const handler = schedule({}, ${nothing});`,
  step: `import { step } from "#runtime"; export const handler = step({}, ${nothing});`,
  alarm: `import { alarm } from "#runtime"; export const handler = alarm({}, ${nothing});`,
  cognito: `import { cognito } from "#runtime";
    export const handler = cognito("postConfirmation", async () => undefined);`,
  "#runtime/streaming": `import { streaming } from "#runtime/streaming";
    export const handler = streaming({}, async () => ({ body: "" }));`,
  "#runtime/queue-step": `import { step } from "#runtime/queue-step"; export const handler = step({}, ${nothing});`,
  "#runtime/approval": `import { approval } from "#runtime/approval";
    export const handler = approval({ question: () => "?" }, ${nothing});`,
  "#runtime/deployment": `import { tryVersion } from "#runtime/deployment"; export const handler = tryVersion(${nothing});`,
  "#runtime/parameters": `import { schedule } from "#runtime"; import { secret } from "#runtime/parameters";
    export const handler = schedule({}, async () => void (await secret("KEY_SECRET_ARN")));`,
  "#runtime/idempotency": `import { schedule } from "#runtime"; import { idempotencyTable } from "#runtime/idempotency";
    export const handler = schedule({ idempotent: { table: ${table} } }, ${nothing});`,
  "#runtime/http-idempotency": `import { http } from "#runtime"; import { idempotencyTable } from "#runtime/idempotency";
    import { idempotentRequests } from "#runtime/http-idempotency";
    export const handler = http({ idempotency: idempotentRequests(${table}) }, async () => ({ body: {} }));`,
  "#runtime/payload": `import { queue } from "#runtime"; import { payloadStore } from "#runtime/payload";
    export const handler = queue({ payload: payloadStore("LARGE_BUCKET_NAME") }, ${nothing});`,
  "#runtime/circuit-breaker": `import { schedule } from "#runtime"; import { circuitBreaker } from "#runtime/circuit-breaker";
    const call = circuitBreaker(${nothing}, { name: "it" }); export const handler = schedule({}, () => call());`,
  "#runtime/deadline": `import { schedule } from "#runtime"; import { withTimeout } from "#runtime/deadline";
    export const handler = schedule({}, () => withTimeout(1000, ${nothing}));`,
};

/** Kilobytes of the smallest function with each wrapper, and with each import that brings code of its own. */
export async function runtimeImports(): Promise<Row[]> {
  // The same folder in every run: what didn't change is not bundled again.
  const dir = join(import.meta.dirname, "..", ".tmp", "runtime-imports");
  mkdirSync(dir, { recursive: true });
  const all: Row[] = [];
  for (const [name, code] of Object.entries(handlers)) {
    const handler = `${name.replaceAll(/\W/g, "-")}.ts`;
    const file = join(dir, handler);
    if (!existsSync(file) || readFileSync(file, "utf8") !== code) writeFileSync(file, code);
    const { bytes } = await ours({ name, dir, handler, event: {} });
    all.push({ group: "imports", what: `${name}, raw`, value: bytes.raw / 1024, unit: "KB" });
    all.push({ group: "imports", what: `${name}, zip`, value: bytes.zip / 1024, unit: "KB" });
  }
  return all;
}
