import type { ApiPart } from "../graph/types.ts";
import type { OnChunk } from "../lambda/process/environment.ts";
import type { InvokeResult } from "../types.ts";
import { httpApi } from "./api.ts";
import { Listener } from "./listen.ts";

/** A port; 0 for any free one; or the first free one from a port on. */
export type Port = number | { readonly from: number };

/**
 * Ports of the HTTP APIs. A program learns its API's address while it runs, so the port must exist before: one
 * is opened at first; a program with more APIs asks in vain (`short`), gets more with `grow`, and runs again.
 */
export class Apis {
  readonly #port: Port;
  #listeners: Listener[] = [];
  #names: string[] = [];
  #missing = 1;

  private constructor(port: Port) {
    this.#port = port;
  }

  /** `port` is that of the first API. Rejects when it is in use. */
  static async open(port: Port): Promise<Apis> {
    const apis = new Apis(port);
    await apis.grow();
    return apis;
  }

  /** The address of an API, the same for the same name at each run of the program. */
  url(name: string): string {
    if (!this.#names.includes(name)) {
      if (this.#names.length === this.#listeners.length) {
        this.#missing++;
        return "http://127.0.0.1:0";
      }
      this.#names.push(name);
    }
    return this.#listeners[this.#names.indexOf(name)]!.url;
  }

  get short(): boolean {
    return this.#missing > 0;
  }

  async grow(): Promise<void> {
    for (; this.#missing > 0; this.#missing--) {
      const port = this.#listeners.length === 0 ? this.#port : 0;
      this.#listeners.push(
        await (typeof port === "number" ? Listener.open(port) : Listener.openFrom(port.from)),
      );
    }
  }

  /** Ports that no API uses are freed. */
  async apply(
    parts: readonly ApiPart[],
    account: string,
    invoke: (functionArn: string, event: object, onChunk?: OnChunk) => Promise<InvokeResult>,
  ): Promise<void> {
    const used = parts.map((part) => this.#listeners.find((each) => part.endpoint.startsWith(each.url)));
    const spare = this.#listeners.filter((each) => !used.includes(each));
    this.#names = this.#names.filter((_, i) => used.includes(this.#listeners[i]));
    this.#listeners = this.#listeners.filter((each) => used.includes(each));
    await Promise.all(spare.map((each) => each.close()));
    for (const [i, part] of parts.entries()) {
      const listener = used[i];
      if (!listener)
        throw new Error(`API ${part.name} has the address ${part.endpoint}, which is not a local one`);
      const server = httpApi({
        apiId: part.id,
        stage: part.stage,
        accountId: account,
        routes: part.routes.map(({ routeKey, timeoutMs, functionArn }) => ({
          routeKey,
          timeoutMs,
          invoke: (event, onChunk) => invoke(functionArn, event, onChunk),
        })),
        ...(part.cors ? { cors: part.cors } : {}),
        ...(part.throttling ? { throttling: part.throttling } : {}),
        ...(part.url ? { url: part.url } : {}),
      });
      // The server itself never listens: the port outlives the routes, which change with each save.
      listener.handle((request, response) => server.emit("request", request, response));
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#listeners.map((each) => each.close()));
  }
}
