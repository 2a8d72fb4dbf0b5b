import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A stack of a project, as the CLI's backend knows it. */
export interface Stack {
  /** Fully qualified: `organization/users-api/dev`. */
  readonly name: string;
  /** Resources in its state; undefined where the backend doesn't say. */
  readonly resources: number | undefined;
}

/** Thrown when the pulumi CLI isn't there, or can't read its backend. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  /** What to do, as a sentence. */
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

const remedies = {
  install: "Install the CLI (https://www.pulumi.com/docs/install/), and try again.",
  update: "Update the CLI (https://www.pulumi.com/docs/install/), and try again.",
  login: "Log in with pulumi login, and try again.",
};

/** The stacks of the project in a folder. Asks the pulumi CLI, in the backend that it is logged in to. */
export async function stacksOf(dir: string, signal?: AbortSignal): Promise<Stack[]> {
  const out = await pulumi(dir, ["stack", "ls", "--json", "--fully-qualify-stack-names"], signal);
  let listed: unknown;
  try {
    listed = JSON.parse(out);
  } catch {
    throw new NoAnswer(`pulumi stack ls gave no JSON: ${out.trim().slice(0, 200)}`, remedies.update);
  }
  return (Array.isArray(listed) ? listed : []).map((one: unknown) => {
    const { name, resourceCount, lastUpdate } = Object(one) as Record<string, unknown>;
    const counted = typeof resourceCount === "number" ? resourceCount : undefined;
    // A stack that was never updated has neither.
    return { name: String(name), resources: counted ?? (lastUpdate === undefined ? 0 : undefined) };
  });
}

/** The command that gives a stack's state to another project, as its words behind `pulumi`. */
export const renameArgs = (dir: string, stack: string, project: string): readonly string[] => {
  const [organization, , stage] = stack.split("/");
  return ["stack", "rename", "--cwd", dir, `${organization}/${project}/${stage}`, "--stack", stack];
};

/** Runs the pulumi CLI in a folder and gives what it printed. */
export async function pulumi(cwd: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  try {
    const options = { cwd, maxBuffer: 100 * 2 ** 20, ...(signal && { signal }) };
    return (await run("pulumi", [...args, "--non-interactive"], options)).stdout;
  } catch (error) {
    signal?.throwIfAborted();
    const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
    if (code === "ENOENT") throw new NoAnswer("there is no pulumi CLI on PATH", remedies.install);
    const reason = (stderr || message).trim().replace(/^error: /, "");
    throw new NoAnswer(
      `pulumi ${args.slice(0, 2).join(" ")} failed: ${reason}`,
      /unknown (flag|command)/.test(reason) ? remedies.update : remedies.login,
    );
  }
}
