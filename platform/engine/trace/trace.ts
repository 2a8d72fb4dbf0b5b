/**
 * What a program's graph may depend on beside its stack's config. Paths are absolute; a superset of what was read, never
 * less.
 */
export interface Trace {
  /** Modules that the program loaded, and those that they import. */
  readonly modules: readonly string[];
  /** Files and folders that were read, or looked for; those that aren't there included. */
  readonly paths: readonly string[];
  /** Folders whose entries were listed. */
  readonly folders: readonly string[];
  /** Folders whose entries were listed with all that is below. */
  readonly trees: readonly string[];
  /** Files and folders that were written. */
  readonly written: readonly string[];
  /** Names of environment variables. */
  readonly variables: readonly string[];
  /** Whether the day it is matters. */
  readonly day: boolean;
  /** What can't be told from files: `a connection`, `the clock`. The graph of such a run may differ the next time. */
  readonly untraceable: readonly string[];
  /** Whether the process can trace no other program after this one. */
  readonly isLast: boolean;
}

type Sets = { readonly [Key in "paths" | "folders" | "trees" | "written" | "variables"]: Set<string> };

const sets = (): Sets => ({
  paths: new Set(),
  folders: new Set(),
  trees: new Set(),
  written: new Set(),
  variables: new Set(),
});

/** What this process has read for all its programs: packages and the platform keep what they read once. */
const common = sets();
let own = sets();
let within: string | undefined;
let running = false;
let day = false;
let untraceable = new Set<string>();
const forGood = new Set<string>();

/** Notes that something was read. What is inside the running program's own folder is that program's alone. */
export function note(kind: keyof Sets, name: string): void {
  const isOwn = within !== undefined && kind !== "variables" && name.startsWith(within);
  (isOwn ? own : common)[kind].add(name);
}

export function noteDay(): void {
  day = true;
}

/** Notes what no later run can check. Before the first program it concerns nobody's graph. */
export function noteUntraceable(what: string): void {
  if (running) untraceable.add(what);
}

/** Notes what holds for every later program of this process too. */
export function noteForGood(what: string): void {
  forGood.add(what);
}

/** From here on a program runs; `folder` is its own, which no other program shares. */
export function begin(folder: string | undefined): void {
  own = sets();
  within = folder;
  running = true;
  day = false;
  untraceable = new Set();
}

/** What the program that began last depends on. */
export function end(modules: readonly string[]): Trace {
  running = false;
  within = undefined;
  const both = (kind: keyof Sets) => [...common[kind], ...own[kind]];
  return {
    modules,
    paths: both("paths"),
    folders: both("folders"),
    trees: both("trees"),
    written: both("written"),
    variables: both("variables"),
    day,
    untraceable: [...forGood, ...untraceable],
    isLast: forGood.size > 0,
  };
}
