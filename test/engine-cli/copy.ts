import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { platformDir as root } from "../../platform/values/places.ts";

const who = {
  GIT_AUTHOR_NAME: "crew",
  GIT_AUTHOR_EMAIL: "crew@example.com",
  GIT_COMMITTER_NAME: "crew",
  GIT_COMMITTER_EMAIL: "crew@example.com",
};

/** Runs a command in a folder and gives what it prints; the error of one that fails has that too. */
export function run(dir: string, command: string, ...args: readonly string[]): string {
  const env = { ...process.env, ...who, NO_COLOR: "1", VITEST_REPORT: "" };
  try {
    return execFileSync(command, args, {
      cwd: dir,
      env,
      encoding: "utf8",
      maxBuffer: 2 ** 27,
      stdio: "pipe",
    });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${command} ${args.join(" ")}\n${stdout.slice(-20_000)}\n${stderr.slice(-5_000)}`);
  }
}

/** An empty folder within the repository, which goes when the test has ended. */
export function emptyFolder(name: string): string {
  mkdirSync(join(root, ".tmp"), { recursive: true });
  const dir = mkdtempSync(join(root, ".tmp", `${name}-`));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Lets a copy of the repository use the packages of this one. */
export function withPackages(dir: string): void {
  symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
  appendFileSync(join(dir, ".git/info/exclude"), "node_modules\n");
}
