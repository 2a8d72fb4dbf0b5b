import { join } from "node:path";
import type { Graph } from "../../engine/graph/graph.ts";
import { renewProcesses } from "../../engine/index.ts";
import { findService, type Service } from "../../fleet/services.ts";
import { platformDir } from "../../values/places.ts";
import { bringUp, capture, type LocalOptions } from "../index.ts";
import { Functions } from "../lambda/functions.ts";
import { LocalApp } from "../local-app.ts";
import type { Target } from "../target.ts";
import { withControl } from "./control.ts";
import { watchFolders } from "./watch.ts";

export interface SessionEvents {
  /** A save was taken over: names of the functions that were started anew. */
  reloaded(changed: readonly string[], ms: number): void;
  /** A save that can't be brought up; the earlier state runs on. */
  broken(error: Error): void;
}

/** Parts of platform/ that a program is made of. A change elsewhere in it needs a restart of the command. */
const programParts = /^(components|core|runtime|values)[/\\]|^[^/\\]+\.ts$/;

const platform = join(platformDir, "platform");

type Up = Awaited<ReturnType<typeof bringUp>>;

/** The reason that ends a run whose files have been saved again. */
const superseded = new Error("its files were saved again");

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
  #unwatch = () => {};
  /** Ends the program that runs, if any. */
  #run = new AbortController();
  #work: Promise<void> = Promise.resolve();

  private constructor({ target, graph }: Up, service: Service, options: LocalOptions, events: SessionEvents) {
    this.target = target;
    this.#graph = graph;
    this.#service = service;
    this.#options = options;
    this.#events = events;
    target.intercept((aws) => withControl(() => new LocalApp(target, this.#graph), aws));
  }

  /** Files are watched from before the program runs: a save in the meantime counts, and ends a run that is under way. */
  static async start(service: Service, options: LocalOptions, events: SessionEvents): Promise<Session> {
    let early: string[] = [];
    let run = new AbortController();
    let onSave = (paths: readonly string[]): void => {
      early.push(...relevant(paths));
      if (early.length > 0) run.abort(superseded);
    };
    const unwatch = watchFolders([service.dir, platform], (paths) => onSave(paths));
    try {
      for (;;) {
        const up = await bringUp(service, ending(options, run)).catch((error: unknown) => {
          if (error !== superseded) throw error;
        });
        if (up) {
          const session = new Session(up, service, options, events);
          session.#unwatch = unwatch;
          onSave = (paths) => session.#onSave(paths);
          onSave(early);
          return session;
        }
        run = new AbortController();
        if (needsFreshProcess(early, service.dir)) await renewProcesses();
        early = [];
      }
    } catch (error) {
      unwatch();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#unwatch();
    this.#run.abort(superseded);
    await this.#work;
    await this.target.stop();
  }

  #onSave(paths: readonly string[]): void {
    const saved = relevant(paths);
    if (saved.length === 0) return;
    this.#run.abort(superseded);
    this.#work = this.#work.then(() => this.#reload(saved));
  }

  async #reload(paths: readonly string[]): Promise<void> {
    const started = performance.now();
    this.#run = new AbortController();
    const options = ending(this.#options, this.#run);
    try {
      if (needsFreshProcess(paths, this.#service.dir)) await renewProcesses();
      // Its Pulumi.yaml may have changed.
      this.#service = findService(this.#service.dir, this.#options.stage);
      const graph = await capture(this.target, this.#service, options);
      await this.target.apply(graph, this.#service.dir);
      this.#graph = graph;
      this.#events.reloaded(this.target.service(Functions).changed, performance.now() - started);
    } catch (error) {
      if (!options.signal.aborted) this.#events.broken(error as Error);
    }
  }
}

/** The options of a run that the controller ends, or whoever ends the session. */
function ending(options: LocalOptions, { signal }: AbortController) {
  return { ...options, signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal };
}

const relevant = (paths: readonly string[]): string[] =>
  paths.filter((each) => !each.startsWith(platform) || programParts.test(each.slice(platform.length + 1)));

/** A run evaluates the program's own files anew, but not the platform's. Handlers and the runtime are bundled. */
const needsFreshProcess = (paths: readonly string[], dir: string): boolean =>
  paths.some((each) => !each.startsWith(dir) && !/[/\\]platform[/\\]runtime[/\\]/.test(each));
