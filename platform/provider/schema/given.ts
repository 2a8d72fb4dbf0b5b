import { type Properties, reveal, Secret, Unknown, type Value } from "../../engine/graph/graph.ts";
import type { Problem } from "../../engine/monitor/provider.ts";

/** An argument's value: what it is, `missing`, or `unknown` until it is deployed. */
export const missing = Symbol("missing");
export const unknown = Symbol("unknown");

export class Given {
  readonly #value: Properties;
  readonly #at: string;

  constructor(value: Properties, at = "") {
    this.#value = value;
    this.#at = at;
  }

  get(name: string): Value {
    const raw = this.#value[name];
    const value = raw instanceof Secret ? raw.reveal() : raw;
    if (value instanceof Unknown) return unknown;
    return value === undefined ||
      value === null ||
      value === "" ||
      (Array.isArray(value) && value.length === 0)
      ? missing
      : value;
  }

  /** Whether it is surely given, and surely not. */
  has = (name: string) => !this.lacks(name) && this.get(name) !== unknown;
  lacks = (name: string) => this.get(name) === missing;

  /** A value for an error: of a secret only that it is one. */
  shown = (name: string): string =>
    this.#value[name] instanceof Secret ? "a secret" : JSON.stringify(this.#value[name]);

  /** The objects of an array or the one object; none while they are unknown. */
  all(name: string): Given[] {
    const value = this.get(name);
    const items = Array.isArray(value) ? value : [value];
    return items
      .map(reveal)
      .flatMap((item, i) =>
        isPlain(item) ? [new Given(item, `${this.#at}${name}${Array.isArray(value) ? `[${i}]` : ""}.`)] : [],
      );
  }

  /** Whether an argument that may hold objects is known with all of them. */
  settled = (name: string) =>
    ![this.get(name)].flat().some((item) => item === unknown || reveal(item) instanceof Unknown);

  problem = (name: string, reason: string): Problem => ({ property: `${this.#at}${name}`, reason });
}

const isPlain = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
