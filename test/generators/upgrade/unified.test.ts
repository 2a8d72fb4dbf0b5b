import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { unifiedDiff } from "../../../generators/upgrade/unified.ts";
import { emptyFolder } from "../support/run.ts";

const text = fc
  .tuple(fc.array(fc.constantFrom("", "a", "b", "- c", "+d", " e", "@@ f"), { maxLength: 25 }), fc.boolean())
  .map(([lines, ends]) => lines.join("\n") + (ends ? "\n" : ""));

test("git apply turns the file before into the file after, by what --dry-run prints", () => {
  const folder = emptyFolder();
  const pairs = fc
    .sample(fc.tuple(text, text), { numRuns: 40, seed: 3 })
    .filter(([before, after]) => before !== after);
  const patches = pairs.map(([before, after], i) => {
    mkdirSync(join(folder, String(i)));
    writeFileSync(join(folder, String(i), "file"), before);
    return unifiedDiff(`${i}/file`, before, after);
  });
  writeFileSync(join(folder, "patch"), patches.join(""));

  execFileSync("git", ["apply", "--unsafe-paths", "--whitespace=nowarn", "patch"], {
    cwd: folder,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: join(folder, "..") },
  });

  for (const [i, [, after]] of pairs.entries())
    expect(readFileSync(join(folder, String(i), "file"), "utf8")).toBe(after);
});

test("git apply makes a file that is new, and removes one that goes", () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, "old"), "a\nb\n");
  const patch = unifiedDiff("new", undefined, "c\nd") + unifiedDiff("old", "a\nb\n", undefined);
  writeFileSync(join(folder, "patch"), patch);

  execFileSync("git", ["apply", "patch"], {
    cwd: folder,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: join(folder, "..") },
  });

  expect(readFileSync(join(folder, "new"), "utf8")).toBe("c\nd");
  expect(() => readFileSync(join(folder, "old"))).toThrow("ENOENT");
  rmSync(folder, { recursive: true });
});
