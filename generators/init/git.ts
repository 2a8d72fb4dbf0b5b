import { execFileSync } from "node:child_process";
import type { Problem } from "../../platform/values/problems.ts";

/** What a git command prints; throws its error when it fails. */
export const git = (root: string, ...args: readonly string[]): string =>
  execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

/** Whether a git command ends well. */
export function succeeds(root: string, ...args: readonly string[]): boolean {
  try {
    git(root, ...args);
    return true;
  } catch {
    return false;
  }
}

const shownAtMost = 5;

/** What keeps Git from bringing back a repository as it is: files that aren't committed, or no Git at all. */
export function uncommittedProblems(root: string): Problem[] {
  if (!succeeds(root, "rev-parse", "--verify", "HEAD"))
    return [
      {
        where: root,
        problem:
          "it is no git repository with a commit, so that nothing could bring back what is removed. Run git init, " +
          'git add --all and git commit --message "The template" first.',
      },
    ];
  const status = git(root, "status", "--porcelain", "--untracked-files=all");
  const paths = status === "" ? [] : status.split("\n").map((line) => line.trim().replace(/^\S+ /, ""));
  if (paths.length === 0) return [];
  const more = paths.length > shownAtMost ? ` and ${paths.length - shownAtMost} more` : "";
  return [
    {
      where: paths.slice(0, shownAtMost).join(", ") + more,
      problem: "not committed, so that git couldn't undo this; commit or stash it first.",
    },
  ];
}
