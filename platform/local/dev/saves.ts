import { join } from "node:path";
import { renewProcesses } from "../../engine/index.ts";
import { platformDir } from "../../values/places.ts";
import { watchFolders } from "./watch.ts";

/** Parts of platform/ that a program is made of. A change elsewhere in it needs a restart of the command. */
const programParts = /^(components|core|runtime|values)[/\\]|^[^/\\]+\.ts$/;

const platform = join(platformDir, "platform");

/** The reason that ends a run whose files have been saved again. */
const superseded = new Error("its files were saved again");

/** Milliseconds, at least, that a program has after a save to come to its end: it may have written the file itself. */
const lastChanceMs = 2_000;

/** The saves of a service's files that no run has taken over yet, and the end of a run that they make pointless. */
export class Saves {
  readonly #dir: string;
  readonly #unwatch: () => void;
  #paths: string[] = [];
  #onSave = () => {};
  #run: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastRunMs = 0;
  ended = false;

  constructor(dir: string) {
    this.#dir = dir;
    this.#unwatch = watchFolders([dir, platform], (paths) => this.#save(paths));
  }

  get pending(): boolean {
    return this.#paths.length > 0 && !this.ended;
  }

  /** From now on, and at once where there have been saves. */
  listen(onSave: () => void): void {
    this.#onSave = onSave;
    if (this.pending) onSave();
  }

  /** Runs a program with all saves so far; resolves with undefined when later ones end it. */
  async during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const started = performance.now();
    const run = new AbortController();
    this.#run = run;
    try {
      const paths = this.#paths;
      this.#paths = [];
      if (paths.some((path) => this.#isShared(path))) await renewProcesses();
      const result = await work(run.signal);
      this.#lastRunMs = performance.now() - started;
      return result;
    } catch (error) {
      if (error === superseded && !this.ended) return undefined;
      throw error;
    } finally {
      this.#run = undefined;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
  }

  end(): void {
    this.ended = true;
    this.#unwatch();
    this.#run?.abort(superseded);
  }

  #save(paths: readonly string[]): void {
    const relevant = paths.filter(
      (path) => !path.startsWith(platform) || programParts.test(path.slice(platform.length + 1)),
    );
    if (relevant.length === 0) return;
    this.#paths.push(...relevant);
    const run = this.#run;
    if (run)
      this.#timer ??= setTimeout(() => run.abort(superseded), Math.max(lastChanceMs, 2 * this.#lastRunMs));
    this.#onSave();
  }

  /** A run evaluates the program's own files anew, but not the platform's. Handlers and the runtime are bundled. */
  #isShared(path: string): boolean {
    return !path.startsWith(this.#dir) && !/[/\\]platform[/\\]runtime[/\\]/.test(path);
  }
}
