import type { Writable } from "node:stream";
import { HttpError } from "../errors/errors.ts";
import type { Chunk } from "./source.ts";

/** Lambda's response stream: a `Writable`, of which only this is used. */
export type ResponseStream = Pick<Writable, "write" | "end" | "on" | "off" | "writableFinished">;

/** The function's time is nearly up. */
class OutOfTime extends HttpError {
  override name = "OutOfTime";
  constructor() {
    super(504, "Gateway Timeout", { detail: "The answer took longer than it may." });
  }
}

/** The response stream closed before its end: its reader is gone. */
export class ClientGone extends Error {
  override name = "ClientGone";
}

/** Share of the invocation's remaining time that is kept for ending the response: a tenth, at most a second. */
const reserve = { share: 0.1, most: 1000 };

/** Signals that end a response before its source does. */
export interface Ends {
  /** The response stream closed. */
  readonly gone: AbortSignal;
  /** That, or the function's time is nearly up. */
  readonly early: AbortSignal;
  release(): void;
}

/** Watches a response stream and the milliseconds that the invocation has left. */
export function endsOf(stream: ResponseStream, remaining: number): Ends {
  const gone = new AbortController();
  const early = new AbortController();
  const close = (cause?: unknown) => {
    if (stream.writableFinished) return;
    const reason = new ClientGone("The response was closed before its end", { cause });
    gone.abort(reason);
    early.abort(reason);
  };
  const timer = setTimeout(
    () => early.abort(new OutOfTime()),
    remaining - Math.min(reserve.most, remaining * reserve.share),
  );
  stream.on("close", close);
  // This listener stays: an error of the connection after the end must not end the process.
  stream.on("error", close);
  return {
    gone: gone.signal,
    early: early.signal,
    release() {
      clearTimeout(timer);
      stream.off("close", close);
    },
  };
}

/** The promise's result, or the signal's reason once it is aborted. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    // Removed each time: a long stream would gather a listener for each chunk.
    promise.finally(() => signal.removeEventListener("abort", stop)).then(resolve, reject);
  });
}

/** Writes a chunk and waits until the stream has room for another. */
export async function writeTo(stream: ResponseStream, chunk: Chunk, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (stream.write(chunk)) return;
  const drained = Promise.withResolvers<void>();
  stream.on("drain", drained.resolve);
  try {
    await unlessAborted(drained.promise, signal);
  } finally {
    stream.off("drain", drained.resolve);
  }
}

/** Ends the stream and waits until everything was handed over. */
export async function endStream(stream: ResponseStream, signal: AbortSignal): Promise<void> {
  await unlessAborted(new Promise<void>((resolve) => stream.end(resolve)), signal);
}
