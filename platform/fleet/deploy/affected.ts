import { workspaceDir } from "../../values/places.ts";
import { compareWith } from "../impact/revisions/compare-with.ts";
import { git } from "../impact/revisions/git.ts";
import { baseOf, repositoryOf } from "../impact/revisions/repository.ts";
import { type Reads, withReaders } from "./order.ts";

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

/** Files that differ from a revision's, committed or not. */
async function changedFiles(base: string): Promise<string[]> {
  const workspace = workspaceDir();
  const { commit } = await baseOf(await repositoryOf(workspace), base);
  const files = async (...args: string[]) => (await git(workspace, args)).split("\0").filter(Boolean);
  return [
    ...(await files("diff", "--name-only", "--relative", "-z", commit, "--")),
    ...(await files("ls-files", "--others", "--exclude-standard", "-z")),
  ];
}
