import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, it, vi } from "vitest";
import { bundle } from "../../../../platform/components/function/bundle/bundle.ts";
import { checkSize } from "../../../../platform/components/function/bundle/limits.ts";
import { zip } from "../../../../platform/components/function/bundle/zip.ts";
import { checkout, failure, run, write } from "./support.ts";

const builds = vi.hoisted(() => ({ count: 0 }));
vi.mock("esbuild", async (original) => {
  const esbuild = await original<typeof import("esbuild")>();
  const build = (options: import("esbuild").BuildOptions) => {
    builds.count++;
    return esbuild.build(options);
  };
  return { ...esbuild, build };
});

const gateway = {
  "src/create-user.ts": `import * as z from "zod";
import { http } from "#runtime";
import { greet } from "./greet.ts";
export const handler = http({ body: z.object({ name: z.string() }) }, async ({ body }) => ({ body: greet(body.name) }));`,
  "src/greet.ts": `export const greet = (name: string) => ({ hello: name });`,
};

/** A handler without the runtime, unlike any other, so that no earlier run has it in the cache. */
let serial = 0;
function unique(text = ""): string {
  return `${text}\nexport const handler = async () => "${process.pid}-${Date.now()}-${serial++}";`;
}

/** Waits until files written so far count as older than a build that starts now. */
async function settle() {
  const from = Date.now();
  await expect.poll(() => Date.now() - from).toBeGreaterThan(40);
}

describe("A bundle's bytes", () => {
  it("are the same in two checkouts in different folders", async () => {
    const one = await bundle({ dir: checkout(gateway), handler: "src/create-user.ts" });
    const two = await bundle({ dir: checkout(gateway), handler: "src/create-user.ts" });
    expect(two.hash).toBe(one.hash);
    expect(two.archive).toBe(one.archive);
  });

  it("are made again, the same, when the cache is gone", async () => {
    const dir = checkout({ "src/a.ts": unique() });
    const one = await bundle({ dir, handler: "src/a.ts" });
    const before = readFileSync(one.archive);
    rmSync(one.archive);
    const two = await bundle({ dir, handler: "src/a.ts" });
    expect(two).toEqual(one);
    expect(readFileSync(two.archive).equals(before)).toBe(true);
  });

  it("have the SHA-256 that Lambda compares", async () => {
    const made = await bundle({ dir: checkout({ "src/a.ts": unique() }), handler: "src/a.ts" });
    expect(made.hash).toBe(createHash("sha256").update(readFileSync(made.archive)).digest("base64"));
    expect(made.bytes.zip).toBe(statSync(made.archive).size);
  });

  it("don't depend on the machine's zlib, its clock or the order of files", () => {
    const files = ["b.mjs", "a.mjs"].map((name) => ({
      name,
      data: Buffer.from(`export const name = "${name}";\n`.repeat(50)),
    }));
    const bytes = zip(files);
    expect(Buffer.from(zip([...files].reverse())).equals(Buffer.from(bytes))).toBe(true);
    // Known bytes: a change here means that every function of every service is deployed anew.
    expect(createHash("sha256").update(bytes).digest("hex")).toMatchInlineSnapshot(
      `"6a60e9990cf9dbf0ba96380822a6f87117de8ee10357f35a229fd4954d3d1e0d"`,
    );
  });

  it("hold code alone; the source maps stand in the folder beside the archive", async () => {
    const made = await bundle({ dir: checkout(gateway), handler: "src/create-user.ts" });
    const inZip = Object.keys(unzipSync(readFileSync(made.archive)));
    expect(inZip).toContain("index.mjs");
    expect(inZip.filter((name) => !name.endsWith(".mjs"))).toEqual([]);
    const beside = readdirSync(made.archive.replace(/\.zip$/, ""));
    expect(beside.sort()).toEqual(inZip.flatMap((name) => [name, `${name}.map`]).sort());
  });
});

describe("The cache", () => {
  it("answers for an unchanged handler without building", async () => {
    const dir = checkout({ "src/a.ts": unique() });
    await settle();
    const first = await bundle({ dir, handler: "src/a.ts" });
    const before = builds.count;
    expect(await bundle({ dir, handler: "src/a.ts" })).toEqual(first);
    expect(builds.count).toBe(before);
  });

  it("builds again after an edit of an imported file", async () => {
    const dir = checkout({ "src/a.ts": `export { handler } from "./b.ts";`, "src/b.ts": unique() });
    await settle();
    const first = await bundle({ dir, handler: "src/a.ts" });
    write(dir, "src/b.ts", unique());
    expect((await bundle({ dir, handler: "src/a.ts" })).hash).not.toBe(first.hash);
  });

  it("shares one build among calls at the same time", async () => {
    const dir = checkout({ "src/a.ts": unique() });
    const before = builds.count;
    const all = await Promise.all([1, 2, 3].map(() => bundle({ dir, handler: "src/a.ts" })));
    expect(builds.count).toBe(before + 1);
    expect(new Set(all.map(({ hash }) => hash)).size).toBe(1);
  });
});

