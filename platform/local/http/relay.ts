import type { ServerResponse } from "node:http";
import type { InvokeResult } from "../types.ts";
import { gatewayMessage, type HttpResponse, responseFrom } from "./proxy-response.ts";

/** Content type of a streamed response that begins with its status and headers. */
const withPrelude = "application/vnd.awslambda.http-integration-response";
/** Separates them from the body. Source: "Building a custom runtime for AWS Lambda", response streaming. */
const delimiter = Buffer.alloc(8);

/** Sends a streamed response on while it is made. `head` may add to status and headers. */
export class Relay {
  readonly #response: ServerResponse;
  readonly #head: (head: HttpResponse) => HttpResponse;
  #waiting = Buffer.alloc(0);

  constructor(response: ServerResponse, head: (head: HttpResponse) => HttpResponse) {
    this.#response = response;
    this.#head = head;
  }

  /** Takes the next part. The function does not learn that a client has gone: on Lambda it doesn't either. */
  take(chunk: Buffer, contentType: string): void {
    if (this.#response.headersSent) return void this.#response.write(chunk);
    if (contentType !== withPrelude) {
      this.#begin({ status: 200, headers: { "content-type": contentType }, body: chunk });
      return;
    }
    this.#waiting = Buffer.concat([this.#waiting, chunk]);
    const at = this.#waiting.indexOf(delimiter);
    if (at < 0) return;
    const head = responseFrom(this.#waiting.subarray(0, at));
    if (head) this.#begin({ ...head, body: this.#waiting.subarray(at + delimiter.length) });
  }

  /** Ends the response, or breaks it off where the function failed. */
  end({ status }: InvokeResult): void {
    if (!this.#response.headersSent) {
      const { status: code, headers, body } = this.#head(gatewayMessage(502, "Internal Server Error"));
      this.#response.writeHead(code, headers).end(body);
    } else if (status === "ok") this.#response.end();
    else this.#response.destroy();
  }

  #begin(given: HttpResponse): void {
    const { status, headers, body } = this.#head(given);
    this.#response.writeHead(status, headers);
    this.#response.flushHeaders();
    if (body.length > 0) this.#response.write(body);
  }
}
