import { relative } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { uncommittedProblems } from "../../../generators/upgrade/committed.ts";
import { root } from "../support/run.ts";

// Tests of other files run in the same process.
afterEach(() => vi.unstubAllEnvs());

test("where git can't tell whether files are committed, that is a problem; without a repository it is none", () => {
  vi.stubEnv("PATH", "/nowhere");
  const unknown = "whether its files are committed can't be told: there is no git on PATH.";
  expect(uncommittedProblems(root, ["package.json"], "not committed.")).toEqual([
    { where: relative(process.cwd(), root), problem: unknown },
  ]);
  expect(uncommittedProblems("/", ["tmp"], "not committed.")).toEqual([]);
  expect(uncommittedProblems(root, [], "not committed.")).toEqual([]);
});
