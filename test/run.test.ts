import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { platformDir as root } from "../platform/values/places.ts";

const dir = mkdtempSync(join(tmpdir(), "platform-run-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A repository with nothing but the launcher, what it launches and, if given, a Node for this platform. */
function repository(name: string, script: string, node?: string): string {
  const repo = join(dir, name);
  mkdirSync(join(repo, "platform"), { recursive: true });
  cpSync(join(root, "platform/run.mjs"), join(repo, "platform/run.mjs"));
  // An older Node, as far as the launcher can tell.
  writeFileSync(
    join(repo, "old.cjs"),
    'Object.defineProperty(process.versions, "node", { value: "20.19.0" });',
  );
  writeFileSync(join(repo, "package.json"), "{}");
  writeFileSync(join(repo, "script.mjs"), script);
  if (node !== undefined) {
    const folder = join(repo, "node_modules", `node-${process.platform}-${process.arch}`);
    mkdirSync(join(folder, "bin"), { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    writeFileSync(join(folder, "bin", "node"), node, { mode: 0o755 });
  }
  return repo;
}

function launch(
  repo: string,
  nodeArgs: string[] = [],
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const args = [...nodeArgs, join(repo, "platform/run.mjs"), "script.mjs", "one", "two"];
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

test("a script runs on the machine's Node when that is new enough", async () => {
  const repo = repository(
    "new",
    "console.log(process.version, process.argv.slice(2).join()); process.exitCode = 7",
  );
  expect(await launch(repo)).toEqual({ code: 7, stdout: `${process.version} one,two\n`, stderr: "" });
});

test("on an older Node a script runs on the one that npm installed", async () => {
  const repo = repository("old", "", '#!/bin/sh\nshift\necho packaged "$@"\nexit 3\n');
  const result = await launch(repo, ["--require", join(repo, "old.cjs")]);
  expect(result).toEqual({ code: 3, stdout: "packaged one two\n", stderr: "" });
});

test("on an older Node without one for the platform it says what to install", async () => {
  const repo = repository("none", "");
  const { code, stderr } = await launch(repo, ["--require", join(repo, "old.cjs")]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/Node 24 is needed.*this is Node 20\.19\.0\. Install Node 24/);
});
