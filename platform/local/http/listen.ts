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

  /** The port, or the next one that is free; any, when none of the twenty after it is. */
  static async openFrom(first: number): Promise<Listener> {
    for (let port = first; port < first + 20; port++)
      try {
        return await Listener.open(port);
      } catch (error) {
        if (!(error instanceof PortInUse)) throw error;
      }
    return Listener.open(0);
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
