import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type BundleOptions, bundle } from "../../../../platform/components/function/bundle/bundle.ts";
import { called, checkout, entryOf, run } from "./support.ts";

const bundled = (files: Record<string, string>, options: Partial<BundleOptions> = {}) =>
  bundle({ dir: checkout(files), handler: "src/a.ts", ...options });
const failure = (...args: Parameters<typeof bundled>) =>
  bundled(...args).then(
    () => "",
    (error: Error) => error.message,
  );
const namesIn = (archive: string) => Object.keys(unzipSync(readFileSync(archive))).sort();

/** A package of CommonJS that looks for a file of its own, and needs another one. */
const reader = {
  "node_modules/reader/package.json":
    '{ "version": "1.0.0", "dependencies": { "helper": "1", "absent": "1" } }',
  "node_modules/reader/index.js":
    "const { join } = require('node:path');\nconst { readFileSync } = require('node:fs');\n" +
    "exports.text = require('helper').loud(readFileSync(join(__dirname, 'data.txt'), 'utf8'));",
  "node_modules/reader/data.txt": "data",
  "node_modules/reader/node_modules/helper/package.json": '{ "main": "main.js" }',
  "node_modules/reader/node_modules/helper/main.js": "exports.loud = (text) => text + '!';",
  "node_modules/helper/package.json": "{}",
  "node_modules/helper/index.js": "throw new Error('another version');",
  "src/a.ts": 'import { text } from "reader";\nexport const handler = async () => text;',
};

describe("A package of CommonJS that looks for its own files", () => {
  it.each(["__dirname", "__filename"])("by %s is refused, with file, line and remedy", async (name) => {
    const message = await failure({
      ...reader,
      "node_modules/reader/index.js": `const { join } = require('node:path');\nexports.text = join(${name}, 'x');`,
    });
    expect(message).toMatch(
      new RegExp(
        `\\n {2}node_modules/reader/index\\.js:2:21: ${name} is unknown in the archive.* Add "reader" to the function's nodeModules`,
      ),
    );
  });

  it("finds them when it is named in nodeModules, with everything that it depends on", async () => {
    const { archive } = await bundled(reader, { nodeModules: ["reader"] });

    expect(called(entryOf(archive))).toBe("data!");
    expect(namesIn(archive)).toEqual([
      "index.mjs",
      "node_modules/reader/data.txt",
      "node_modules/reader/index.js",
      "node_modules/reader/node_modules/helper/main.js",
      "node_modules/reader/node_modules/helper/package.json",
      "node_modules/reader/package.json",
    ]);
  });

  it("has the same bytes in two checkouts", async () => {
    const made = async () => (await bundled(reader, { nodeModules: ["reader"] })).hash;
    expect(await made()).toBe(await made());
  });

  it("in a function alone is warned of: it may never be called", async () => {
    const { archive, warnings } = await bundled({
      ...reader,
      "node_modules/reader/index.js":
        "(function () { exports.text = 'data'; }).call(this);\nexports.read = () => __dirname;\nexports.more = () => __filename;",
    });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^node_modules\/reader\/index\.js:2:22: __dirname is unknown.*"reader".*nodeModules/,
      ),
    ]);
    expect(called(entryOf(archive))).toBe("data");
  });

  it("in a function that wraps the whole file is refused", async () => {
    const text = "(function () { exports.text = __dirname; })();";
    expect(await failure({ ...reader, "node_modules/reader/index.js": text })).toContain(
      "index.js:1:31: __dirname",
    );
  });

  it("may ask whether there is such a name", async () => {
    const files = {
      ...reader,
      "node_modules/reader/index.js": "exports.text = [typeof __dirname, typeof require];",
    };
    expect(called(entryOf((await bundled(files)).archive))).toEqual(["undefined", "function"]);
  });
});

it("A package in nodeModules that isn't installed is refused, with what to do", async () => {
  expect(await failure(reader, { nodeModules: ["raeder"] })).toMatch(
    /nodeModules: "raeder" isn't installed\. Check the spelling, install it in the root of the repository \(npm install raeder\)/,
  );
});

/** The start of a shared library for Linux. Source: "System V ABI", e_ident and e_machine. */
const elf = (machine: number) =>
  `\x7fELF\x02\x01\x01${"\0".repeat(9)}\x03\0${String.fromCharCode(machine)}\0`;

describe("Native code in nodeModules", () => {
  const native = (machine: number) => ({
    "node_modules/fast/package.json": "{}",
    "node_modules/fast/index.js": "",
    "node_modules/fast/build/fast.node": elf(machine),
    "src/a.ts": 'import "fast";\nexport const handler = async () => "";',
  });
  it.each([
    ["arm64", 0x3e],
    ["x86_64", 0x28],
    ["arm64", 0x00],
  ])("that is none for %s can't be deployed, and says how to get it", async (architecture, machine) => {
    const { unfit } = await bundled(native(machine), { nodeModules: ["fast"], architecture });
    const cpu = architecture === "arm64" ? "arm64" : "x64";
    expect(unfit).toEqual([
      expect.stringContaining(
        `fast has native code, none of it for ${architecture}. Install that for Linux and this architecture too ` +
          `(npm install --os=linux --cpu=${cpu} fast)`,
      ),
    ]);
  });
  it("for x86_64 runs there", async () => {
    const { unfit } = await bundled(native(0x3e), { nodeModules: ["fast"], architecture: "x86_64" });
    expect(unfit).toEqual([]);
  });
});

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
  expect(dirname(entryOf(archive))).toBeTruthy();
});
