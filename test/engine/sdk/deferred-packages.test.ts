import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const sdk = createRequire(import.meta.url).resolve("@pulumi/pulumi");
const preload = new URL("../../../platform/engine/sdk/preload.ts", import.meta.url).href;

/** Which of the packages a process has loaded after the given code. */
async function loaded(code: string): Promise<string[]> {
  const script = `const { createRequire } = await import("node:module");
    const require = createRequire(${JSON.stringify(sdk)});
    ${code}
    const files = Object.keys(require.cache).join("\\n");
    const names = ${JSON.stringify(slow)};
    process.stdout.write(JSON.stringify(names.filter((name) => files.includes(name))));`;
  const args = ["--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return JSON.parse(stdout) as string[];
}

const slow = ["typescript/lib/typescript.js", "@npmcli/arborist/lib/index.js"];

test("the SDK by itself loads typescript and arborist at its start", async () => {
  expect(await loaded(`require(${JSON.stringify(sdk)});`)).toEqual(slow);
});

test("the engine's SDK loads neither, until a function is serialised", async () => {
  const start = `await import(${JSON.stringify(preload)});`;
  expect(await loaded(start)).toEqual([]);
  const serialise = `const pulumi = require(${JSON.stringify(sdk)});
    const { text } = await pulumi.runtime.serializeFunction(() => 42);
    if (!text.includes("42")) throw new Error(text);`;
  expect(await loaded(`${start}${serialise}`)).toContain(slow[0]);
});

test("a command that reads a service's graph loads neither", async () => {
  const module = new URL("../../../platform/fleet/graph-of.ts", import.meta.url).href;
  const read = `const { graphOf } = await import(${JSON.stringify(module)});
    await graphOf("foundation");`;
  expect(await loaded(read)).toEqual([]);
});
