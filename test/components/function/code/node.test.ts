import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AssetValue } from "../../../../platform/engine/index.ts";
import { Function, type FunctionArgs } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../../support/index.ts";
import { checkout } from "../bundle/support.ts";

const program = (args: Partial<FunctionArgs>) => () =>
  void new Function("worker", { handler: "src/a.ts", ...args } as FunctionArgs);

/** A package with a driver that isn't installed, and native code for another processor than any of Lambda's. */
const drivers = {
  "node_modules/drivers/package.json": "{}",
  "node_modules/drivers/index.js": "exports.open = (name) => name ? require(name) : require('mysql');",
  "node_modules/drivers/fast.node": "MZ",
  "src/a.ts": 'import { open } from "drivers";\nexport const handler = async () => open();',
};

test("external and nodeModules reach the bundle of a function, from arguments and from a stack's config", async () => {
  const dir = checkout(drivers);
  const overlay = { function: { nodeModules: ["drivers"] } };
  const config = { "shop:defaults": JSON.stringify(overlay) };

  const left = await graphOfProgram(program({ external: ["mysql"] }), { dir });
  const beside = await graphOfProgram(program({}), { dir, config });

  const folderOf = (graph: typeof left) => {
    const { asset } = inputsOf(graph, "worker-function").code as AssetValue;
    return "path" in asset ? asset.path.replace(/\.zip$/, "") : "";
  };
  expect(existsSync(join(folderOf(left), "node_modules"))).toBe(false);
  expect(existsSync(join(folderOf(beside), "node_modules/drivers/fast.node"))).toBe(true);
});

test("a plan warns of what may fail where the function runs, and says where", async () => {
  const { logs } = await graphOfProgram(program({ external: ["mysql"] }), {
    dir: checkout(drivers),
    stage: "dev",
  });

  expect(logs).toEqual([
    expect.objectContaining({
      severity: "warning",
      message: expect.stringMatching(/^worker: node_modules\/drivers\/index\.js:1:\d+: .*nodeModules\.$/),
    }),
  ]);
});

test("native code that can't run in Lambda is warned of in a plan, and refused at a deployment", async () => {
  const dir = checkout(drivers);
  const args = { nodeModules: ["drivers"] };

  const { logs } = await graphOfProgram(program(args), { dir, stage: "dev" });
  const refused = await errorOf(program(args), { dir, config: { "platform:offline": "false" } });

  const reason = "drivers has native code, none of it for arm64. Install that for Linux";
  expect(logs.map(({ message }) => message)).toEqual([
    expect.stringContaining(`worker: It can't be deployed from this machine: ${reason}`),
  ]);
  expect(refused).toContain(reason);
});

test.each([["mysql"], [["../x"]], [["A B"]], [[1]], [["mysql", ""]]] as const)(
  "%j is no list of packages",
  async (given) => {
    const error = await errorOf(program({ external: given as never }), { dir: checkout(drivers) });
    expect(error).toContain(
      `external: ${JSON.stringify(given)} given; a list of packages' names is allowed, such as ["pg", "@scope/name"].`,
    );
  },
);
