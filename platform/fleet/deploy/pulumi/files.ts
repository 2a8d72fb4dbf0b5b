import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, workspaceDir } from "../../../values/places.ts";

/** Files of a service's stack in the cache. */
export interface Files {
  /** All that the CLI printed. */
  readonly log: string;
  /** Events of its engine while it runs. */
  readonly events: string;
  /** The CLI's process while it runs; left behind when this process is killed. */
  readonly process: string;
}

export function filesOf(service: string, stage: string): Files {
  // Worktrees of one repository may share their node_modules, and so the cache.
  const workspace = createHash("sha256").update(workspaceDir()).digest("hex").slice(0, 8);
  const dir = join(cacheDir(), "fleet", workspace, stage);
  mkdirSync(dir, { recursive: true });
  const file = (ending: string) => join(dir, `${service}.${ending}`);
  return { log: file("log"), events: file("events"), process: file("process") };
}

/** The process of an earlier run that was killed before its CLI came to an end; undefined where there is none. */
export function leftProcess(files: Files): number | undefined {
  try {
    const { pid } = JSON.parse(readFileSync(files.process, "utf8")) as { pid?: number };
    return pid;
  } catch {
    return undefined;
  }
}

/** Whether a process is still the pulumi CLI: numbers of processes are used again. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    // Only Linux has it; elsewhere a process of this number counts as the CLI.
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("pulumi");
  } catch {
    return process.platform !== "linux";
  }
}
