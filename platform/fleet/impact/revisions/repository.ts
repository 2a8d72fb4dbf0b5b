import { realpathSync } from "node:fs";
import { relative } from "node:path";
import { suggestion, UsageError } from "../../../values/problems.ts";
import { GitError, git, tryGit } from "./git.ts";

/** The repository that a workspace is in. */
export interface Repository {
  /** Root of the working tree. */
  readonly root: string;
  /** Git's own folder, absolute; that of a linked working tree where this is one. */
  readonly gitDir: string;
  /** Git's folder that all working trees share. */
  readonly commonDir: string;
  /** The workspace's folder below the root; `""` where it is the root. */
  readonly prefix: string;
}

/** A commit to compare with. */
export interface Base {
  readonly commit: string;
  /** Hash of its files. */
  readonly tree: string;
  /** As people call it: `origin/main`, `v1.2`. */
  readonly name: string;
}

export async function repositoryOf(workspace: string): Promise<Repository> {
  try {
    const args = ["--show-toplevel", "--absolute-git-dir", "--path-format=absolute", "--git-common-dir"];
    const [root = "", gitDir = "", commonDir = ""] = (await git(workspace, ["rev-parse", ...args])).split(
      "\n",
    );
    return { root, gitDir, commonDir, prefix: relative(root, realpathSync(workspace)) };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(
      `${workspace} is compared with a revision of its git repository, and git says: ${error.message}`,
    );
  }
}

/** Names of the branch that changes go to, the most certain first. */
const defaults = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/**
 * The commit to compare with. Without a name, the one at which the branch left the default branch: what a pull request
 * shows; on the default branch itself the last commit that both have. `name...` is the one at which it left `name`, as in git diff.
 */
export async function baseOf({ root }: Repository, name: string | undefined): Promise<Base> {
  if ((await commitOf(root, "HEAD")) === undefined)
    throw new UsageError(`The repository in ${root} has no commit yet, so there is nothing to compare with.`);
  if (name === undefined) {
    for (const branch of defaults)
      if ((await commitOf(root, branch)) !== undefined)
        return await described(root, await mergeBase(root, branch), `merge base with ${branch}`);
    return described(root, "HEAD", "HEAD");
  }
  const [, branch] = /^(.+)\.\.\.(?:HEAD)?$/.exec(name) ?? [];
  if ((await commitOf(root, branch ?? name)) === undefined) throw await unknown(root, branch ?? name);
  if (branch === undefined) return described(root, name, name);
  return described(root, await mergeBase(root, branch), `merge base with ${branch}`);
}

const commitOf = (root: string, name: string) =>
  tryGit(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);

async function described(root: string, revision: string, name: string): Promise<Base> {
  const commit = await commitOf(root, revision);
  const tree = await tryGit(root, ["rev-parse", "--verify", "--quiet", `${commit}^{tree}`]);
  if (commit === undefined || tree === undefined) throw await unknown(root, revision);
  return { commit, tree, name };
}

async function mergeBase(root: string, branch: string): Promise<string> {
  const found = await tryGit(root, ["merge-base", "HEAD", branch]);
  if (found !== undefined && found !== "") return found;
  throw new UsageError(
    `git finds no commit that HEAD and ${branch} have in common.${await shallow(root)} Name the revision to compare with: --base <revision>.`,
  );
}

async function unknown(root: string, name: string): Promise<UsageError> {
  const refs = await tryGit(root, ["for-each-ref", "--format=%(refname:short)"]);
  const names = (refs ?? "").split("\n").filter((one) => one !== "");
  // A fresh clone has the branches of others by the name of the remote only.
  const remote = names.find((one) => one.split("/").slice(1).join("/") === name);
  return new UsageError([
    {
      where: "--base",
      problem:
        `git knows no revision ${JSON.stringify(name)}; a branch, a tag or a commit is expected.` +
        `${remote === undefined ? suggestion(name, names) : ` Did you mean ${remote}?`}${await shallow(root)}`,
    },
  ]);
}

/** A clone that was told to leave out history may just lack it. */
async function shallow(root: string): Promise<string> {
  if ((await tryGit(root, ["rev-parse", "--is-shallow-repository"])) !== "true") return "";
  return " This clone is shallow: `git fetch --unshallow` gets the rest (in GitHub's actions/checkout, fetch-depth: 0).";
}
