import type { ChildProcess } from "node:child_process";

const live = new Set<ChildProcess>();
let installed = false;

/** Ends a child and everything that it started. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group can be gone already, or not be there yet; the child itself is still ours to end.
    child.kill("SIGKILL");
  }
}

/**
 * Makes sure that a child never outlives this process, even when it ends without stopping things in order
 * (an uncaught error, `process.exit` in a test). Returns a function to call once the child has ended.
 */
export function adopt(child: ChildProcess): () => void {
  if (!installed) {
    installed = true;
    process.once("exit", () => {
      for (const each of live) killGroup(each);
    });
  }
  live.add(child);
  return () => live.delete(child);
}
