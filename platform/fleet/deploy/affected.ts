import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { workspaceDir } from "../../values/places.ts";
import { UsageError } from "../../values/problems.ts";
import { compareWith } from "../impact/revisions/compare-with.ts";
import { type Reads, withReaders } from "./order.ts";

const run = promisify(execFile);

/** Files of the repository that no deployment has anything of. */
const irrelevant = /^(docs|test|bench|\.github|\.ci)\/|^[^/]*\.md$/;

/** What is compared with: a revision of git, and the stage whose config programs get. */
interface Since {
  readonly base: string;
  readonly stage: string;
}

/** Tells which of some services are the same as at a revision. */
type Compare = (since: Since & { readonly services: readonly string[] }) => Promise<{
  readonly unchanged: readonly string[];
}>;

/**
 * The services that a change since a revision of git touches, with those that read their outputs. Candidates are those
 * whose files differ, in commits or not committed yet, and all of them where a file differs that they share; a service among
 * them whose graph is the same as at the base is left out.
 */
export async function affectedServices(
  since: Since,
  reads: Reads,
  compare: Compare = compareWith,
): Promise<string[]> {
  const files = (await changedFiles(since.base)).filter((file) => !irrelevant.test(file));
  const touched = files.map((file) => /^services\/([^/]+)\//.exec(file)?.[1]);
  const isShared = touched.includes(undefined);
  const candidates = [...reads.keys()].filter((name) => isShared || touched.includes(name));
  if (candidates.length === 0) return [];
  const { unchanged } = await compare({ ...since, services: candidates });
  return withReaders(
    candidates.filter((name) => !unchanged.includes(name)),
    reads,
  );
}

async function changedFiles(base: string): Promise<string[]> {
  const cwd = workspaceDir();
  const git = async (...args: string[]) => {
    const { stdout } = await run("git", args, { cwd, maxBuffer: 100 * 2 ** 20 });
    return stdout.split("\0").filter(Boolean);
  };
  try {
    const [revision = ""] = await git("rev-parse", "--verify", "--end-of-options", `${base}^{commit}`);
    return [
      ...(await git("diff", "--name-only", "--relative", "-z", revision.trim(), "--")),
      ...(await git("ls-files", "--others", "--exclude-standard", "-z")),
    ];
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    const reason = code === "ENOENT" ? "there is no git on PATH" : stderr.trim().split("\n").at(-1);
    throw new UsageError([
      { where: "--base", problem: `${JSON.stringify(base)} can't be compared with: ${reason}.` },
    ]);
  }
}
