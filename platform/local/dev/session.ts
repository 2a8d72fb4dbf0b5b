import { join } from "node:path";
import type { Graph } from "../../engine/graph/graph.ts";
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

/** One service kept up, and kept up to date with its files. */
export class Session {
  readonly target: Target;
  #service: Service;
  readonly #options: LocalOptions;
  readonly #events: SessionEvents;
  #graph: Graph;
  #unwatch = () => {};
  /** True once modules that this process has loaded are out of date: from then on programs run in their own. */
  #stale = false;
  #work: Promise<void> = Promise.resolve();

  private constructor({ target, graph }: Up, service: Service, options: LocalOptions, events: SessionEvents) {
    this.target = target;
    this.#graph = graph;
    this.#service = service;
    this.#options = options;
    this.#events = events;
    target.intercept((aws) => withControl(() => new LocalApp(target, this.#graph), aws));
  }

  /** Files are watched from before the program runs: a save in the meantime counts, once the service is up. */
  static async start(service: Service, options: LocalOptions, events: SessionEvents): Promise<Session> {
    const early: string[] = [];
    let onSave = (paths: readonly string[]): void => {
      early.push(...paths);
    };
    const unwatch = watchFolders([service.dir, platform], (paths) => onSave(paths));
    try {
      const session = new Session(await bringUp(service, options), service, options, events);
      session.#unwatch = unwatch;
      onSave = (paths) => session.#onSave(paths);
      onSave(early);
      return session;
    } catch (error) {
      unwatch();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#unwatch();
    await this.#work;
    await this.target.stop();
  }

  #onSave(paths: readonly string[]): void {
    const relevant = paths.filter(
      (each) => !each.startsWith(platform) || programParts.test(each.slice(platform.length + 1)),
    );
    if (relevant.length > 0) this.#work = this.#work.then(() => this.#reload(relevant));
  }

  async #reload(paths: readonly string[]): Promise<void> {
    const started = performance.now();
    try {
      this.#stale ||= this.#needsFreshProcess(paths);
      // Its Pulumi.yaml may have changed.
      this.#service = findService(this.#service.dir, this.#options.stage);
      const graph = await capture(this.target, this.#service, { ...this.#options, child: this.#stale });
      await this.target.apply(graph, this.#service.dir);
      this.#graph = graph;
      this.#events.reloaded(this.target.service(Functions).changed, performance.now() - started);
    } catch (error) {
      this.#events.broken(error as Error);
    }
  }

  /** A run evaluates the program's own files anew, but not the platform's. Handlers and the runtime are bundled. */
  #needsFreshProcess(paths: readonly string[]): boolean {
    const { dir } = this.#service;
    return paths.some((each) => !each.startsWith(dir) && !/[/\\]platform[/\\]runtime[/\\]/.test(each));
  }
}
