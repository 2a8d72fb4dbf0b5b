import type { Graph } from "../../engine/graph/graph.ts";
import { findService, type Service } from "../../fleet/services.ts";
import { bringUp, capture, type LocalOptions } from "../index.ts";
import { Functions } from "../lambda/functions.ts";
import { LocalApp } from "../local-app.ts";
import type { Target } from "../target.ts";
import { withControl } from "./control.ts";
import { Saves } from "./saves.ts";

export interface SessionEvents {
  /** A save was taken over: names of the functions that were started anew. */
  reloaded(changed: readonly string[], ms: number): void;
  /** A save that can't be brought up; the earlier state runs on. */
  broken(error: Error): void;
}

type Up = Awaited<ReturnType<typeof bringUp>>;

/**
 * One service kept up, and kept up to date with its files. A program that never ends stops nothing: what ran before goes
 * on, and the next save takes its place.
 */
export class Session {
  readonly target: Target;
  #service: Service;
  readonly #options: LocalOptions;
  readonly #events: SessionEvents;
  #graph: Graph;
  readonly #saves: Saves;
  #work: Promise<void> = Promise.resolve();

  private constructor({ target, graph }: Up, from: Started, events: SessionEvents) {
    this.target = target;
    this.#graph = graph;
    this.#service = from.service;
    this.#options = from.options;
    this.#saves = from.saves;
    this.#events = events;
    target.intercept((aws) => withControl(() => new LocalApp(target, this.#graph), aws));
  }

  /** Files are watched from before the program runs: a save in the meantime counts. */
  static async start(service: Service, options: LocalOptions, events: SessionEvents): Promise<Session> {
    const saves = new Saves(service.dir);
    try {
      for (;;) {
        const up = await saves.during((signal) => bringUp(service, withSignal(options, signal)));
        if (up) {
          const session = new Session(up, { service, options, saves }, events);
          saves.listen(() => session.#reloadSoon());
          return session;
        }
      }
    } catch (error) {
      saves.end();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#saves.end();
    await this.#work;
    await this.target.stop();
  }

  #reloadSoon(): void {
    this.#work = this.#work.then(() => this.#reload());
  }

  async #reload(): Promise<void> {
    // A reload before this one may have taken the saves over.
    if (!this.#saves.pending) return;
    const started = performance.now();
    try {
      const graph = await this.#saves.during(async (signal) => {
        // Its Pulumi.yaml may have changed.
        this.#service = findService(this.#service.dir, this.#options.stage);
        return capture(this.target, this.#service, withSignal(this.#options, signal));
      });
      if (!graph) return this.#reloadSoon();
      await this.target.apply(graph, this.#service.dir);
      this.#graph = graph;
      this.#events.reloaded(this.target.service(Functions).changed, performance.now() - started);
    } catch (error) {
      const ended = this.#saves.ended || this.#options.signal?.aborted;
      if (!ended) this.#events.broken(error as Error);
    }
  }
}

interface Started {
  readonly service: Service;
  readonly options: LocalOptions;
  readonly saves: Saves;
}

/** Options with a second way to be ended. */
function withSignal(options: LocalOptions, signal: AbortSignal): LocalOptions {
  return { ...options, signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal };
}
