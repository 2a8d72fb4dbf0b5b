type Outputs = Record<string, unknown>;

/**
 * Runs of the services whose outputs others read, for as long as one graph is made: each service runs once, however
 * many read it, and a service that would wait for itself is an error.
 */
export class OtherStacks {
  readonly #runs = new Map<string, Promise<Outputs>>();
  readonly #reads = new Map<string, string[]>();
  #circle: Error | undefined;

  /** The outputs of service `to` for the program of service `from`. */
  async outputs(from: string, to: string, run: () => Promise<Outputs>): Promise<Outputs> {
    const back = this.#path(to, from);
    if (back) this.#circle = circle([...back, to]);
    if (this.#circle) throw this.#circle;
    this.#reads.set(from, [...(this.#reads.get(from) ?? []), to]);
    const running = this.#runs.get(to) ?? run();
    this.#runs.set(to, running);
    try {
      return await running;
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

const circle = (names: readonly string[]) =>
  new Error(
    `Services read each other's outputs in a circle: ${names.join(" -> ")}. None of them can be deployed first; ` +
      "let one of them get its value in another way, such as a parameter or an event.",
  );
