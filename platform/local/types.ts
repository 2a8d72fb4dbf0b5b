/** Outcome of one invocation of a function, as Lambda's Invoke would report it. */
export interface InvokeResult {
  /** `error` when the handler threw, the process ended or the time ran out. */
  readonly status: "ok" | "error";
  /** JSON text as bytes: the handler's result, or `{ errorType, errorMessage, trace }`. */
  readonly payload: Buffer;
  readonly requestId: string;
  /** Time in the handler, in milliseconds, without the start of its process. */
  readonly durationMs: number;
  /** True when a new process was started for this invocation. */
  readonly coldStart: boolean;
  /** Start of the process up to its first request for work, in milliseconds; on cold starts only. */
  readonly initMs?: number;
  /** Lines that the handler wrote to stdout and stderr meanwhile. */
  readonly logs: readonly string[];
}

/** Takes a part of a streamed response. `contentType` tells whether the response begins with status and headers (see `http/relay.ts`). */
export type OnChunk = (chunk: Buffer, contentType: string) => void;

/** An attribute of a queue message. */
export interface MessageAttribute {
  readonly DataType: "String" | "Number";
  readonly StringValue: string;
}

/** A port; 0 for any free one; or the first free one from a port on. */
export type Port = number | { readonly from: number };

/** Thrown in place of an `InvokeResult` when a function has no free concurrency. HTTP status 429. */
export class TooManyRequestsException extends Error {
  override readonly name = "TooManyRequestsException";
  constructor(functionName: string) {
    super(`Rate Exceeded: ${functionName} is at its reserved concurrency.`);
  }
}

/** One line of a handler's output, or of the local target itself. */
export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Name of the function without the stack's prefix, or `local`. */
  readonly source: string;
  readonly text: string;
  readonly requestId?: string;
}

/**
 * `fast`: failed queue messages come back and asynchronous retries run within a second, so that tests are quick.
 * `real`: the queue's own visibility timeout, and Lambda's minutes between retries.
 * Counts, order and destinations are the same in both.
 */
export type Timing = "fast" | "real";

/** A resource, or a part of one, that the local target does not bring up. */
export interface Unsupported {
  readonly name: string;
  readonly type: string;
  /** The end of a sentence about it: its behaviour on localhost. */
  readonly instead: string;
}
