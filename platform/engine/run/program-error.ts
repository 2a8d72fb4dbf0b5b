import type { Graph } from "../graph/graph.ts";

/**
 * A program failed. `message` and `stack` are those of the program's own first error; `errors` holds all
 * of them and `graph` what had been registered by then.
 */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
  readonly graph: Graph;
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[], graph: Graph) {
    const first = errors[0] ?? new Error("the program failed without an error");
    super(first.message, { cause: first });
    this.errors = errors;
    this.graph = graph;
    // The engine's mark on the module would keep editors from opening the place.
    if (first.stack) this.stack = first.stack.replaceAll(/\?run=\d+(?=:\d)/g, "");
  }
}
