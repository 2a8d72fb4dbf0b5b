import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, describe, expect, test } from "vitest";
import { isExample } from "../generators/init/examples.ts";
import { kindNames } from "../generators/kinds/index.ts";
import { defaults } from "../platform/defaults.ts";
import { serviceNames } from "../platform/fleet/services.ts";
import * as platform from "../platform/index.ts";
import * as runtime from "../platform/runtime/index.ts";
import { without } from "./support/index.ts";
import { blocks, docs, namesMissing, pages, read, root, serviceReadmes } from "./support/pages.ts";

const run = promisify(execFile);

mkdirSync(join(root, ".tmp"), { recursive: true });
const tmp = mkdtempSync(join(root, ".tmp", "docs-"));
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

test("the TypeScript of the docs compiles", async () => {
  for (const page of pages)
    for (const [i, block] of blocks(page, "ts").entries())
      if (!namesMissing(block))
        writeFileSync(join(tmp, `${page.replaceAll(/\W/g, "-")}-${i}.ts`), `${block}\nexport {};\n`);
  const config = {
    extends: join(root, "tsconfig.json"),
    include: ["*.ts"],
    compilerOptions: { incremental: false },
  };
  writeFileSync(join(tmp, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "node_modules/typescript-7/bin/tsc");
  const result = await run(process.execPath, [tsc, "-p", tmp]).catch((error: { stdout: string }) => error);
  expect(result.stdout).toBe("");
});

/** What `#platform` exports that service programs make: a page each. */
const componentNames = Object.entries(platform)
  .filter(([, value]) => typeof value === "function" && value.prototype instanceof pulumi.ComponentResource)
  .map(([name]) => name);

test.each(componentNames)(
  "%s has a page with an example, its arguments, failures, costs and limits",
  (name) => {
    const page = `docs/components/${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}.md`;
    expect(docs).toContain(page);
    expect(blocks(page, "ts").join("\n")).toContain(`new ${name}(`);
    const text = read(page);
    expect(text).toMatch(/^\| (argument|option)/m);
    for (const part of [/Failure path|Failures|When (it|something) fails/, /Costs|What it costs/, /Limits/])
      expect(text).toMatch(new RegExp(`^(## |\\*\\*)(${part.source})`, "m"));
  },
);

test("the pages name defaults that there are", () => {
  for (const page of docs.filter((name) => name !== "docs/defaults.md"))
    for (const [, path] of read(page).matchAll(/`defaults\.([\w.]+)`/g)) {
      const value = path!
        .split(".")
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], defaults);
      expect(value, `${path} in ${page}`).toBeDefined();
    }
});

/** What runs at CloudFront's edge, not in Lambda: the page on distributions tells of it. */
const atTheEdge = /^cloudfront\b/;

/** Relative imports of a file of the runtime, types included. */
const importsOf = (file: string): string[] =>
  [...read(`platform/runtime/${file}`).matchAll(/(?:from|import\()\s*"(\.\.?\/[^"]+)"/g)].map(([, path]) =>
    join(dirname(file), path!),
  );

describe("the pages on what handlers import", () => {
  const pages = ["docs/runtime.md", "docs/runtime/wrappers.md", "docs/runtime/modules.md"];
  const page = pages.map(read).join("\n");
  const modules = new Set([...page.matchAll(/`#runtime\/([\w-]+)`/g)].map(([, name]) => name!));
  const rows = [...page.matchAll(/^\| `([^`]+)`.* (\d+) \/ (\d+) +\|$/gm)].map(([, name]) => name!);

  test("name everything that #runtime exports", () => {
    const missing = Object.keys(runtime).filter((name) => !new RegExp(`\\b${name}\\b`).test(page));
    expect(missing).toEqual([]);
  });

  test("leave no module of the runtime out that handlers could only import by its name", () => {
    const reached = new Set<string>();
    const visit = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      importsOf(file).forEach(visit);
    };
    ["index.ts", ...[...modules].map((name) => `${name}.ts`)].forEach(visit);
    const all = readdirSync(join(root, "platform/runtime"), { recursive: true, encoding: "utf8" });
    const inLambda = all.filter((file) => file.endsWith(".ts") && !atTheEdge.test(file));
    expect(inLambda.filter((file) => !reached.has(file))).toEqual([]);
    expect(read("docs/components/distribution.md")).toContain('"#runtime/cloudfront"');
  });

  test("name every module that a service, a template or another page imports", () => {
    const files = ["services", "templates", "docs"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(ts|md)$/.test(name))
        .map((name) => `${folder}/${name}`),
    );
    const used = files.flatMap((file) =>
      [...read(file).matchAll(/"#runtime\/([\w-]+)"/g)].map(([, name]) => name!),
    );
    const inLambda = [...new Set(used)].filter((name) => !atTheEdge.test(name));
    expect(inLambda.filter((name) => !modules.has(name))).toEqual([]);
  });

  test("give each wrapper and module its size, what it does and an example", () => {
    const measured = JSON.stringify(
      [...read("bench/runtime-imports.ts").matchAll(/^ {2}"?([#\w/-]+)"?: [`']/gm)].map(([, name]) => name),
    );
    expect(JSON.stringify(rows)).toBe(measured);
    for (const name of rows) expect(page, name).toMatch(new RegExp(`^## .*\`${name}\``, "m"));
    for (const name of modules) expect(rows).toContain(`#runtime/${name}`);
    const examples = pages.flatMap((path) => blocks(path, "ts")).join("\n");
    for (const name of modules) expect(examples, name).toContain(`"#runtime/${name}"`);
  });
});

test.each(docs.filter((page) => page.startsWith("docs/decisions/")))(
  "each decision of %s has a number in order and at most five lines",
  (page) => {
    const [, ...decisions] = read(page).split(/^(?=\d+\. )/m);
    for (const [i, decision] of decisions.entries()) {
      const lines = decision.trim().split("\n");
      expect(lines[0]).toMatch(new RegExp(`^${i + 1}\\. `));
      expect(lines.length, lines[0]).toBeLessThanOrEqual(5);
    }
  },
);

test("the files that the recipes name are there", () => {
  const named = [...read("docs/recipes.md").matchAll(/`((?:[\w-]+\/)+[\w.-]+)`/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(20);
  const places = ["", "platform/components/event/"];
  for (const path of named.filter((one) => !namesMissing(one)))
    expect(
      places.some((place) => existsSync(join(root, place, path))),
      path,
    ).toBe(true);
});

test.skipIf(without("users-api"))("the README shows the users API as it is", () => {
  expect(blocks("README.md", "ts")).toContain(read("services/users-api/index.ts"));
});

test("the README lists the examples that there are", () => {
  const rows = [...read("README.md").matchAll(/^\| \[`([\w-]+)`\]\(services\//gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual(serviceNames().filter(isExample));
});

test("the README names every kind that can be scaffolded", () => {
  const rows = [...read("README.md").matchAll(/^\| `(\w+)` +\|/gm)].map(([, kind]) => kind);
  expect(rows).toEqual([...kindNames]);
});

test.each([...pages, ...serviceReadmes])("the links of %s lead somewhere", (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!);
  for (const link of links) expect(existsSync(join(root, dirname(page), link)), link).toBe(true);
});
