import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../platform/values/problems.ts";
import type { Answers } from "./answers.ts";
import { git, succeeds } from "./git.ts";
import { recordFile } from "./init.ts";

/** A release of the template as the organisation would have made it its own, against the one that it has. */
export interface Release {
  /** The release's own commit. */
  readonly commit: string;
  /** A commit of nothing but what changes. */
  readonly changes: string;
  /** `M platform/defaults.ts` for each file that changes. */
  readonly files: readonly string[];
}

/** What follows from services: an organisation's own, whatever the template has. */
const derived = ["platform/foundation/deploy-role.json", ".github/CODEOWNERS"];

/** Works out a release. The repository's files and branches stay as they are. */
export function releaseOf(root: string, revision: string, answers: Answers): Release {
  const commit = commitOf(root, revision);
  const base = baseOf(root, commit, revision);
  if (base === commit) return { commit, changes: commit, files: [] };
  const before = own(root, base, answers);
  const after = own(root, commit, answers);
  const files = git(root, "diff", "--name-status", "--no-renames", before, after).split("\n").filter(Boolean);
  const from = commitTree(root, before, base);
  return {
    commit,
    changes: commitTree(root, after, from),
    files: files.map((line) => line.replace("\t", " ")),
  };
}

/**
 * Merges a release into the working tree, to be committed; gives the files with conflicts. The merge is recorded as one of the
 * template's commit, so that the next release starts from there.
 */
export function takeRelease(root: string, { commit, changes }: Release): string[] {
  git(root, "merge", "--no-commit", "--no-ff", "--strategy=ours", commit);
  const isWhole = succeeds(root, "cherry-pick", "--no-commit", changes);
  const conflicts = git(root, "diff", "--name-only", "--diff-filter=U").split("\n").filter(Boolean);
  if (isWhole || conflicts.length > 0) return conflicts;
  git(root, "merge", "--abort");
  throw new Error(`git could not merge ${commit}; nothing was changed`);
}

function commitOf(root: string, revision: string): string {
  if (!revision.startsWith("-") && succeeds(root, "rev-parse", "--verify", `${revision}^{commit}`))
    return git(root, "rev-parse", "--verify", `${revision}^{commit}`);
  throw new UsageError([
    {
      where: revision,
      problem:
        "git knows no such revision; run git remote add template <URL> and git fetch template, and give template/main or a tag.",
    },
  ]);
}

function baseOf(root: string, commit: string, revision: string): string {
  if (succeeds(root, "merge-base", "HEAD", commit)) return git(root, "merge-base", "HEAD", commit);
  throw new UsageError([
    {
      where: revision,
      problem:
        "it has no history in common with this repository, as after pulumi new. Name the template's commit that this one was " +
        "made of, once: git merge --strategy=ours --allow-unrelated-histories <commit>",
    },
  ]);
}

/** The tree of files that init makes of one of the template's commits. */
function own(root: string, commit: string, answers: Answers): string {
  const temporary = join(root, ".tmp");
  mkdirSync(temporary, { recursive: true });
  // Within the repository, so that it finds the packages.
  const dir = mkdtempSync(join(temporary, "release-"));
  try {
    git(root, "worktree", "add", "--detach", "--force", dir, commit);
    const init = "platform/commands/init.ts";
    if (!existsSync(join(dir, init)))
      throw new UsageError([
        { where: commit, problem: "it is older than npm run init; take a later release." },
      ]);
    const args = ["platform/run.mjs", init, ...flagsOf(root, dir, answers), "--no-derive"];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: dir, encoding: "utf8" });
    if (status !== 0) throw new Error(`npm run init fails on the template's commit ${commit}: ${stderr}`);
    git(dir, "add", "--all");
    git(dir, "rm", "--cached", "--quiet", "--ignore-unmatch", recordFile, ...derived);
    return git(dir, "write-tree");
  } finally {
    succeeds(root, "worktree", "remove", "--force", dir);
    rmSync(dir, { recursive: true, force: true });
    succeeds(root, "worktree", "prune");
  }
}

/** The answers as flags; examples that the organisation removed or renamed since, or that the commit doesn't have, are left out. */
function flagsOf(root: string, dir: string, { keep, ...answers }: Answers): string[] {
  const there = keep.filter((name) => [root, dir].every((one) => existsSync(join(one, "services", name))));
  return Object.entries({ ...answers, keep: there.join(",") || "none" }).map(
    ([name, value]) => `--${name}=${value}`,
  );
}

/** By a name of its own, since it stays on no branch. */
const commitTree = (root: string, tree: string, parent: string): string =>
  git(
    root,
    ...["-c", "user.name=upgrade-platform", "-c", "user.email=upgrade-platform@localhost"],
    ...["commit-tree", tree, "-p", parent, "-m", "The template as this organisation's own"],
  );
