import type { Graph } from "./graph/graph.ts";
import type { Pool, PoolOptions } from "./pool/pool.ts";
import type { InProcessOptions, RunOptions } from "./run/options.ts";

export * from "./graph/graph.ts";
export { inputsOf, managed } from "./graph/managed.ts";
export type { Provider } from "./monitor/provider.ts";
export type { Pool } from "./pool/pool.ts";
export type { RunOptions } from "./run/options.ts";
export { ProgramError } from "./run/program-error.ts";
export type { Trace } from "./trace/trace.ts";

let pool: Promise<Pool> | undefined;

// What runs programs is loaded with the first run: reading graphs needs none of it.
const thePool = () => {
  pool ??= import("./pool/pool.ts").then(({ Pool }) => new Pool());
  return pool;
};

/**
 * Runs a program as the Pulumi CLI does, and gives its graph: alone in a process, in its own folder, until the process
 * would end by itself. As many run at a time as there are cores. Rejects with a `ProgramError` when the program fails, a
 * resource's inputs aren't valid, or the program gives no sign for `idleLimit`.
 */
export async function runProgram(options: RunOptions): Promise<Graph> {
  return (await thePool()).run(options);
}

/** A pool of processes of its own, such as for the programs of another checkout; its owner ends it. */
export async function createPool(options: PoolOptions): Promise<Pool> {
  const { Pool } = await import("./pool/pool.ts");
  return new Pool(options);
}

/** From here on programs run in processes that load all modules anew: those that programs share have changed. */
export async function renewProcesses(): Promise<void> {
  (await pool)?.renew();
}

/**
 * Runs a program in this process: one that is a function, for tests. Many may run at a time without seeing each other.
 * Waits for resources, outputs and their inputs; work outside of Pulumi (a timer that makes a resource later) is not
 * waited for.
 */
export async function runInProcess(options: InProcessOptions): Promise<Graph> {
  const { inProcess } = await import("./run/in-process.ts");
  return inProcess(options);
}
