import type { Properties } from "../graph/graph.ts";
import type { Provider } from "./provider.ts";

/** The stack that a program is run for, and everything that the engine knows beside the program. */
export interface StackOptions {
  readonly project: string;
  readonly stack: string;
  readonly organization?: string;
  /** Full keys (`aws:region`, `users-api:owner`) to values as in the stack file: strings, objects as JSON. */
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  readonly preview?: boolean;
  readonly provider: Provider;
  /** Fully qualified stack name (`organization/orders/dev`) to its outputs. */
  readonly stackReferences?: Readonly<Record<string, Properties>>;
  /** Gives the outputs of a stack that `stackReferences` doesn't have, when a program reads it; undefined: not known. */
  readonly otherStacks?: (name: string) => Promise<Properties> | undefined;
}
