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
    const first = errors[0] ?? new Error("the program failed without saying why");
    super(first.message, { cause: first });
    this.errors = errors;
    this.graph = graph;
    // The engine's mark on the module would keep editors from opening the place.
    if (first.stack) this.stack = first.stack.replaceAll(/\?run=\d+(?=:\d)/g, "");
  }
}

/** What the engine refuses, in the words the program gets. `code` is a gRPC status code. */
export class EngineError extends Error {
  readonly code: number;
  readonly details: string;
  constructor(message: string, code = 3) {
    super(message);
    this.code = code;
    this.details = message;
  }
}

/** Errors of a run, each once: one cause rejects many promises. */
export function distinct(errors: readonly unknown[]): Error[] {
  const result: Error[] = [];
  for (const thrown of errors) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    // The SDK puts this before the message of the program's error, once for every input that waited for it.
    const own = error.message.replace(/^(?:error serializing property "[^"]*": )+/, "");
    if (own !== error.message) error.message = own;
    if (!result.some((seen) => seen === error || seen.message === own)) result.push(error);
  }
  return result;
}
