import { expect, test } from "vitest";
import { bundle } from "../../../platform/components/function/bundle/bundle.ts";
import { AssetValue } from "../../../platform/engine/graph/graph.ts";
import { checkout } from "../../components/function/bundle/support.ts";
import { bringUp, fn } from "../support.ts";

const sources = {
  "src/pay.ts": `import { step } from "#runtime";
class PaymentDeclined<T = unknown> extends Error { declare readonly detail: T }
export const handler = step({}, async () => { throw new PaymentDeclined("No funds"); });`,
  "src/load.ts": `export const handler = async () => (await import(process.env.DRIVER ?? "yaml")).parse("a: 1");`,
  "src/try.ts": `import { createRequire } from "node:module";
const load = createRequire(import.meta.url);
export const handler = async () => {
  try { return load("yaml").parse("a: 1"); } catch (error) { return (error as { code: string }).code; }
};`,
  "src/worker.ts": `import { parentPort } from "node:worker_threads";
const found = await import(process.env.DRIVER ?? "yaml").then(() => "a package of the repository", () => "its own archive");
parentPort?.postMessage(found);`,
  "src/start.ts": `import { once } from "node:events";
import { Worker } from "node:worker_threads";
export const handler = async () => (await once(new Worker(new URL("./worker.ts", import.meta.url)), "message"))[0];`,
  "src/mail.html": "<p>Welcome</p>",
  "src/send.ts": `import { readFileSync } from "node:fs";
const mail = readFileSync(new URL("./mail.html", import.meta.url), "utf8");
export const handler = async () => mail;`,
};

/** Invokes bundled handlers in processes as Lambda's own runtime client runs them. */
test("A bundle runs here with what its archive holds, and nothing else", async () => {
  const dir = checkout(sources);
  const made = async (name: string, nodeModules: readonly string[] = []) => {
    const { archive } = await bundle({ dir, handler: `src/${name}.ts`, nodeModules });
    const code = new AssetValue({ kind: "file-archive", path: archive });
    return fn(nodeModules.length > 0 ? `${name}-with` : name, { handler: "index.handler", code });
  };
  const functions = [
    made("pay"),
    made("load"),
    made("load", ["yaml"]),
    made("try"),
    made("send"),
    made("start"),
  ];
  const given = await Promise.all(functions);
  await using app = await bringUp(() => given);
  const answer = async (name: string) => JSON.parse((await app.invoke(name, {})).payload.toString("utf8"));

  // The name that a state machine's Catch matches on. Source: "Error handling in Step Functions", Lambda's errorType.
  expect(await answer("pay")).toMatchObject({ errorType: "PaymentDeclined", errorMessage: "No funds" });
  // As Node.js says it where there is no such package ("Modules: Packages").
  expect(await answer("load")).toMatchObject({
    errorMessage: expect.stringMatching(/^Cannot find package 'yaml' imported from .*index\.mjs$/),
  });
  expect(await answer("try")).toBe("MODULE_NOT_FOUND");
  expect(await answer("load-with")).toEqual({ a: 1 });
  expect(await answer("send")).toBe("<p>Welcome</p>");
  expect(await answer("start")).toBe("its own archive");
});
