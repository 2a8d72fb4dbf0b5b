import type { Graph } from "../../engine/graph/graph.ts";
import type { Change, Context, LocalService } from "../aws-service.ts";
import type { TableBackend } from "./backend.ts";
import { readTables, type TablePart } from "./read.ts";
import { createTable, deleteTable } from "./requests.ts";

/** The tables of a graph. One whose keys or indexes change is made anew; all others keep their items. */
export class Tables implements LocalService {
  readonly wire;
  readonly #context: Context;
  readonly #backend: TableBackend;
  #parts: readonly TablePart[] = [];

  constructor(context: Context, backend: TableBackend) {
    this.#context = context;
    this.#backend = backend;
    this.wire = { dynamodb: backend.handle };
  }

  prepare(graph: Graph): Change {
    const parts = readTables(graph);
    return () => this.#apply(parts);
  }

  async stop(): Promise<void> {
    await this.#backend.stop();
  }

  async #apply(next: readonly TablePart[]): Promise<void> {
    const { endpoint, options, log } = this.#context;
    const before = this.#parts;
    const same = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
    for (const old of before) {
      const now = next.find((each) => each.physicalName === old.physicalName);
      if (now && same(now, old)) continue;
      await deleteTable(endpoint, options.region, old.physicalName);
      if (now) log(`table ${old.name} was made anew: its keys or indexes changed`);
    }
    const kept = (name: string) => before.find((each) => each.physicalName === name);
    const fresh = next.filter((each) => !same(each, kept(each.physicalName) ?? {}));
    await Promise.all(fresh.map((each) => createTable(endpoint, options.region, each)));
    this.#parts = next;
  }
}
