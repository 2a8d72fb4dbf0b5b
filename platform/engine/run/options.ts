import { offline } from "../../values/offline.ts";
import type { StackOptions } from "../monitor/stack-options.ts";
import type { Trace } from "../trace/trace.ts";

/** A program, and the stack that it is run for. */
export interface ProgramOptions extends StackOptions {
  /** Folder of the project (where its Pulumi.yaml is); absolute. */
  readonly dir: string;
  /** The project's `main`: the program's file in `dir`, or a folder that has it. Default: as the Pulumi CLI finds it. */
  readonly main?: string;
  /** Milliseconds without news from the program after which it counts as stuck. Default: 60,000. */
  readonly idleLimit?: number;
}

export interface InProcessOptions extends ProgramOptions {
  /** Called in the program's stack before the program is loaded. */
  readonly setup?: () => void;
  /** The program itself, in place of the file `main`; its result is the stack's outputs. */
  readonly program?: () => unknown;
}

/** A module that programs share, and what has to be called for each program that imports it. Modules are URLs. */
export interface SharedModule {
  readonly url: string;
  /** An exported function without arguments. */
  readonly perProgram: { readonly module: string; readonly call: string };
}

export interface RunOptions extends ProgramOptions {
  readonly shared?: SharedModule;
  /** Ends the program; the run rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with what the program depends on at its end, in a pool that traces. */
  readonly onTrace?: (trace: Trace) => void;
}

/** Milliseconds of silence, where a run doesn't say. */
export const defaultIdleLimit = 60_000;

/** The config of a run: its own, and that it is offline. */
export const configOf = ({ config }: StackOptions): Record<string, string> => ({
  [`${offline.namespace}:${offline.key}`]: "true",
  ...config,
});
