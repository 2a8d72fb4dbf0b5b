import { spawn } from "node:child_process";

/** What the CLI said until its end; `code` is undefined where there is no CLI. */
export interface Said {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of every call: the user's own, so that the backend and its credentials are theirs. */
export const cliEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PULUMI_SKIP_UPDATE_CHECK: "true",
  // The flag `--event-log` is among those for debugging, as Pulumi's Automation API uses it.
  PULUMI_DEBUG_COMMANDS: "true",
});

/** A process group of its own: a terminal sends Ctrl-C to the whole group, and the CLI takes a second one for "end at once". */
export const ownGroup = { detached: true, windowsHide: true } as const;

/** Runs a short command of the pulumi CLI in a folder, to its end. */
export function pulumi(args: readonly string[], cwd: string): Promise<Said> {
  return new Promise((resolve) => {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd,
      env: cliEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      ...ownGroup,
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", () => resolve({ code: undefined, stdout, stderr }));
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** The CLI's errors without its warnings, for a sentence. */
export const errorOf = ({ stdout, stderr }: Said): string => {
  const text = `${stderr}\n${stdout}`.trim();
  const at = text.indexOf("error: ");
  return (at === -1 ? text : text.slice(at + "error: ".length)).trim() || "it gave no reason";
};
