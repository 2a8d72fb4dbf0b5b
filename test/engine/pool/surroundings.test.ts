import { realpathSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { renewProcesses } from "../../../platform/engine/index.ts";
import { project } from "./programs.ts";

test("a program runs in the folder of its project, or that of its main file, as under the CLI", async () => {
  // Source: `GetPwdMain` of pulumi's workspace/project.go.
  const program = "export const cwd = process.cwd();";
  using shop = project(program, { "infra/index.ts": program });
  expect((await shop.run()).outputs.cwd).toBe(shop.dir);
  expect((await shop.run({ main: "infra/index.ts" })).outputs.cwd).toBe(`${shop.dir}/infra`);
  expect((await shop.run({ main: "infra" })).outputs.cwd).toBe(`${shop.dir}/infra`);
});

test("a program reads files by relative paths", async () => {
  using shop = project(
    'import { readFileSync } from "node:fs";\nexport const text = readFileSync("words.txt", "utf8");',
    { "words.txt": "hello" },
  );
  expect((await shop.run()).outputs.text).toBe("hello");
});

test("without a main, the entry that package.json names is run, and one of a folder above is refused", async () => {
  using shop = project("export const from = 'index';", {
    "package.json": '{ "type": "module", "main": "program.ts" }',
    "program.ts": "export const from = 'program';",
    "inner/index.ts": "export const from = 'inner';",
  });
  expect((await shop.run()).outputs.from).toBe("program");
  expect((await shop.failure({ dir: `${shop.dir}/inner` })).message).toContain(
    `the pulumi CLI would run ${shop.dir}/program.ts`,
  );
});

describe("TypeScript that Node doesn't run as it is runs as under the CLI, by tsx", () => {
  test.each([
    ["an enum", "enum Size { small = 3 }\nexport const size = Size.small;"],
    [
      "a parameter property",
      "class Box { constructor(readonly size: number) {} }\nexport const { size } = new Box(3);",
    ],
    ["an import without its extension", 'export { size } from "./size";'],
    ["an import of a type without the word", 'import { size, Size } from "./size.ts";\nexport { size };'],
    [
      "a decorator",
      "const mark = (one: unknown) => one;\nclass Box { @mark size = 3 }\nexport const { size } = new Box();",
    ],
    ["an import of a folder", 'export { size } from "./sizes";'],
  ])("%s", async (_, program) => {
    const size = "export type Size = number;\nexport const size: Size = 3;";
    using shop = project(program, { "size.ts": size, "sizes/index.ts": size });
    expect((await shop.run()).outputs.size).toBe(3);
  });
});

test("a program in CommonJS has its exports as outputs", async () => {
  using shop = project("", {
    "package.json": "{}",
    "program.cjs": "exports.size = 3; exports.of = 'cjs';",
  });
  expect((await shop.run({ main: "program.cjs" })).outputs).toEqual({ size: 3, of: "cjs" });
});

test("a program leaves nothing behind for the next one in its process", async () => {
  await renewProcesses();
  const before = { env: { ...process.env }, cwd: process.cwd() };
  using shop = project(
    `import "./legacy.cjs";
     process.env.LEFT = "over"; process.exitCode = 0; process.argv.push("more"); process.chdir("/");
     process.on("beforeExit", () => { globalThis.heard = (globalThis.heard ?? 0) + 1; });
     setInterval(() => { globalThis.late = true; }, 1).unref();`,
    { "legacy.cjs": "module.exports = 1;" },
  );
  await shop.run();
  shop.save(`import legacy from "./legacy.cjs";
    export const left = process.env.LEFT ?? "nothing";
    export const cwd = process.cwd();
    export const args = process.argv.length;
    export const listeners = process.listeners("beforeExit").length;
    export const project = pulumi.getProject();
    export const stack = process.env.PULUMI_NODEJS_STACK;
    export { legacy };`);
  const { outputs } = await shop.run();
  expect(outputs).toMatchObject({
    left: "nothing",
    cwd: realpathSync(shop.dir),
    args: 2,
    project: "shop",
    stack: "dev",
  });
  expect({ env: process.env, cwd: process.cwd() }).toEqual(before);
});

test("what a program prints is no part of a command's result", async () => {
  using shop = project("console.log('{}'); export const done = true;");
  expect((await shop.run()).outputs.done).toBe(true);
});

test("200 programs, as many at a time as there are cores, don't see each other", async () => {
  using shop = project(
    "new aws.sqs.Queue(pulumi.getProject(), { tags: { of: new pulumi.Config().require('name') } });",
  );
  const graphs = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      shop.run({ project: `service-${i}`, config: { [`service-${i}:name`]: `n${i}` } }),
    ),
  );
  graphs.forEach((graph, i) => {
    expect(graph.get(`service-${i}`).inputs.tags).toEqual({ of: `n${i}` });
    expect(graph.resources).toHaveLength(3);
  });
});
