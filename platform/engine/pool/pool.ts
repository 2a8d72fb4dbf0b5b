import { availableParallelism } from "node:os";
import type { Graph } from "../graph/graph.ts";
import type { RunOptions } from "../run/options.ts";
import { ProgramProcess } from "./program-process.ts";
import { runOn } from "./run-on.ts";

export interface PoolOptions {
  /** Default: the number of cores. */
  readonly size?: number;
  /** Whether runs tell what their programs depend on. Default: false. */
  readonly traced?: boolean;
  /** Folder in which the processes start. Default: this process's. */
  readonly cwd?: string;
  /** The folder whose `node_modules` have the SDK that the programs use. Default: the engine's own. */
  readonly packages?: string;
}

/**
 * Runs programs as the Pulumi CLI does: each alone in a process, in its own folder, to the end that the process would
 * come to. A process is used for one program after another; one that misbehaves is replaced.
 */
export class Pool {
  readonly #all = new Set<ProgramProcess>();
  #idle: ProgramProcess[] = [];
  readonly #waiting: (() => void)[] = [];
  #free: number;
  readonly #size: number;
  readonly #options: PoolOptions;
  readonly #onExit = () => this.#end([...this.#all]);

  constructor(options: PoolOptions = {}) {
    const { size = availableParallelism() } = options;
    this.#options = options;
    this.#size = size;
    this.#free = size;
    // A process that computes without a pause would not notice the end of this one.
    process.on("exit", this.#onExit);
  }

  async run(options: RunOptions): Promise<Graph> {
    await this.#enter();
    const worker = this.#take();
    try {
      return await runOn(worker, { ...options, ...this.#yielding(options) });
    } finally {
      if (worker.usable && this.#idle.length < this.#size && this.#all.has(worker)) this.#idle.push(worker);
      else this.#end([worker]);
      this.#leave();
    }
  }

  /** From here on programs run in new processes, which load the platform's modules anew. */
  renew(): void {
    this.#end(this.#idle);
    this.#idle = [];
    this.#all.clear();
  }

  /** Ends every process; it runs no program after it. */
  end(): void {
    process.off("exit", this.#onExit);
    this.#end([...this.#all]);
    this.#idle = [];
  }

  #take(): ProgramProcess {
    for (let one = this.#idle.pop(); one; one = this.#idle.pop()) if (one.usable) return one;
    const made = new ProgramProcess(this.#options);
    this.#all.add(made);
    return made;
  }

  #end(workers: readonly ProgramProcess[]): void {
    for (const one of workers) {
      this.#all.delete(one);
      one.end();
    }
  }

  /** A program that waits for another's outputs leaves its place to that one. */
  #yielding({ otherStacks }: RunOptions): Pick<RunOptions, "otherStacks"> {
    return {
      otherStacks: (name) => {
        const outputs = otherStacks?.(name);
        if (outputs) this.#leave();
        return outputs?.finally(() => {
          this.#free -= 1;
        });
      },
    };
  }

  async #enter(): Promise<void> {
    if (this.#free <= 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
  }

  #leave(): void {
    this.#free += 1;
    if (this.#free <= 0) return;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#free -= 1;
    next();
  }
}
