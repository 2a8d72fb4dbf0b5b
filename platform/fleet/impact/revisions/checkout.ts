import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../../../values/problems.ts";
import { GitError, git } from "./git.ts";
import { providePackages } from "./packages.ts";
import { sha256 } from "./places.ts";
import type { Base, Repository } from "./repository.ts";

export interface Checkout {
  readonly root: string;
  /** Submodules, whose files aren't in it. */
  readonly submodules: readonly string[];
}

/**
 * The files of a revision in a folder of their own, as a checkout would write them, with packages. Neither the working tree
 * nor the repository's index, refs and list of working trees are touched: git gets an index of its own. Kept by the files' hash; what
 * is interrupted leaves a folder that the next run doesn't take for a checkout.
 */
export async function checkOut(repository: Repository, base: Base, cache: string): Promise<Checkout> {
  const { submodules, packages } = await contents(repository, base);
  // Packages are those of this working tree, where they fit.
  const root = join(cache, "checkouts", `${base.tree.slice(0, 20)}-${sha256(repository.root).slice(0, 8)}`);
  try {
    if (!existsSync(root)) await create(root, repository, base);
    const now = new Date();
    utimesSync(root, now, now);
    await providePackages({ checkout: root, working: repository.root, cache }, packages);
  } catch (error) {
    throw unreadable(error, base, cache);
  }
  return { root, submodules };
}

async function create(root: string, repository: Repository, base: Base): Promise<void> {
  mkdirSync(dirname(root), { recursive: true });
  const temporary = mkdtempSync(`${root}.tmp-`);
  try {
    const files = join(temporary, "files");
    mkdirSync(files);
    await write(repository, base, temporary);
    if (!existsSync(root)) renameSync(files, root);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function write({ root, gitDir }: Repository, { tree }: Base, temporary: string): Promise<void> {
  const env = { GIT_INDEX_FILE: join(temporary, "index") };
  const whole = ["-c", "core.sparseCheckout=false", "-c", "core.splitIndex=false"];
  const at = [...whole, `--git-dir=${gitDir}`, `--work-tree=${join(temporary, "files")}`];
  await git(root, [...at, "read-tree", tree], env);
  await git(join(temporary, "files"), [...at, "checkout-index", "--all", "--force"], env);
}

/** What a checkout needs beside its files: which of them are submodules, and which folders have packages. */
async function contents({ root }: Repository, base: Base) {
  let listed: string;
  try {
    listed = await git(root, ["ls-tree", "-r", "-z", "--full-tree", base.tree]);
  } catch (error) {
    throw unreadable(error, base, root);
  }
  const entries = listed.split("\0").flatMap((line) => {
    const [, mode, path] = /^(\d+) \w+ \w+\t(.*)$/s.exec(line) ?? [];
    return mode !== undefined && path !== undefined ? [{ mode, path }] : [];
  });
  const manifests = entries.filter(({ path }) => /(^|\/)package\.json$/.test(path));
  return {
    submodules: entries.filter(({ mode }) => mode === "160000").map(({ path }) => path),
    packages: manifests.map(({ path }) => dirname(path)).filter((folder) => !folder.includes("node_modules")),
  };
}

function unreadable(error: unknown, { name, commit }: Base, cache: string): unknown {
  const { code, message, path } = error as NodeJS.ErrnoException;
  if (error instanceof GitError)
    return new UsageError(
      `The files of the base (${name}, ${commit.slice(0, 12)}) can't be read from git: ${message}\n` +
        "`git fsck` names what is broken; what a partial clone lacks, `git fetch` gets.",
    );
  if (["EACCES", "EROFS", "ENOSPC", "EPERM", "ENOTDIR"].includes(code ?? ""))
    return new UsageError(
      `The base can't be written to ${path ?? cache}: ${message}. Set XDG_CACHE_HOME to a folder with room.`,
    );
  return error;
}