describe("A handler that can't be bundled gives one error", () => {
  it("when its file doesn't exist", async () => {
    expect(await failure({ "src/b.ts": "" })).toMatch(
      /^BundleError: .*src\/a\.ts.*\n.*does not exist\. Create it/,
    );
  });
  it("with file and line of a syntax error", async () => {
    expect(await failure({ "src/a.ts": "export const handler = async () => {\n  let = ;\n};" })).toMatch(
      /\n {2}src\/a\.ts:2:9: /,
    );
  });
  it("with file and line also in a file with classes of its own", async () => {
    const text = "class Declined extends Error {}\nexport const handler = async () => {\n  let = ;\n};";
    expect(await failure({ "src/a.ts": text })).toMatch(/\n {2}src\/a\.ts:3:9: /);
  });
  it("with every import that can't be resolved, and what to do", async () => {
    const message = await failure({
      "src/a.ts": `import "zodd/mini";\nimport { b } from "./b";\nimport c from "#nowhere";\n${unique("b; c;")}`,
    });
    expect(message).toMatch(/src\/a\.ts:1:8: .*"zodd\/mini".*npm install zodd\n/);
    expect(message).toMatch(/src\/a\.ts:2:19: .*"\.\/b".*extension/);
    expect(message).toMatch(/src\/a\.ts:3:15: .*"#nowhere".*"imports"/);
  });
  it("when it exports no handler, naming what it exports", async () => {
    expect(await failure({ "src/a.ts": "export const handle = 1;" })).toMatch(
      /no export called handler; it exports handle\./,
    );
  });
  it("when it is larger than Lambda takes", () => {
    const MB = 2 ** 20;
    expect(checkSize({ raw: 250 * MB, zip: 50 * MB })).toEqual([]);
    expect(checkSize({ raw: 251 * MB, zip: 51 * MB })).toEqual([
      expect.stringContaining("51.0 MB zipped; Lambda takes at most 50 MB"),
      expect.stringContaining("251.0 MB unzipped; Lambda takes at most 250 MB"),
    ]);
  });
});

describe("Bundled code", () => {
  async function load(files: Record<string, string>): Promise<string> {
    const made = await bundle({ dir: checkout(files), handler: "src/a.ts" });
    return JSON.stringify(join(made.archive.replace(/\.zip$/, ""), "index.mjs"));
  }

  it("gets Node.js built-ins by static and dynamic import, without undici", async () => {
    const file = await load({
      "src/a.ts": `import http, { Agent } from "node:http";
import * as all from "http";
export const handler = async () => {
  const lazy = await import("node:http");
  const { createHash, default: crypto } = await import("node:crypto");
  const { readFile } = await import("fs/promises");
  return {
    agent: new Agent() instanceof http.Agent,
    all: typeof all.createServer,
    same: lazy.request === http.request && lazy.default === http,
    crypto: crypto.createHash === createHash,
    readFile: typeof readFile,
    undici: process.moduleLoadList.some((name) => name.includes("deps/undici/undici")),
  };
};`,
    });
    const result = run(
      `const { handler } = await import(${file}); console.log(JSON.stringify(await handler()))`,
    );
    expect(result).toEqual({
      agent: true,
      all: "function",
      same: true,
      crypto: true,
      readFile: "function",
      undici: false,
    });
  });

  it("keeps the names of the team's own error classes", async () => {
    const file = await load({
      "src/a.ts": `class PaymentDeclined extends Error {}\nexport const handler = async () => new PaymentDeclined().constructor.name;`,
    });
    expect(
      run(`const { handler } = await import(${file}); console.log(JSON.stringify(await handler()))`),
    ).toBe("PaymentDeclined");
  });

  it("has of zod what is used, however it is imported", async () => {
    const schema = "export const handler = async () => z.string().parse('fine');";
    const named = await bundle({
      dir: checkout({ "src/a.ts": `import { z } from "zod";\n${schema}` }),
      handler: "src/a.ts",
    });
    const all = await bundle({
      dir: checkout({ "src/a.ts": `import * as z from "zod";\n${schema}` }),
      handler: "src/a.ts",
    });
    expect(named.hash).toBe(all.hash);
  });

  it("points stack traces at the sources with source maps on", async () => {
    const file = await load({
      "src/a.ts": `\n\nexport const handler = async () => new Error("here").stack;`,
    });
    const stack = run<string>(
      `process.setSourceMapsEnabled(true); const { handler } = await import(${file}); console.log(JSON.stringify(await handler()))`,
    );
    expect(stack).toMatch(/src\/a\.ts:3:\d+/);
  });
});

it("Bundling doesn't keep a program alive", () => {
  const dir = checkout({ "src/a.ts": unique() });
  const module = JSON.stringify(
    join(import.meta.dirname, "../../../../platform/components/function/bundle/bundle.ts"),
  );
  const program = `import { bundle } from ${module}; console.log(JSON.stringify((await bundle({ dir: ${JSON.stringify(dir)}, handler: "src/a.ts" })).handler));`;
  expect(run(program)).toBe("index.handler");
});
