import type { SharedModule } from "../run/options.ts";
import type { Trace } from "../trace/trace.ts";
import type { Packed } from "../wire/packing.ts";

/** The program that a process is to run. */
export interface RunRequest {
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  readonly preview: boolean;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** The project's folder, absolute. */
  readonly dir: string;
  readonly main: string | undefined;
  readonly shared: SharedModule | undefined;
  /** Variables of the process that asks; the program's own come on top. */
  readonly env: NodeJS.ProcessEnv;
  /** Procedures that the other side answers, by service. */
  readonly procedures: Readonly<Record<Service, readonly string[]>>;
}

export type Service = "monitor" | "engine";

/** An error on its way between processes. */
export interface SentError {
  readonly message: string;
  readonly stack?: string | undefined;
  /** Of gRPC. */
  readonly code?: number | undefined;
}

type Result<T> = { readonly value: T } | { readonly error: SentError };

/** To the process that runs programs. */
export type ToProgram =
  | { readonly type: "run"; readonly request: RunRequest }
  | { readonly type: "answer"; readonly id: number; readonly result: Result<Packed> }
  /** Asks for a sign of life. */
  | { readonly type: "ping" }
  | { readonly type: "call"; readonly id: number; readonly callback: Packed; readonly request: Uint8Array };

/** From it. */
export type FromProgram =
  | {
      readonly type: "ask";
      readonly id: number;
      readonly service: Service;
      readonly procedure: string;
      readonly request: Packed;
    }
  /** From here on the program itself runs. */
  | { readonly type: "started" }
  | { readonly type: "returned"; readonly id: number; readonly result: Result<Uint8Array> }
  /** The event loop turns; `waitsFor` are Node's names of what keeps it alive: `Timeout`, `TCPSocketWrap`. */
  | { readonly type: "pong"; readonly waitsFor: readonly string[] }
  /** The program calls `process.exit`; the process is gone after it. */
  | { readonly type: "exiting"; readonly code: number; readonly stack: string }
  /** The program has come to its end, with all that it has thrown; and its trace, where the process was asked for it. */
  | {
      readonly type: "ended";
      readonly errors: readonly SentError[];
      readonly exitCode: number;
      readonly trace?: Trace;
    };

export function sentError(thrown: unknown): SentError {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const code = "code" in thrown && typeof thrown.code === "number" ? thrown.code : undefined;
  return { message: thrown.message, stack: thrown.stack, code };
}

export function receivedError({ message, stack }: SentError): Error {
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/**
 * Sends messages that are due in the same turn of the event loop together: each on its own costs more than what it asks
 * for. `now` sends at once, in order.
 */
export class Outbox<Message> {
  readonly #deliver: (messages: readonly Message[]) => void;
  #messages: Message[] = [];

  constructor(deliver: (messages: readonly Message[]) => void) {
    this.#deliver = deliver;
  }

  send(message: Message): void {
    if (this.#messages.push(message) === 1) setImmediate(() => this.#flush());
  }

  now(message: Message): void {
    this.#messages.push(message);
    this.#flush();
  }

  #flush(): void {
    const messages = this.#messages;
    this.#messages = [];
    if (messages.length > 0) this.#deliver(messages);
  }
}
