import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundle } from "../../../../../platform/components/function/bundle/bundle.ts";
import { FilesBeside } from "../../../../../platform/components/function/bundle/sources/files-beside.ts";
import { anyCharacter } from "../../../../support/any-character.ts";
import { bundled, called, checkout, entryOf, failure, namesIn, write } from "../support.ts";

const mails = {
  "src/mail.html": "<p>Welcome</p>",
  "src/texts/de/hello.txt": "Hallo",
  "src/texts/en/hello.txt": "Hello",
  "src/texts/.hidden": "",
  "shared/logo one.svg": "<svg/>",
  "src/lines.ts": `export const logo = () => readFileSync(new URL("../shared/logo%20one.svg", import.meta.url), "utf8");
import { readFileSync } from "node:fs";`,
  "src/a.ts": `import { readdirSync, readFileSync } from "node:fs";
import { logo } from "./lines.ts";
const texts = new URL("./texts/", import.meta.url);
export const handler = async () => [
  readFileSync(new URL("mail.html", import.meta.url), "utf8"),
  ...readdirSync(texts).map((language) => readFileSync(new URL(\`\${language}/hello.txt\`, texts), "utf8")),
  logo(),
  new URL("https://example.com/x", import.meta.url).host,
];`,
};

describe("Files that a source names by new URL(..., import.meta.url)", () => {
  it("travel with the handler, and so do folders", async () => {
    const { archive } = await bundled(mails);

    const result = called(entryOf(archive));

    expect(result).toEqual(["<p>Welcome</p>", "Hallo", "Hello", "<svg/>", "example.com"]);
    expect(namesIn(archive)).toEqual([
      "index.mjs",
      expect.stringMatching(/^logo_one-[0-9a-f]{12}\.svg$/),
      expect.stringMatching(/^mail-[0-9a-f]{12}\.html$/),
      expect.stringMatching(/^texts-[0-9a-f]{12}\/de\/hello\.txt$/),
      expect.stringMatching(/^texts-[0-9a-f]{12}\/en\/hello\.txt$/),
    ]);
  });

  it("stand in archives of the same bytes in two checkouts", async () => {
    const [one, two] = [await bundled(mails), await bundled(mails)];
    expect(two.hash).toBe(one.hash);
  });

  it("make another archive when one changes, is added or goes", async () => {
    const dir = checkout(mails);
    const hash = async () => (await bundle({ dir, handler: "src/a.ts" })).hash;
    const hashes = [await hash()];
    write(dir, "src/mail.html", "<p>Farewell</p>");
    hashes.push(await hash());
    write(dir, "src/texts/fr/hello.txt", "Bonjour");
    hashes.push(await hash());
    rmSync(`${dir}/src/texts/fr/hello.txt`);
    write(dir, "src/mail.html", "<p>Welcome</p>");
    hashes.push(await hash());
    expect(new Set(hashes).size).toBe(3);
    expect(hashes[3]).toBe(hashes[0]);
  });

  it("are bundled with all that they import when they are code, such as a worker thread's", async () => {
    const { archive } = await bundled({
      "src/double.ts": "export const double = (x: number): number => 2 * x;",
      "src/worker.ts": `import { parentPort, workerData } from "node:worker_threads";
import { double } from "./double.ts";
parentPort?.postMessage(double(workerData));`,
      "src/a.ts": `import { once } from "node:events";
import { Worker } from "node:worker_threads";
export const handler = async () => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: 21 });
  const [answer] = await once(worker, "message");
  return answer;
};`,
    });
    expect(called(entryOf(archive))).toBe(42);
    expect(namesIn(archive)).toEqual(["index.mjs", expect.stringMatching(/^worker-[0-9a-f]{12}\.mjs$/)]);
  });

  it("tell what is wrong or unknown in them when they are code", async () => {
    const files = (worker: string) => ({
      "src/worker.ts": worker,
      "src/a.ts": 'export const handler = async () => new URL("./worker.ts", import.meta.url);',
    });
    const { warnings } = await bundled(files("await import(process.argv[2]!);"));
    expect(warnings).toEqual([
      expect.stringMatching(/^src\/worker\.ts:1:7: .*the archive holds nothing of it/),
    ]);
    await expect(bundled(files("export const x = import.meta.dirname;"))).rejects.toThrow(
      /^The handler src\/a\.ts of .* can't be bundled:\n {2}src\/worker\.ts:1:18: import\.meta\.dirname leads/,
    );
    await expect(bundled(files('export const x = new URL("./a.ts", import.meta.url);'))).rejects.toThrow(
      /src\/a\.ts can't hold a copy of itself/,
    );
  });

  it("that packages name travel, too: a module of WebAssembly", async () => {
    const { archive } = await bundled({
      "node_modules/sums/package.json": '{ "type": "module", "exports": "./index.js" }',
      "node_modules/sums/index.js":
        'import { readFileSync } from "node:fs";\nexport const bytes = readFileSync(new URL("./sums.wasm", import.meta.url));',
      "node_modules/sums/sums.wasm": "\0asm\x01\0\0\0",
      "src/a.ts": `import { bytes } from "sums";
export const handler = async () => WebAssembly.validate(bytes);`,
    });
    expect(called(entryOf(archive))).toBe(true);
  });
});

