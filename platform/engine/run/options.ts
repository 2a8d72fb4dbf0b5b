import { offline } from "../../values/offline.ts";
import type { StackOptions } from "../monitor/stack-options.ts";

export interface RunOptions extends StackOptions {
  /** Folder of the program (where its Pulumi.yaml is); absolute. */
  readonly dir: string;
  /** The program's file in `dir`. Default: `index.ts`. */
  readonly main?: string;
  /** Called in the program's stack before the program is loaded. In-process runs only. */
  readonly setup?: () => void;
  /** Milliseconds without news from the program after which it counts as stuck. Default: 60,000. */
  readonly idleLimit?: number;
  /** The program itself, in place of the file `main`; its result is the stack's outputs. In-process runs only. */
  readonly program?: () => unknown;
}

/** The config of a run: its own, and that it is offline. */
export const configOf = ({ config }: RunOptions): Record<string, string> => ({
  [`${offline.namespace}:${offline.key}`]: "true",
  ...config,
});
