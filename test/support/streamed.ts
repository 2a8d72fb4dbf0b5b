import { Writable } from "node:stream";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { StreamingHandler } from "../../platform/runtime/streaming.ts";
import { context as anyContext } from "./context.ts";

/** What a client would have received so far. */
export interface Streamed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** Text of the body. */
  readonly body: string;
  /** The response ended as a whole one. */
  readonly ended: boolean;
  /** What the invocation failed with; Lambda breaks off such a response and counts an error. */
  readonly error?: unknown;
}

/** Lambda's response stream, with what was written to it. */
export class FakeResponse extends Writable {
  readonly chunks: Buffer[] = [];
  contentType = "";
  _onBeforeFirstWrite: ((write: (chunk: string | Uint8Array) => void) => void) | undefined;
  /** Milliseconds for which each chunk blocks: a slow client. */
  slow: number | undefined;

  constructor(options: { highWaterMark?: number; slow?: number } = {}) {
    super({ ...(options.highWaterMark && { highWaterMark: options.highWaterMark }), decodeStrings: true });
    this.slow = options.slow;
  }

  setContentType(type: string): void {
    this.contentType = type;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this._onBeforeFirstWrite?.((piece) => this.chunks.push(Buffer.from(piece)));
    this._onBeforeFirstWrite = undefined;
    this.chunks.push(chunk);
    if (this.slow === undefined) setImmediate(done);
    else setTimeout(done, this.slow);
  }

  get received(): Omit<Streamed, "error"> {
    const all = Buffer.concat(this.chunks);
    const end = all.indexOf(Buffer.alloc(8));
    const {
      statusCode = 0,
      headers = {},
      cookies = [],
    } = JSON.parse(all.subarray(0, end).toString() || "{}");
    const body = end < 0 ? "" : all.subarray(end + 8).toString();
    return { status: statusCode, headers, cookies, body, ended: this.writableFinished };
  }
}

/**
 * Calls a `streaming` handler as Lambda does and collects its response. `stream` stands for the client: destroy it
 * and the client is gone.
 */
export async function streamed(
  handler: StreamingHandler,
  event: unknown,
  options: { readonly context?: Context; readonly stream?: FakeResponse } = {},
): Promise<Streamed> {
  const { context = anyContext(), stream = new FakeResponse() } = options;
  stream.on("error", () => {});
  provideAwslambda();
  try {
    await handler(event as APIGatewayProxyEventV2, stream, context);
    return stream.received;
  } catch (error) {
    return { ...stream.received, error };
  }
}

/** The part of Lambda's global `awslambda` that runs with each response. */
function provideAwslambda(): void {
  const HttpResponseStream = {
    from(stream: FakeResponse, prelude: object) {
      stream.setContentType("application/vnd.awslambda.http-integration-response");
      stream._onBeforeFirstWrite = (write) => {
        write(JSON.stringify(prelude));
        write(new Uint8Array(8));
      };
      return stream;
    },
  };
  const before = typeof awslambda === "undefined" ? {} : awslambda;
  Object.assign(globalThis, { awslambda: { ...before, HttpResponseStream } });
}