describe("A source that looks for files in another way is refused, with its place and what to do", () => {
  it.each([
    ["import.meta.dirname", "import.meta.dirname"],
    ["import.meta.filename", "import.meta.filename"],
    ["fileURLToPath(import.meta.url)", "import.meta.url"],
    ["new URL('./mail' + name, import.meta.url)", "new URL(..., import.meta.url)"],
    ["new Worker('./worker.ts')", "new Worker('./worker.ts')"],
    ["__dirname", "__dirname"],
    ["join(__filename, '..')", "__filename"],
  ])("%s", async (expression, what) => {
    const message = await failure({
      "src/a.ts": `const here = (..._: unknown[]) => "";\n\nexport const handler = async () => here(${expression});`,
    });
    expect(message).toContain("src/a.ts:3:");
    expect(message).toContain(what);
    expect(message).toMatch(/Write new URL\("\.\/file", import\.meta\.url\).*travels with the handler\./);
  });

  it.each([
    ["./nope.html", /src\/a\.ts:1:19: .*nope\.html does not exist\. Create it, or correct the path\./],
    ["./mail.html?raw", /src\/a\.ts:1:19: .*a relative path without "\?" and "#" is expected/],
    ["/etc/passwd", /a relative path .* is expected/],
    [".", /is the source's own folder: name a file or a folder below it/],
    ["../..", /is the source's own folder/],
  ])("new URL(%j, import.meta.url)", async (path, message) => {
    const text = `const x = new URL("${path}", import.meta.url);\nexport const handler = async () => x;`;
    expect(await failure({ "src/a.ts": text, "src/mail.html": "" })).toMatch(message);
  });

  it.each([
    ["a.node", /src\/a\.ts:1:15: .*Native code can't be bundled.*nodeModules/],
    ["a.sql", /src\/a\.ts:1:15: .*from new URL\("\.\/name\.sql", import\.meta\.url\)/],
    ["a.wasm", /src\/a\.ts:1:15: .*from new URL\("\.\/name\.wasm", import\.meta\.url\)/],
  ])("import of %s", async (file, message) => {
    const text = `import x from "./${file}";\nexport const handler = async () => x;`;
    expect(await failure({ "src/a.ts": text, [`src/${file}`]: "" })).toMatch(message);
  });

  it("only where the bundle holds it", async () => {
    expect(
      await failure({
        "src/paths.ts": "export const here = () => import.meta.dirname;",
        "src/kind.ts": "const __dirname = 'own'; export const kind = [typeof __filename, __dirname];",
        "src/unused.ts": "export { here } from './paths.ts'; export { kind } from './kind.ts';",
        "src/a.ts": 'import { kind } from "./unused.ts";\nexport const handler = async () => kind;',
      }),
    ).toBe("");
  });
});

it("A file may have any name: what the source says leads to it", async () => {
  const dir = checkout({ "src/a.ts": "" });
  const source = join(dir, "src/a.ts");
  const names = fc
    .string({ unit: anyCharacter, minLength: 1, maxLength: 40 })
    .filter((name) => !/[/\0]|^\.{1,2}$|\.[cm]?[jt]sx?$/.test(name) && name.isWellFormed());
  const tricky = fc.constantFrom(
    "100 %.html",
    "a#b?c.txt",
    "..html",
    "%2e%2e",
    "ä ö",
    "'\"`",
    "a\\b",
    "-",
    "x.",
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(names, tricky), async (name) => {
      const beside = new FilesBeside(() => Promise.reject(new Error("no code")));
      write(dir, `src/files/${name}`, name);
      const { name: found = "", problem } = await beside.add(source, `./files/${encodeURIComponent(name)}`);
      expect(problem).toBeUndefined();
      const [file] = beside.namedBy([{ name: "index.mjs", data: Buffer.from(`"./${found}"`) }]);
      expect(Buffer.from(file!.data).toString()).toBe(name);
      expect(fileURLToPath(new URL(`./${found}`, "file:///var/task/index.mjs"))).toBe(
        `/var/task/${file!.name}`,
      );
    }),
    { numRuns: 25 },
  );
});

it("A file of a source that the bundle ends up without is in no archive", async () => {
  const { archive } = await bundled({
    ...mails,
    "src/kept.ts": 'export const a = () => new URL("./mail.html", import.meta.url);\nexport const b = 1;',
    "src/a.ts": 'import { b } from "./kept.ts";\nexport const handler = async () => b;',
  });
  expect(namesIn(archive)).toEqual(["index.mjs"]);
});

it("JSON and what is awaited at the top of a module are in the bundle", async () => {
  const { archive } = await bundled({
    "src/rates.json": '{ "EUR": 1 }',
    "src/a.ts": `import rates from "./rates.json" with { type: "json" };
const late = await Promise.resolve("late");
export const handler = async () => [rates.EUR, late];`,
  });
  expect(called(entryOf(archive))).toEqual([1, "late"]);
});
