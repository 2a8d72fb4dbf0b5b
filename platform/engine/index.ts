import type { Graph } from "./graph/graph.ts";
import type { RunOptions } from "./run/options.ts";

export * from "./graph/graph.ts";
export { inputsOf, managed } from "./graph/managed.ts";
export type { Provider } from "./monitor/provider.ts";
export type { RunOptions } from "./run/options.ts";
export { ProgramError } from "./run/program-error.ts";

/**
 * Loads the SDK as runs use it. Code that imports the SDK, or a module that does, before the first run awaits this
 * first: a process loads the SDK once, and without the engine's patches its start takes twice as long.
 */
export async function loadSdk(): Promise<void> {
  await import("./sdk/preload.ts");
}

/**
 * Runs a program in this process and gives its graph; many programs may run at a time without seeing each other.
 * Rejects with a `ProgramError` when the program fails or a resource's inputs aren't valid. Waits for resources,
 * outputs and their inputs; work outside of Pulumi (a timer that makes a resource later) is not waited for.
 */
export async function runInProcess(options: RunOptions): Promise<Graph> {
  // The SDK is loaded with the first run: reading graphs needs none of it.
  const { inProcess } = await import("./run/in-process.ts");
  return inProcess(options);
}

/**
 * Runs a program in a process of its own, loaded by the SDK's language host as the Pulumi CLI would (about a
 * second each). The graph is the same as `runInProcess` gives.
 */
export async function runAsChild(options: RunOptions): Promise<Graph> {
  const { asChild } = await import("./run/child.ts");
  return asChild(options);
}
