import type { Graph } from "../engine/index.ts";

/**
 * Runs of services whose outputs others read, for as long as graphs are made together: each service runs once, however
 * many read it, and a service that would wait for itself is an error.
 */
export class OtherStacks {
  readonly #runs = new Map<string, Promise<Graph>>();
  readonly #reads = new Map<string, string[]>();
  #circle: CircleError | undefined;

  /** The circle in which services read each other, once one was met. */
  get circle(): CircleError | undefined {
    return this.#circle;
  }

  /** The graph of a service, run at the first call. */
  graph(name: string, run: () => Promise<Graph>): Promise<Graph> {
    const running = this.#runs.get(name) ?? run();
    this.#runs.set(name, running);
    return running;
  }

  /** The outputs of service `to` for the program of service `from`. */
  async outputs(from: string, to: string, run: () => Promise<Graph>): Promise<Graph["outputs"]> {
    const back = this.#path(to, from);
    if (back) this.#circle = new CircleError(back);
    if (this.#circle) throw this.#circle;
    this.#reads.set(from, [...(this.#reads.get(from) ?? []), to]);
    try {
      return (await this.graph(to, run)).outputs;
    } catch (error) {
      const { message } = error as Error;
      // Every service of a circle fails by it; one message is clearest.
      throw (
        this.#circle ?? new Error(`${to}, whose outputs ${from} reads, fails: ${message}`, { cause: error })
      );
    }
  }

  /** The services from one to another, each reading the next; undefined when none leads there. */
  #path(from: string, to: string): string[] | undefined {
    if (from === to) return [to];
    for (const next of this.#reads.get(from) ?? []) {
      const rest = this.#path(next, to);
      if (rest) return [from, ...rest];
    }
    return undefined;
  }
}

/** Services that read each other's outputs in a circle, each the next one's and the last one the first's. */
export class CircleError extends Error {
  override readonly name = "CircleError";
  readonly services: readonly string[];

  constructor(services: readonly string[]) {
    super(
      `Services read each other's outputs in a circle: ${[...services, services[0]].join(" -> ")}. None of them can be deployed first; ` +
        "let one of them get its value in another way, such as a parameter or an event.",
    );
    this.services = services;
  }
}
