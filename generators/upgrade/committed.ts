import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Problem } from "../../platform/values/problems.ts";
import type { Change } from "./changes.ts";

/**
 * Files whose state Git doesn't have, though a change would overwrite them: a merge couldn't be undone. None where there is no
 * Git or no repository.
 */
export function uncommittedProblems(folder: string, changes: readonly Change[]): Problem[] {
  const paths = changes
    .filter(({ before, after, outcome }) => before && (after || outcome === "removed"))
    .map(({ path }) => path);
  return uncommitted(folder, paths).map((path) => ({
    where: join(folder, path),
    problem:
      "its changes are not committed, so that an upgrade of it couldn't be undone; commit it, or give --force.",
  }));
}

/** Those of a folder's files and folders whose state Git doesn't have, or not of all in them. */
export function uncommitted(folder: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  try {
    // Paths are from the repository's root: "XY path", ended by NUL ("git status", "Porcelain Format Version 1").
    const status = git(folder, "status", "--porcelain", "-z", "--untracked-files=all", "--", ...paths);
    const prefix = git(folder, "rev-parse", "--show-prefix").trim();
    const changed = status.split("\0").map((line) => line.slice(3));
    return paths.filter((path) =>
      changed.some((one) => one === prefix + path || one.startsWith(`${prefix}${path}/`)),
    );
  } catch {
    return [];
  }
}

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
