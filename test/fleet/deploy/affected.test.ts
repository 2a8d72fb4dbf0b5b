import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { affectedServices } from "../../../platform/fleet/deploy/affected.ts";

const reads = new Map([
  ["foundation", []],
  ["orders", []],
  ["shop", ["orders"]],
  ["site", []],
]);
const before = process.cwd();
let dir = "";

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=ann", "-c", "user.email=ann@example.com", ...args], { cwd: dir });
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
};

/** Those of a change since a revision, where these services turn out to be the same. */
const affected = (base: string, unchanged: readonly string[] = []) =>
  affectedServices({ base, stage: "dev" }, reads, async () => ({ unchanged }));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "fleet-"));
  for (const file of ["services/orders/index.ts", "services/site/index.ts", "platform/index.ts", "docs/a.md"])
    write(file, "one\n");
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "one");
  process.chdir(dir);
});

afterEach(() => {
  process.chdir(before);
  rmSync(dir, { recursive: true });
});

test("a change of a service touches that one and those that read it, whether it is committed or not", async () => {
  expect(await affected("main")).toEqual([]);
  write("services/orders/index.ts", "two\n");
  expect(await affected("main")).toEqual(["orders", "shop"]);
  git("commit", "-qam", "two");
  expect(await affected("HEAD~1")).toEqual(["orders", "shop"]);
  write("services/site/src/new.ts", "not added\n");
  expect(await affected("HEAD~1")).toEqual(["orders", "shop", "site"]);
});

test("a change of what services share touches all; one of docs and tests none", async () => {
  write("docs/a.md", "two\n");
  write("test/a.test.ts", "two\n");
  write("README.md", "two\n");
  expect(await affected("main")).toEqual([]);
  write("platform/index.ts", "two\n");
  expect(await affected("main")).toEqual([...reads.keys()]);
});

test("a service whose graph is the same as at the base is left out, unless it reads one that isn't", async () => {
  write("services/orders/README.md", "two\n");
  expect(await affected("main", ["orders"])).toEqual([]);
  write("platform/index.ts", "two\n");
  expect(await affected("main", ["foundation", "shop", "site"])).toEqual(["orders", "shop"]);
  expect(await affected("main", ["orders", "shop", "site"])).toEqual(["foundation"]);
  expect(await affected("main", [...reads.keys()])).toEqual([]);
});

test("a revision that isn't there is bad input, in git's words; so is one that looks like a flag", async () => {
  for (const base of ["nowhere", "--all"])
    await expect(affected(base)).rejects.toThrow(
      `--base: ${JSON.stringify(base)} can't be compared with: fatal: Needed a single revision.`,
    );
});
