import { type Resource, reveal } from "../../engine/graph/graph.ts";

/** Reads the properties of one resource or nested object by their types; a wrong type counts as absent. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  constructor(values: unknown) {
    this.#values = values && typeof values === "object" ? (values as Record<string, unknown>) : {};
  }

  /** Of a resource's outputs, which hold its inputs too; secrets are revealed, since this graph is run, not printed. */
  static of(resource: Resource): Fields {
    return new Fields(reveal({ ...resource.inputs, ...resource.outputs }));
  }

  text(key: string): string | undefined {
    const value = this.#values[key];
    return typeof value === "string" ? value : undefined;
  }
  /** A text that the provider always computes. */
  needed(key: string): string {
    const value = this.text(key);
    if (value === undefined) throw new Error(`The graph has no ${key} where the local target needs it`);
    return value;
  }
  number(key: string): number | undefined {
    const value = this.#values[key];
    return typeof value === "number" ? value : undefined;
  }
  flag(key: string): boolean | undefined {
    const value = this.#values[key];
    return typeof value === "boolean" ? value : undefined;
  }
  has(key: string): boolean {
    return this.#values[key] !== undefined;
  }
  /** A nested object; empty when absent. */
  object(key: string): Fields {
    return new Fields(this.#values[key]);
  }
  list(key: string): Fields[] {
    const value = this.#values[key];
    return Array.isArray(value) ? value.map((each) => new Fields(each)) : [];
  }
  texts(key: string): string[] {
    const value = this.#values[key];
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  }
  /** Every text in a map, such as environment variables or tags. */
  map(key: string): Record<string, string> {
    const entries = Object.entries(this.object(key).#values).filter(
      (e): e is [string, string] => typeof e[1] === "string",
    );
    return Object.fromEntries(entries);
  }
  raw(key: string): unknown {
    return this.#values[key];
  }
}
