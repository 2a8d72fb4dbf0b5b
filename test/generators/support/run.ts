import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export const root = join(import.meta.dirname, "../../..");

export interface Result {
  /** Null when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of Node as people start it: no terminal, nothing of the test runner's environment. */
export function start(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
  cwd = root,
): ChildProcess {
  const { VITEST: _, NODE_OPTIONS: __, ...outer } = process.env;
  return spawn(process.execPath, [script, ...args], { cwd, env: { ...outer, NO_COLOR: "1", ...env } });
}

export function finished(child: ChildProcess): Promise<Result> {
  const result = { stdout: "", stderr: "" };
  child.stdout?.on("data", (data) => {
    result.stdout += data;
  });
  child.stderr?.on("data", (data) => {
    result.stderr += data;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ ...result, code }));
  });
}

/** The command, run to its end with an empty stdin. */
export function newService(args: readonly string[], env?: Record<string, string>): Promise<Result> {
  const child = start("platform/commands/new-service.ts", args, env);
  child.stdin?.end();
  return finished(child);
}

/** An empty folder in the repository, where `#platform` resolves; removed when the test ends. */
export function emptyFolder(): string {
  mkdirSync(join(root, ".tmp"), { recursive: true });
  const folder = mkdtempSync(join(root, ".tmp/generators-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file and folder below a folder, hidden ones too; none when there is no such folder. */
export const everythingIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).sort() : [];
