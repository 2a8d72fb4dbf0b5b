import type { Graph } from "../../engine/graph/graph.ts";
import type { Change, Context, LocalService } from "../aws-service.ts";
import { localAccount } from "../shared/account.ts";
import { httpApi } from "./http-api.ts";
import { Listener } from "./listen.ts";
import { type ApiPart, readApis } from "./read.ts";

/**
 * HTTP APIs and function URLs. A program learns the address of its API while it runs, so the port must exist before: one
 * is opened at first; a program with more APIs asks for them in vain, gets them with `grow`, and runs again.
 */
export class Apis implements LocalService {
  readonly #context: Context;
  #parts: readonly ApiPart[] = [];
  #listeners: Listener[] = [];
  #names: string[] = [];
  #missing = 1;

  constructor(context: Context) {
    this.#context = context;
  }

  get parts(): readonly ApiPart[] {
    return this.#parts;
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

  /** Rejects when the port of the first API is in use. */
  async grow(): Promise<boolean> {
    if (this.#missing === 0) return false;
    for (; this.#missing > 0; this.#missing--) {
      const port = this.#listeners.length === 0 ? this.#context.options.port : 0;
      this.#listeners.push(
        await (typeof port === "number" ? Listener.open(port) : Listener.openFrom(port.from)),
      );
    }
    return true;
  }

  prepare(graph: Graph): Change {
    const parts = readApis(graph);
    return () => this.#apply(parts);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#listeners.map((each) => each.close()));
  }

  /** Ports that no API uses are freed. */
  async #apply(parts: readonly ApiPart[]): Promise<void> {
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
        accountId: localAccount,
        routes: part.routes.map(({ functionArn, ...route }) => ({
          ...route,
          invoke: (event, onChunk) => this.#context.invoke(functionArn, event, onChunk),
        })),
        ...(part.cors ? { cors: part.cors } : {}),
        ...(part.throttling ? { throttling: part.throttling } : {}),
        ...(part.url ? { url: part.url } : {}),
      });
      // The server itself never listens: the port outlives the routes, which change with each save.
      listener.handle((request, response) => server.emit("request", request, response));
    }
    this.#parts = parts;
  }
}
