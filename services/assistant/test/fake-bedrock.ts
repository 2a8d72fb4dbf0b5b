import { createServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { crc32 } from "node:zlib";

/** What the model does with a call: answers with events, or refuses it with a status. */
export type Behaviour = (call: Call) => Promise<void>;

export interface Call {
  /** Path, with the model's id. */
  readonly path: string;
  readonly body: { messages: unknown[]; inferenceConfig: unknown; system: unknown };
  /** Sends one event of the stream; an exception ends it. */
  event(type: string, payload: object): void;
  exception(type: string, message: string): void;
  refuse(status: number, type: string): void;
  /** Resolves when the caller has ended the call. */
  readonly closed: Promise<void>;
}

/** Bedrock's ConverseStream on loopback: HTTP/2 and the binary event stream that the SDK reads. */
export class FakeBedrock {
  readonly calls: Call[] = [];
  readonly #server = createServer();
  behaviour: Behaviour = async () => {};

  async listen(): Promise<string> {
    this.#server.on("stream", (stream, headers) => void this.#onCall(stream, String(headers[":path"])));
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
  }

  async #onCall(stream: ServerHttp2Stream, path: string): Promise<void> {
    stream.on("error", () => {});
    const closed = new Promise<void>((resolve) => stream.once("close", resolve));
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const send = (headers: Record<string, string>, payload: object) => {
      if (!stream.headersSent)
        stream.respond({ ":status": 200, "content-type": "application/vnd.amazon.eventstream" });
      if (!stream.destroyed) stream.write(frame(headers, Buffer.from(JSON.stringify(payload))));
    };
    const call: Call = {
      path: decodeURIComponent(path),
      body: JSON.parse(Buffer.concat(chunks).toString()),
      closed,
      event: (type, payload) => send({ ":message-type": "event", ":event-type": type }, payload),
      exception: (type, message) =>
        send({ ":message-type": "exception", ":exception-type": type }, { message }),
      refuse: (status, type) => {
        stream.respond({ ":status": status, "content-type": "application/json", "x-amzn-errortype": type });
        stream.write(JSON.stringify({ message: type }));
      },
    };
    this.calls.push(call);
    await this.behaviour(call);
    if (!stream.destroyed) stream.end();
  }
}

/** One message of `application/vnd.amazon.eventstream`: lengths, headers and payload, each part with its checksum. */
function frame(headers: Record<string, string>, payload: Buffer): Buffer {
  const all = Object.entries({ ":content-type": "application/json", ...headers });
  const head = Buffer.concat(
    all.map(([name, value]) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(Buffer.byteLength(value));
      return Buffer.concat([
        Buffer.from([name.length]),
        Buffer.from(name),
        Buffer.from([7]),
        length,
        Buffer.from(value),
      ]);
    }),
  );
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(16 + head.length + payload.length, 0);
  prelude.writeUInt32BE(head.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const message = Buffer.concat([prelude, head, payload]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(message));
  return Buffer.concat([message, checksum]);
}
