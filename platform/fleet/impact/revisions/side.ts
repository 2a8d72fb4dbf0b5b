import { existsSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { createPool, type Graph, type Pool, type RunOptions, type Trace } from "../../../engine/index.ts";
import { graphsTogether, type Version } from "../../graph-of.ts";
import { findService, foundationService, type Service } from "../../services.ts";
import { assetPaths, type Fact, factsOf, groupState, groupsOf } from "./facts.ts";
import type { KeptRun, Store } from "./store.ts";
import type { Tree } from "./tree.ts";

/** A graph of a service in a version, from a run now or before. */
export interface Made {
  /** The graph's name in the store. */
  readonly hash: string;
  /** Hash of the stack's outputs. */
  readonly outputs: string;
  /** What it depends on; undefined where that can't be told, for the reasons in `untraceable`. */
  readonly run: KeptRun | undefined;
  readonly untraceable: readonly string[];
}

/** What a program has told of itself while it ran. */
interface Told {
  trace?: Trace;
  /** Services whose outputs it read, with the hash of those. */
  readonly others: Map<string, string>;
}

export interface SideOptions {
  readonly tree: Tree;
  readonly stage: string;
  readonly store: Store;
  readonly engine: string;
  readonly version: Version;
  readonly signal?: AbortSignal;
}

/** Graphs of the services of one version in one stage: kept ones where nothing that they depend on has changed. */
export class Side {
  readonly #options: SideOptions;
  readonly #made = new Map<string, Promise<Made>>();
  readonly #kept = new Map<string, Promise<KeptRun | undefined>>();
  readonly #told = new Map<string, Told>();
  readonly #graphs: (service: Service) => Promise<Graph>;
  readonly #states = new Map<string, string>();
  /** The service whose outputs another one's kept run waits for. */
  readonly #waits = new Map<string, string>();
  #pool: Promise<Pool> | undefined;
  /** Programs that were run. */
  runs = 0;
  /** Whether a program has written to files of this version. */
  hasWritten = false;

  constructor(options: SideOptions) {
    this.#options = options;
    const { stage, version, signal } = options;
    this.#graphs = graphsTogether({
      stage,
      version,
      ...(signal && { signal }),
      run: (run) => this.#run(run),
    });
  }

  get stage(): string {
    return this.#options.stage;
  }

  /** What paths of its files begin with. */
  get root(): string {
    return this.#options.tree.root + sep;
  }

  /** The graph of a service. Rejects with the program's error. */
  made(name: string): Promise<Made> {
    return once(this.#made, name, async () => (await this.#fromKept(name)) ?? (await this.#anew(name)));
  }

  /** The run that was kept for a service as it is in this version, if there is one. */
  kept(name: string): Promise<KeptRun | undefined> {
    return once(this.#kept, name, async () => {
      for (const run of this.#options.store.runs(this.#program(name)))
        if (await this.holds(name, run)) return run;
      return undefined;
    });
  }

  /** Whether everything that a service's run depended on is the same in this version. */
  async holds(name: string, run: KeptRun): Promise<boolean> {
    const { engine, store } = this.#options;
    if (run.engine !== engine || (run.day ?? today()) !== today()) return false;
    if (run.variables.some(([variable, state]) => store.variable(variable) !== state)) return false;
    if (run.groups.some(([names, state]) => this.#groupState(names) !== state)) return false;
    for (const [other, outputs] of run.others)
      if ((await this.#outputsOf(other, name)) !== outputs) return false;
    return true;
  }

  throwIfAborted(): void {
    this.#options.signal?.throwIfAborted();
  }

  async end(): Promise<void> {
    (await this.#pool)?.end();
  }

  #groupState(names: string): string | undefined {
    const { store, tree } = this.#options;
    const facts = store.group(names);
    if (!facts) return undefined;
    const state = this.#states.get(names) ?? groupState(tree, facts);
    this.#states.set(names, state);
    return state;
  }

  /** Undefined where the service fails, is gone, or waits itself for the one that asks. */
  async #outputsOf(name: string, asking: string): Promise<string | undefined> {
    if (this.#waitsFor(name, asking)) return undefined;
    this.#waits.set(asking, name);
    try {
      return (await this.kept(name))?.outputs ?? (await this.made(name)).outputs;
    } catch {
      return undefined;
    } finally {
      this.#waits.delete(asking);
    }
  }

  #waitsFor(name: string, asking: string): boolean {
    for (let at: string | undefined = name; at !== undefined; at = this.#waits.get(at))
      if (at === asking) return true;
    return false;
  }

  async #fromKept(name: string): Promise<Made | undefined> {
    const run = await this.kept(name);
    return run && { hash: run.graph, outputs: run.outputs, run, untraceable: [] };
  }

  async #anew(name: string): Promise<Made> {
    const { engine, tree, store } = this.#options;
    const service = this.#service(name);
    const fresh = await this.#graphs(service);
    const hash = store.keepGraph(fresh, service.dir);
    const outputs = store.outputsHash(fresh);
    const told = this.#told.get(service.dir);
    const { facts, untraceable } = this.#factsOf(fresh, service, told?.trace);
    if (!told?.trace || untraceable.length > 0) return { hash, outputs, run: undefined, untraceable };
    const run: KeptRun = {
      engine,
      groups: groupsOf(facts).map((group) => [store.keepGroup(group), groupState(tree, group)]),
      variables: told.trace.variables.map((variable) => [variable, store.variable(variable)]),
      ...(told.trace.day && { day: today() }),
      others: [...told.others],
      graph: hash,
      outputs,
      at: Date.now(),
    };
    store.keep(this.#program(name), run);
    return { hash, outputs, run, untraceable };
  }

  #factsOf(graph: Graph, { dir, main }: Service, trace: Trace | undefined) {
    const { tree, stage } = this.#options;
    if (!trace) return { facts: [], untraceable: ["it ends its process itself"] };
    const own = ["Pulumi.yaml", `Pulumi.${stage}.yaml`, "lookups.yaml", "catalog-info.yaml", main];
    const more = [...own, ...assetPaths(graph)].map((path) => resolve(dir, path));
    const facts = factsOf(trace, more, tree);
    const written = trace.written.filter((path) => tree.nameOf(path)?.startsWith("tree:"));
    this.hasWritten ||= written.length > 0;
    const untraceable = [
      ...trace.untraceable,
      ...written.slice(0, 1).map((path) => `a file that it writes (${path.replace(this.root, "")})`),
      ...(facts.some((fact) => isFresh(tree, fact)) ? ["a file that changed meanwhile"] : []),
    ];
    return { facts, untraceable };
  }

  #service(name: string): Service {
    const { workspace } = this.#options.tree;
    const dir = join(workspace, "services", name);
    const foundation = existsSync(dir) ? undefined : foundationService(workspace);
    return foundation?.name === name ? foundation : findService(dir);
  }

  async #run(options: RunOptions): Promise<Graph> {
    const { store, version } = this.#options;
    const { workspace } = version;
    this.#pool ??= createPool({ traced: true, cwd: workspace, packages: workspace });
    this.runs += 1;
    const told: Told = { others: new Map() };
    this.#told.set(options.dir, told);
    return (await this.#pool).run({
      ...options,
      onTrace: (trace) => {
        told.trace = trace;
      },
      otherStacks: (reference) => {
        const outputs = options.otherStacks?.(reference);
        return outputs?.then((all) => {
          told.others.set(reference.split("/")[1] ?? "", store.outputsHash({ outputs: all }));
          return all;
        });
      },
    });
  }

  #program(name: string): string {
    return `${name} ${this.#options.stage}`;
  }
}

function once<T>(all: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const known = all.get(name) ?? make();
  all.set(name, known);
  return known;
}

const today = (): string => new Date().toISOString().slice(0, 10);

function isFresh(tree: Tree, fact: Fact): boolean {
  const at = fact.indexOf(" ");
  return tree.isFresh(fact.slice(0, at) as Parameters<Tree["isFresh"]>[0], fact.slice(at + 1));
}
