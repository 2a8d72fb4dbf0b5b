import { globSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testPermissions, testService } from "../support/every-service.ts";
import { listOf } from "../support/grants.ts";
import { graphOf } from "../support/index.ts";
import { folderForTests, make } from "./support/made.ts";
import { outlineOf } from "./support/outline.ts";
import { finished, start } from "./support/run.ts";
import { firsts, typical } from "./support/services.ts";

const folder = folderForTests("untouched");
const folderOf = (name: string) => join(folder, "services", name);
await make(typical, folder);

// As `--update` would write them. The other services have none, as new ones.
const lists = join(folder, "permissions");
const listed = firsts.map(([, { name }]) => `${name}.json`).sort();
mkdirSync(lists);
for (const [, { name }] of firsts)
  writeFileSync(join(lists, `${name}.json`), listOf(await graphOf(folderOf(name!), { stage: "prod" })));

const all = typical.map(([kind, { name }]) => [kind, name!] as const);

describe.each(all)("a new %s (%s) passes its own tests, untouched:", (_, name) => {
  // As the repository's vitest.config.ts finds them.
  const files = globSync("test/**/*.test.ts", { cwd: folderOf(name) }).sort();

  test("there are at least three files of them", () => {
    expect(files.length).toBeGreaterThanOrEqual(3);
  });

  // Imported here, they register their tests here, and share what the other tests have loaded.
  for (const file of files)
    describe(file, async () => {
      await import(join(folderOf(name), file));
    });
});

describe.concurrent.each(all)("a new %s (%s) passes the tests of all services, untouched:", (_, name) => {
  testService(folderOf(name), name);
  describe("its permissions", () => testPermissions(folderOf(name), join(lists, `${name}.json`)));
});

test("no list of permissions is written for a new service", () => {
  expect(readdirSync(lists).sort()).toEqual(listed);
});

test("every new program gives the same graph in this process and loaded as the pulumi CLI loads it", async () => {
  // One process for all: starting it takes longer than all programs together.
  const folders = all.map(([, name]) => folderOf(name));
  const outlines = start("test/generators/support/outlines.ts", folders, { NODE_OPTIONS: "--import=tsx" });
  const { code, stdout, stderr } = await finished(outlines);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });

  const found = JSON.parse(stdout);
  expect(Object.keys(found)).toHaveLength(typical.length);
  for (const [folder, outline] of Object.entries(found)) {
    const here = await graphOf(folder);
    expect(outline, folder).toEqual(outlineOf(here));
    expect(here.of("aws:lambda/function:Function"), folder).not.toHaveLength(0);
    expect(here.logs, folder).toEqual([]);
  }
});
