import { EngineError } from "../wire/engine-error.ts";
import { type Packed, pack, unpack } from "../wire/packing.ts";
import type { Procedures } from "../wire/protocol.ts";
import { type FromProgram, Outbox, type SentError, type Service } from "./messages.ts";

interface Waiting {
  answer(response: unknown): void;
  refuse(error: Error): void;
}

/**
 * A program's way to the engine's process. It keeps the event loop alive only while an answer is due: when the program
 * has nothing left to do, the loop is empty, as it would be under the Pulumi CLI.
 */
export class Channel {
  readonly #waiting = new Map<number, Waiting>();
  readonly #outbox = new Outbox<FromProgram>((messages) => process.send?.(messages));
  #asked = 0;

  /** Sends a message after all before it. What a program asks for and returns may wait for the end of the turn. */
  send(message: FromProgram): void {
    if (message.type === "returned" || (message.type === "ask" && message.service === "monitor"))
      this.#outbox.send(message);
    else this.#outbox.now(message);
  }

  /** Lets the process end, or wait for work that isn't a program's. */
  keepAlive(alive: boolean): void {
    if (alive) process.channel?.ref();
    else process.channel?.unref();
  }

  get waits(): boolean {
    return this.#waiting.size > 0;
  }

  /** Procedures of the engine's process as if they were here. */
  procedures(service: Service, names: readonly string[]): Procedures {
    return Object.fromEntries(
      names.map((procedure) => [procedure, (request: unknown) => this.#ask(service, procedure, request)]),
    );
  }

  answered(id: number, result: { readonly value: Packed } | { readonly error: SentError }): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!this.waits) this.keepAlive(false);
    if ("value" in result) waiting?.answer(unpack(result.value));
    else waiting?.refuse(new EngineError(result.error.message, result.error.code));
  }

  /** Forgets what a program that is over still waits for. */
  forget(): void {
    this.#waiting.clear();
  }

  async #ask(service: Service, procedure: string, request: unknown): Promise<unknown> {
    const id = ++this.#asked;
    const answer = new Promise((answer, refuse) => this.#waiting.set(id, { answer, refuse }));
    this.keepAlive(true);
    this.send({ type: "ask", id, service, procedure, request: pack(request) });
    return answer;
  }
}
