import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { uncommittedProblems } from "../../../generators/init/git.ts";
import { emptyFolder } from "../support/run.ts";

const who = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
const git = (dir: string, ...args: string[]) =>
  execFileSync("git", [...who, ...args], { cwd: dir, stdio: "ignore" });

test("what git couldn't bring back is named, whether it is changed, new or no repository at all", () => {
  const dir = emptyFolder();
  git(dir, "init");
  expect(uncommittedProblems(dir)).toEqual([
    { where: dir, problem: expect.stringContaining("Run git init, git add --all and git commit") },
  ]);
  writeFileSync(join(dir, "a"), "one");
  git(dir, "add", "--all");
  git(dir, "commit", "--message", "one");
  expect(uncommittedProblems(dir)).toEqual([]);

  writeFileSync(join(dir, "a"), "two");
  mkdirSync(join(dir, "b"));
  for (const name of ["1", "2", "3", "4", "5"]) writeFileSync(join(dir, "b", name), "");
  expect(uncommittedProblems(dir)).toEqual([
    {
      where: "a, b/1, b/2, b/3, b/4 and 1 more",
      problem: expect.stringContaining("commit or stash it first"),
    },
  ]);
});
