import { createHmac } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Graph } from "../../../engine/index.ts";
import { createKey, type KeptGraph, packGraph, unpackGraph } from "../kept-graph.ts";
import type { Fact } from "./facts.ts";
import { sha256 } from "./places.ts";

/** A run whose graph is kept, and what has to be as it was for the graph to be the same. */
export interface KeptRun {
  /** Engine, Node.js and machine. */
  readonly engine: string;
  /** Groups of facts, by the hash of their names, with the hash of their states. */
  readonly groups: readonly (readonly [names: string, state: string])[];
  readonly variables: readonly (readonly [name: string, state: string])[];
  /** The day, where it matters. */
  readonly day?: string;
  /** Services whose outputs it read, with the hash of those. */
  readonly others: readonly (readonly [service: string, outputs: string])[];
  readonly graph: string;
  /** Hash of the stack's outputs. */
  readonly outputs: string;
  readonly at: number;
}

/** Runs of one program that are kept: branches come and go. */
const most = 8;

/** Milliseconds after which what nobody uses is removed. */
const longest = 30 * 24 * 3_600_000;

/** Kept runs on disk. Secrets are kept as hashes under a key of this folder's own. */
export class Store {
  readonly dir: string;
  readonly key: Uint8Array;
  readonly #groups = new Map<string, readonly Fact[] | undefined>();

  constructor(dir: string) {
    this.dir = dir;
    this.key = keyIn(join(dir, "key"));
  }

  /** Kept runs of a program, the newest first; `program` names it and its stage. */
  runs(program: string): KeptRun[] {
    return (readJson(this.#runsFile(program)) as KeptRun[] | undefined) ?? [];
  }

  keep(program: string, run: KeptRun): void {
    const same = JSON.stringify({ ...run, at: 0 });
    const others = this.runs(program).filter((one) => JSON.stringify({ ...one, at: 0 }) !== same);
    write(this.#runsFile(program), JSON.stringify([run, ...others].slice(0, most)));
  }

  /** Keeps the names of a group of facts and gives their hash. */
  keepGroup(facts: readonly Fact[]): string {
    const text = JSON.stringify(facts);
    const hash = sha256(text).slice(0, 32);
    if (!this.#groups.has(hash)) {
      const file = join(this.dir, "groups", hash);
      if (!existsSync(file)) write(file, text);
      this.#groups.set(hash, facts);
    }
    return hash;
  }

  /** A group's facts; undefined where they aren't kept any more. */
  group(hash: string): readonly Fact[] | undefined {
    if (!this.#groups.has(hash))
      this.#groups.set(hash, readJson(join(this.dir, "groups", hash)) as readonly Fact[] | undefined);
    return this.#groups.get(hash);
  }

  /** Keeps a graph and gives its name, which is the hash of its text. */
  keepGraph(graph: Graph, dir: string): string {
    const text = packGraph(graph, { key: this.key, dir });
    const hash = sha256(text).slice(0, 32);
    const file = join(this.dir, "graphs", hash);
    if (!existsSync(file)) write(file, text);
    return hash;
  }

  /** What was found for a key before, or is found now. `T` is JSON. */
  known<T>(key: string, find: () => T): T {
    const file = join(this.dir, "impacts", sha256(key).slice(0, 32));
    const before = readJson(file) as T | undefined;
    if (before !== undefined) return before;
    const found = find();
    write(file, JSON.stringify(found));
    return found;
  }

  /** Outputs of a stack as a hash. */
  outputsHash({ outputs }: Pick<Graph, "outputs">): string {
    const alone = new Graph({ project: "", stack: "", resources: [], outputs, invocations: [], logs: [] });
    return this.#hmac(packGraph(alone, { key: this.key, dir: this.dir }));
  }

  /** A variable's value as a hash, which tells nothing of it without this folder's key. */
  variable(name: string): string {
    const value = process.env[name];
    return value === undefined ? "-" : this.#hmac(value);
  }

  #hmac(text: string): string {
    return createHmac("sha256", this.key).update(text).digest("hex").slice(0, 32);
  }

  graph(hash: string): KeptGraph | undefined {
    const text = this.graphText(hash);
    return text === undefined ? undefined : unpackGraph(text, this.key);
  }

  graphText(hash: string): string | undefined {
    const file = join(this.dir, "graphs", hash);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  /** Removes what has become old: runs, and what belongs to none; checkouts and packages that no command has used. */
  prune(now = Date.now()): void {
    const note = join(this.dir, "pruned");
    if (existsSync(note) && now - statSync(note).mtimeMs < longest / 30) return;
    write(note, "");
    const used = new Set<string>();
    for (const name of namesIn(join(this.dir, "runs"))) {
      const file = join(this.dir, "runs", name);
      const runs = ((readJson(file) as KeptRun[] | undefined) ?? []).filter(({ at }) => now - at < longest);
      if (runs.length === 0) rmSync(file, { force: true });
      for (const { graph, groups } of runs)
        for (const one of [graph, ...groups.map(([names]) => names)]) used.add(one);
    }
    for (const folder of ["graphs", "groups", "impacts", "checkouts", "packages"])
      for (const name of namesIn(join(this.dir, folder))) {
        const path = join(this.dir, folder, name);
        const age = now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now);
        if (age > longest / 30 && !used.has(name) && (folder.startsWith("g") || age > longest / 2))
          rmSync(path, { recursive: true, force: true });
      }
  }

  #runsFile(program: string): string {
    return join(this.dir, "runs", `${sha256(program).slice(0, 32)}.json`);
  }
}

const namesIn = (dir: string): string[] => (existsSync(dir) ? readdirSync(dir) : []);

function keyIn(file: string): Uint8Array {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    try {
      writeFileSync(file, createKey(), { flag: "wx", mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return new Uint8Array(readFileSync(file));
}

/** What is written half, or by another version, counts as not there. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

let temporaries = 0;
function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}-${temporaries++}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}
