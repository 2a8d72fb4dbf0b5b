import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Largest response of a synchronous invocation, in bytes: 6 MB plus AWS's allowance (AWS: Lambda quotas). */
export const responseLimit = 6_291_556;

/** Largest streamed response, in bytes: 200 MB (AWS: Lambda quotas). */
const streamLimit = 200 * 2 ** 20;

const prefix = "/2018-06-01/runtime";

/** Requests and reports of the runtime client in the function's process. */
export interface RuntimeEvents {
  /** The process is ready for an invocation; answer with `deliver`. */
  next(): void;
  response(requestId: string, body: Buffer): void;
  /** A part of a streamed response, as soon as the handler wrote it; `response` or `error` follows the last one. */
  chunk(requestId: string, chunk: Buffer, contentType: string): void;
  /** The handler threw; the body is `{ errorType, errorMessage, trace }`. */
  error(requestId: string, body: Buffer): void;
  initError(body: Buffer): void;
  tooLarge(requestId: string): void;
}

/** One invocation on its way into a process. */
export interface Delivery {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly deadline: number;
  readonly functionArn: string;
  readonly traceId: string;
}

/**
 * The server side of the Lambda Runtime API for one execution environment (AWS: Using the Lambda runtime API
 * for custom runtimes). The API can't tell which process is calling, so each process has its own port.
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #events: RuntimeEvents;
  #waiting: ServerResponse | undefined;

  constructor(events: RuntimeEvents) {
    this.#events = events;
    // `next` waits for the next invocation: no server-side time limit may end it.
    this.#server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 }, (q, r) =>
      this.#route(q, r),
    );
  }

  /** Resolves to `host:port`, the form of AWS_LAMBDA_RUNTIME_API. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  deliver(delivery: Delivery): void {
    const response = this.#waiting;
    this.#waiting = undefined;
    response?.writeHead(200, {
      "content-type": "application/json",
      "content-length": delivery.payload.length,
      "lambda-runtime-aws-request-id": delivery.requestId,
      "lambda-runtime-deadline-ms": String(delivery.deadline),
      "lambda-runtime-invoked-function-arn": delivery.functionArn,
      "lambda-runtime-trace-id": delivery.traceId,
    });
    response?.end(delivery.payload);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #route(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? "";
    if (request.method === "GET" && url === `${prefix}/invocation/next`) {
      this.#waiting = response;
      this.#events.next();
      return;
    }
    const [, id, kind] = /\/invocation\/([^/]+)\/(response|error)$/.exec(url) ?? [];
    const streamed = request.headers["lambda-runtime-function-response-mode"] === "streaming";
    const limit = streamed ? streamLimit : responseLimit;
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) return;
      chunks.push(chunk);
      if (id && streamed) this.#events.chunk(id, chunk, request.headers["content-type"] ?? "");
    });
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const tooLarge = kind === "response" && size > limit;
      // A handler that breaks a stream off sends the error behind its last chunk.
      const broken = request.trailers["lambda-runtime-function-error-body"];
      response.writeHead(tooLarge ? 413 : 202, { "content-type": "application/json" });
      response.end('{"status":"OK"}');
      if (id && tooLarge) this.#events.tooLarge(id);
      else if (id && broken !== undefined) this.#events.error(id, Buffer.from(broken, "base64"));
      else if (id && kind === "response") this.#events.response(id, body);
      else if (id && kind === "error") this.#events.error(id, body);
      else if (url === `${prefix}/init/error`) this.#events.initError(body);
    });
  }
}
