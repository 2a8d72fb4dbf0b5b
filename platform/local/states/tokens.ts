import { randomUUID } from "node:crypto";

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: { readonly error?: string; readonly cause?: string }) => void;
}

/** The state of a token: an execution waits for it, none does any more, or there never was such a token. */
type Known = "waiting" | "closed" | "unknown";

/** The task tokens of all executions since the start, and the executions that wait for them (`.waitForTaskToken`). */
export class TaskTokens {
  readonly #waiting = new Map<string, Waiting>();
  readonly #closed = new Set<string>();

  /** A token and its answer; `onFailure` makes the error of a failure. */
  open(onFailure: (error: string, cause: string) => Error): { token: string; answer: Promise<unknown> } {
    const token = `local-${randomUUID()}`;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(token, {
        resolve,
        reject: ({ error = "States.TaskFailed", cause = "" }) => reject(onFailure(error, cause)),
      });
    });
    // Its state may have timed out before the answer comes.
    answer.catch(() => {});
    return { token, answer };
  }

  /** Ends the wait. */
  close(token: string): void {
    if (this.#waiting.delete(token)) this.#closed.add(token);
  }

  succeed(token: string, output: unknown): Known {
    return this.#answer(token, (waiting) => waiting.resolve(output));
  }

  fail(token: string, error: { readonly error?: string; readonly cause?: string }): Known {
    return this.#answer(token, (waiting) => waiting.reject(error));
  }

  state(token: string): Known {
    if (this.#waiting.has(token)) return "waiting";
    return this.#closed.has(token) ? "closed" : "unknown";
  }

  #answer(token: string, answer: (waiting: Waiting) => void): Known {
    const [waiting, known] = [this.#waiting.get(token), this.state(token)];
    this.close(token);
    if (waiting) answer(waiting);
    return known;
  }
}
