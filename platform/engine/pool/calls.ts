import type { Call } from "../wire/callbacks.ts";
import { EngineError } from "../wire/engine-error.ts";
import { pack } from "../wire/packing.ts";
import type { FromProgram, ToProgram } from "./messages.ts";

interface Waiting {
  resolve(response: Uint8Array): void;
  reject(error: Error): void;
}

/** Calls of a program's functions (transforms, hooks) in its process. */
export class Calls {
  readonly #waiting = new Map<number, Waiting>();
  readonly #send: (message: ToProgram) => void;
  #made = 0;

  constructor(send: (message: ToProgram) => void) {
    this.#send = send;
  }

  readonly call: Call = (callback, request) =>
    new Promise((resolve, reject) => {
      const id = ++this.#made;
      this.#waiting.set(id, { resolve, reject });
      this.#send({ type: "call", id, callback: pack(callback), request });
    });

  returned({ id, result }: Extract<FromProgram, { type: "returned" }>): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if ("value" in result) waiting?.resolve(result.value);
    else waiting?.reject(new EngineError(result.error.message));
  }
}
