import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UsageError } from "../../../values/problems.ts";

const run = promisify(execFile);

/** What git said, where it failed. */
export class GitError extends Error {
  override readonly name = "GitError";
}

/** Hooks, monitors and locks of the repository have no part in reading it. */
const quietly = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"];
const own = { GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C", GIT_TERMINAL_PROMPT: "0" };

/** Runs git in a folder and gives what it printed. Throws a `GitError` with its own words. */
export async function git(
  dir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  // Set inside of hooks, they would point elsewhere than the folder.
  const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_INDEX_FILE: ___, ...inherited } = process.env;
  try {
    const { stdout } = await run("git", [...quietly, ...args], {
      cwd: dir,
      env: { ...inherited, ...own, ...env },
      maxBuffer: 2 ** 30,
    });
    return stdout;
  } catch (error) {
    const { code, stderr = "", message } = error as Error & { code?: unknown; stderr?: string };
    if (code === "ENOENT")
      throw new UsageError(
        "There is no git on PATH, and the base comes from it. Install git: https://git-scm.com.",
      );
    throw new GitError(stderr.trim() || message);
  }
}

/** What git printed, without the end of the line; undefined where it fails. */
export async function tryGit(dir: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await git(dir, args)).trim();
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
