import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { workspaceDir } from "../../values/places.ts";
import { UsageError } from "../../values/problems.ts";
import { type Reads, withReaders } from "./order.ts";

const run = promisify(execFile);

/** Files of the repository that no deployment has anything of. */
const irrelevant = /^(docs|test|bench|\.github|\.ci)\/|^[^/]*\.md$/;

/**
 * The services that a change since a revision of git may touch, with those that read their outputs: those whose files
 * differ, in commits or not committed yet; all of them where a file differs that they share.
 */
export async function affectedServices(base: string, reads: Reads): Promise<string[]> {
  const files = (await changedFiles(base)).filter((file) => !irrelevant.test(file));
  const services = files.map((file) => /^services\/([^/]+)\//.exec(file)?.[1]);
  if (services.includes(undefined)) return [...reads.keys()];
  return withReaders([...new Set(services)] as string[], reads);
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
