import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyChanges } from "../../../generators/upgrade/apply.ts";
import type { Change } from "../../../generators/upgrade/changes.ts";
import { contentsOf } from "../support/older.ts";
import { emptyFolder } from "../support/run.ts";

const bytes = (text: string) => Buffer.from(text);

/** A service of two files, and changes of which the last one fails: its place is a folder with something in it. */
function failing(): { folder: string; changes: Change[] } {
  const folder = emptyFolder();
  writeFileSync(join(folder, "a"), "a");
  writeFileSync(join(folder, "b"), "b");
  mkdirSync(join(folder, "taken"));
  writeFileSync(join(folder, "taken/c"), "c");
  return {
    folder,
    changes: [
      { path: "a", outcome: "updated", before: bytes("a"), after: bytes("new") },
      { path: "b", outcome: "removed", before: bytes("b") },
      { path: "d", outcome: "added", after: bytes("d") },
      { path: "taken", outcome: "added", after: bytes("x") },
    ],
  };
}

test("an upgrade that can't be written to its end leaves the service as it was", () => {
  const { folder, changes } = failing();
  const before = contentsOf(folder);

  expect(() => applyChanges(folder, changes)).toThrow();

  expect(contentsOf(folder)).toEqual(before);
  expect(readdirSync(folder).sort()).toEqual(["a", "b", "taken"]);
});

test("an upgrade that is interrupted before it is written changes nothing", () => {
  const { folder, changes } = failing();
  const before = contentsOf(folder);

  expect(() => applyChanges(folder, changes, AbortSignal.abort())).toThrow("abort");

  expect(contentsOf(folder)).toEqual(before);
  expect(readdirSync(folder).sort()).toEqual(["a", "b", "taken"]);
});

test("a file keeps its mode, and a folder goes with its last file", () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "src/old"), { recursive: true });
  writeFileSync(join(folder, "src/old/gone"), "");
  writeFileSync(join(folder, "run"), "a");
  chmodSync(join(folder, "run"), 0o755);

  applyChanges(folder, [
    { path: "run", outcome: "updated", before: bytes("a"), after: bytes("b") },
    { path: "src/old/gone", outcome: "removed", before: bytes("") },
  ]);

  expect(statSync(join(folder, "run")).mode & 0o777).toBe(0o755);
  expect(readdirSync(folder)).toEqual(["run"]);
});
