import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { runInProcess } from "../../../platform/engine/index.ts";
import { freshPrograms } from "../../../platform/engine/run/fresh.ts";
import { kitchenSink, program } from "../support.ts";

const script = `${import.meta.dirname}/../programs/twice.mjs`;

test.each([
  ["plain Node, which strips types itself", []],
  ["tsx", ["--import", import.meta.resolve("tsx")]],
])("a program of several files runs twice in one process under %s", async (_name, args) => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...args, script], {
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect(stdout).toBe("[1,1]");
  expect(stderr).toBe("");
});

test("a program runs twice inside Vitest", async () => {
  const [first, second] = [await runInProcess(kitchenSink()), await runInProcess(kitchenSink())];
  expect(JSON.stringify(second)).toBe(JSON.stringify(first));
});

test("a program that waits for something that never comes fails naming the resource", async () => {
  const error = await runInProcess(program("never-ends", { idleLimit: 2_000 })).catch((e) => e);
  expect(error.message).toContain(
    '"waiting" [aws:sqs/queue:Queue] was waiting for the value of its input property "name"',
  );
});

test("the plugin for Vitest loads a program's own files with its run, and shares everything else", async () => {
  const context = { resolve: async (source: string) => ({ id: `/shop/${source.replace("./", "")}` }) };
  const resolve = (source: string, importer: string) =>
    freshPrograms().resolveId.call(context, source, importer);
  expect(await resolve("./queue.ts", "/shop/index.ts?run=3")).toBe("/shop/queue.ts?run=3");
  expect(await resolve("#platform", "/shop/index.ts?run=3")).toBeUndefined();
  expect(await resolve("./queue.ts", "/shop/index.ts")).toBeUndefined();
});
