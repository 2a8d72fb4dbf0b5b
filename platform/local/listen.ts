import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server on loopback whose handler can be put in place, and replaced, after it listens. */
export class Listener {
  readonly #server: Server;
  #handler: RequestListener | undefined;

  private constructor() {
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      if (this.#handler) this.#handler(request, response);
      else response.writeHead(503, { "content-type": "application/json" }).end('{"message":"Starting"}');
    });
  }

  /** Port 0 takes any free one. Rejects with one sentence when the port is in use. */
  static async open(port = 0): Promise<Listener> {
    const listener = new Listener();
    await new Promise<void>((resolve, reject) => {
      listener.#server.once("error", (error: NodeJS.ErrnoException) =>
        reject(error.code === "EADDRINUSE" ? new PortInUse(port) : error),
      );
      listener.#server.listen(port, "127.0.0.1", resolve);
    });
    return listener;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  handle(handler: RequestListener): void {
    this.#handler = handler;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

class PortInUse extends Error {
  constructor(port: number) {
    super(`Port ${port} on 127.0.0.1 is in use. Stop what uses it, or give another one with --port.`);
  }
}

/** The port, or the next one that is free; 0, any, when none of the twenty after it is. */
export async function choosePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 20; port++) {
    const free = await Listener.open(port).then(
      (listener) => listener.close().then(() => true),
      () => false,
    );
    if (free) return port;
  }
  return 0;
}
