import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Problem } from "../../platform/values/problems.ts";
import { type Change, isRemoval } from "./changes.ts";

/** Files that changes write over or remove. */
export const overwrittenBy = (changes: readonly Change[]): string[] =>
  changes.filter((change) => change.before && (change.after || isRemoval(change))).map(({ path }) => path);

/**
 * A problem for each of a folder's files and folders whose state Git doesn't have, or not of all in them; `problem` says what would be
 * lost. None where there is no repository.
 */
export function uncommittedProblems(folder: string, paths: readonly string[], problem: string): Problem[] {
  if (paths.length === 0 || !isInRepository(folder)) return [];
  const where = relative(process.cwd(), folder);
  try {
    // Paths are from the repository's root: "XY path", ended by NUL ("git status", "Porcelain Format Version 1").
    const status = git(folder, "status", "--porcelain", "-z", "--untracked-files=all", "--", ...paths);
    const prefix = git(folder, "rev-parse", "--show-prefix").trim();
    const changed = status.split("\0").map((line) => line.slice(3));
    return paths
      .filter((path) => changed.some((one) => one === prefix + path || one.startsWith(`${prefix}${path}/`)))
      .map((path) => ({ where: join(where, path), problem }));
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: string };
    const reason = code === "ENOENT" ? "there is no git on PATH" : stderr?.trim();
    return [{ where, problem: `whether its files are committed can't be told: ${reason}.` }];
  }
}

const isInRepository = (folder: string): boolean =>
  existsSync(join(folder, ".git")) || (dirname(folder) !== folder && isInRepository(dirname(folder)));

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync("git", args, { cwd, encoding: "utf8", stdio: "pipe" });
