import type { Graph } from "./graph.ts";
import type { RunOptions } from "./run.ts";

export { ProgramError } from "./error.ts";
export * from "./graph.ts";
export type { Provider, RunOptions } from "./run.ts";

/**
 * Runs a program in this process and gives its graph; many programs may run at once without seeing each other.
 * Rejects with a `ProgramError` when the program fails or a resource's inputs aren't valid. Waits for resources,
 * outputs and their inputs; work that Pulumi isn't told of (a timer that makes a resource later) is not waited for.
 */
export async function runInProcess(options: RunOptions): Promise<Graph> {
  // The SDK is loaded with the first run: reading graphs needs none of it.
  const { inProcess } = await import("./in-process.ts");
  return inProcess(options);
}

/**
 * Runs a program in a process of its own, loaded by the SDK's language host as the Pulumi CLI would (about a
 * second each). The graph is the same as `runInProcess` gives.
 */
export async function runAsChild(options: RunOptions): Promise<Graph> {
  const { asChild } = await import("./child.ts");
  return asChild(options);
}
