import { Readable } from "node:stream";

export type Chunk = string | Uint8Array;

/** Sends one chunk; resolves when there is room for the next, rejects when the reader is gone. */
export type Write = (chunk: Chunk) => Promise<void>;

/** The body of a stream: a whole text or bytes, a Web or a Node.js stream, any async iterable, or a function that writes. */
export type StreamBody =
  | Chunk
  | ReadableStream<Chunk>
  | Readable
  | AsyncIterable<Chunk>
  | ((write: Write) => Promise<void>);

/** Chunks one at a time, asked for only when there is room. */
export interface Source {
  /** The next chunk; undefined at the end. */
  next(): Promise<Chunk | undefined>;
  /** The rest isn't wanted. Never throws; also ends a read that waits for a chunk, where the source allows it. */
  cancel(reason: unknown): void;
}

/** A body as a source. Nothing is read before the first `next`. */
export function sourceOf(body: StreamBody | undefined): Source {
  if (body === undefined) return once(undefined);
  if (typeof body === "string" || body instanceof Uint8Array) return once(body);
  if (typeof body === "function") return fromWeb(written(body));
  if (body instanceof ReadableStream) return fromWeb(body);
  return fromIterable(body);
}

function once(whole: Chunk | undefined): Source {
  let left = whole;
  return {
    async next() {
      const chunk = left;
      left = undefined;
      return chunk;
    },
    cancel() {},
  };
}

function fromWeb(stream: ReadableStream<Chunk>): Source {
  // A reader, not the stream's iterator: cancelling a reader also ends a read that is waiting.
  const reader = stream.getReader();
  return {
    next: async () => (await reader.read()).value,
    cancel: (reason) => void reader.cancel(reason).catch(() => {}),
  };
}

function fromIterable(body: Readable | AsyncIterable<Chunk>): Source {
  let iterator: AsyncIterator<Chunk> | undefined;
  return {
    async next() {
      iterator ??= body[Symbol.asyncIterator]();
      const { done, value } = await iterator.next();
      return done ? undefined : value;
    },
    cancel() {
      if (body instanceof Readable) body.destroy();
      // A generator that waits for something notices only after that: hence the request's `signal`.
      else void iterator?.return?.()?.then(undefined, () => {});
    },
  };
}

/** The chunks that a function writes; each `write` waits until its chunk was taken. */
function written(body: (write: Write) => Promise<void>): ReadableStream<Chunk> {
  const { readable, writable } = new TransformStream<Chunk, Chunk>({}, undefined, { highWaterMark: 0 });
  const writer = writable.getWriter();
  // Rejects too when the readable side is cancelled; each `write` reports it.
  writer.closed.catch(() => {});
  body((chunk) => writer.write(chunk))
    .then(
      () => writer.close(),
      (error) => writer.abort(error),
    )
    .catch(() => {});
  return readable;
}
