import type { Graph } from "../engine/index.ts";

type Outputs = Graph["outputs"];

/**
 * Runs of services whose graphs are made together: each service runs once, however many read its outputs, and services
 * that would wait for themselves are an error.
 */
export class OtherStacks {
  readonly #running = new Map<string, Promise<Graph>>();
  readonly #outputs = new Map<string, Promise<Outputs>>();
  readonly #reads = new Map<string, string[]>();
  readonly #circles = new Map<string, CircleError>();

  /** A circle in which services read each other, once one was met. */
  get circle(): CircleError | undefined {
    return this.#circles.values().next().value;
  }

  /** The graph of a service, from a run that goes on or a new one. Only its outputs are kept. */
  graph(name: string, run: () => Promise<Graph>): Promise<Graph> {
    const under = this.#running.get(name);
    if (under) return under;
    const running = run().finally(() => this.#running.delete(name));
    this.#running.set(name, running);
    const outputs = running.then((graph) => graph.outputs);
    outputs.catch(() => {});
    this.#outputs.set(name, outputs);
    return running;
  }

  /** The outputs of service `to` for the program of service `from`. */
  async outputs(from: string, to: string, run: () => Promise<Graph>): Promise<Outputs> {
    const back = this.#path(to, from);
    if (back) for (const name of back) this.#circles.set(name, new CircleError(back));
    const own = this.#circles.get(from);
    if (own) throw own;
    this.#reads.set(from, [...(this.#reads.get(from) ?? []), to]);
    try {
      return await (this.#outputs.get(to) ?? this.graph(to, run).then((graph) => graph.outputs));
    } catch (error) {
      const { message } = error as Error;
      // Every service of a circle fails by it; one message is clearest.
      throw (
        this.#circles.get(to) ??
        new Error(`${to}, whose outputs ${from} reads, fails: ${message}`, { cause: error })
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
