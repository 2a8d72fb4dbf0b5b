import type { ProgramProcess } from "./program-process.ts";

/** Part of the limit that a process has for its answer when it is asked for a sign of life. */
const grace = 0.2;

/**
 * Calls back when a program has been silent for `limit` milliseconds, with the reason as the rest of a sentence. Time in
 * which the program waits for the engine doesn't count.
 */
export class Silence {
  readonly #limit: number;
  readonly #worker: ProgramProcess;
  readonly #onSilence: (reason: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #owed = 0;
  #over = false;

  constructor(worker: ProgramProcess, limit: number, onSilence: (reason: string) => void) {
    this.#worker = worker;
    this.#limit = limit;
    this.#onSilence = onSilence;
    this.broken();
  }

  /** The program has said something. */
  broken(): void {
    clearTimeout(this.#timer);
    if (this.#owed === 0 && !this.#over) this.#timer = setTimeout(() => this.#ask(), this.#limit);
  }

  /** The program waits for the engine, until the returned function is called. */
  owes(): () => void {
    this.#owed += 1;
    this.broken();
    return () => {
      this.#owed -= 1;
      this.broken();
    };
  }

  /** The answer to the question for a sign of life. */
  alive(waitsFor: readonly string[]): void {
    this.end();
    this.#onSilence(
      `it waits for something that hasn't come (Node calls it ${waitsFor.join(", ") || "nothing"}): a timer, a server, a lock`,
    );
  }

  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #ask(): void {
    this.#worker.send({ type: "ping" });
    this.#timer = setTimeout(
      () => this.#onSilence("it computes without a pause: a loop without an end does that"),
      this.#limit * grace,
    );
  }
}
