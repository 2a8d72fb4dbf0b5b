import { describe, expect, it } from "vitest";
import { bundled, called, entryOf, failure, namesIn } from "./support.ts";

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
