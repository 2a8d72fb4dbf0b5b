import { describe, expect, it } from "vitest";
import { bundle } from "../../../../platform/components/function/bundle/bundle.ts";
import { bundled, called, checkout, entryOf, failure, namesIn, run } from "./support.ts";

/** As knex does it: a driver for each database, of which one is installed. */
const database = {
  "node_modules/database/package.json": '{ "main": "index.js" }',
  "node_modules/database/index.js":
    "exports.open = (name) => name === 'mysql' ? require('mysql') : name === 'pg' ? require('pg/lib') : require('sqlite');",
  "node_modules/sqlite/package.json": "{}",
  "node_modules/sqlite/index.js": "module.exports = 'sqlite';",
  "src/a.ts": `import { open } from "database";
export const handler = async () => {
  try { open("mysql"); } catch (error) { return [open("sqlite"), (error as { code: string }).code]; }
};`,
};

describe("A package whose optional drivers aren't installed", () => {
  it("is refused with every driver and what to do", async () => {
    const message = await failure(database);
    expect(message).toMatch(
      /node_modules\/database\/index\.js:1:\d+: Could not resolve "mysql"\. If database works without it, add "mysql" to the function's external\. Else .*npm install mysql\n/,
    );
    expect(message).toMatch(/Could not resolve "pg\/lib"\. If database works without it, add "pg" to/);
  });

  it("is bundled when they are named in external, and finds none of them, as Node.js without them does", async () => {
    const { archive } = await bundled(database, { external: ["mysql", "pg"] });
    expect(namesIn(archive)).toEqual(["index.mjs"]);
    expect(called(entryOf(archive))).toEqual(["sqlite", "MODULE_NOT_FOUND"]);
  });
});

it("A package may have the name that a built-in has only behind node:", async () => {
  const { archive } = await bundled({
    "node_modules/test/package.json": "{}",
    "node_modules/test/index.js": "exports.own = 'the package';",
    "src/a.ts":
      'import { own } from "test";\nimport test from "node:test";\nexport const handler = async () => [own, typeof test];',
  });
  expect(called(entryOf(archive))).toEqual(["the package", "function"]);
});

describe("What only a run can tell is warned of with its place:", () => {
  it.each([
    ["await import(process.env.DRIVER ?? 'yaml')", "import"],
    ["[createRequire(import.meta.url)('yaml')]", "createRequire"],
  ])("%s", async (expression, name) => {
    const text = `import { createRequire } from "node:module"; createRequire;\nexport const handler = async () =>\n  ${expression};`;
    const { warnings } = await bundled({ "src/a.ts": text });
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(
          `^src/a\\.ts:3:\\d+: .*${name}.*: the archive holds nothing of it\\. Import each by its own name`,
        ),
      ),
    ]);
  });

  it("but not what createRequire loads by name, which is bundled", async () => {
    const { archive, warnings } = await bundled({
      "src/rates.json": '{ "EUR": 1 }',
      "src/a.ts": `import { createRequire } from "node:module";
const require = createRequire(
  import.meta.url,
);
const rates = require("./rates.json");
export const handler = async () => [rates.EUR, require("node:os").EOL, new Error().stack];`,
    });
    expect(warnings).toEqual([]);
    expect(called(entryOf(archive))).toEqual([1, "\n", expect.any(String)]);
  });

  it.each(["require(name)", "require.resolve(name)", "[require].map((load) => load(name))"])(
    "%s in a package, where the function runs on and built-ins are found",
    async (expression) => {
      const { archive, warnings } = await bundled({
        "node_modules/loader/package.json": "{}",
        "node_modules/loader/index.js": `exports.load = (name) => ${expression};`,
        "src/a.ts":
          'import { load } from "loader";\nexport const handler = async () => typeof load("node:os");',
      });
      expect(warnings).toEqual([
        expect.stringMatching(
          /^node_modules\/loader\/index\.js:1:\d+: .* add "loader" to the function's nodeModules/,
        ),
      ]);
      expect(called(entryOf(archive))).toMatch(/object|string/);
    },
  );

  it("and kept with the bundle", async () => {
    const dir = checkout({ "src/a.ts": "export const handler = async (name: string) => import(name);" });
    const first = await bundle({ dir, handler: "src/a.ts" });
    expect(first.warnings).toHaveLength(1);
    expect((await bundle({ dir, handler: "src/a.ts" })).warnings).toEqual(first.warnings);
  });

  it("but not files that a pattern names, which are bundled", async () => {
    const { archive, warnings } = await bundled({
      "src/drivers/one.ts": "export const name = 'one';",
      "src/drivers/two.ts": "export const name = 'two';",
      "src/a.ts": `const load = (name: string) => import(\`./drivers/\${name}.ts\`);
export const handler = async () => [(await load("one")).name, (await load("two")).name];`,
    });
    expect(warnings).toEqual([]);
    expect(called(entryOf(archive))).toEqual(["one", "two"]);
  });
});

it("Stack traces point at the sources where a package's require stands in the bundle, too", async () => {
  const { archive } = await bundled(
    {
      ...database,
      "src/a.ts": `import { open } from "database";\n\nexport const handler = async () => new Error(typeof open).stack;`,
    },
    { external: ["mysql", "pg"] },
  );
  const file = JSON.stringify(entryOf(archive));
  const stack = run<string>(
    `process.setSourceMapsEnabled(true); const { handler } = await import(${file}); console.log(JSON.stringify(await handler()))`,
  );
  expect(stack).toMatch(/src\/a\.ts:3:\d+/);
});
