import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Graph } from "../../../engine/index.ts";
import { dayOf } from "../../../values/exceptions/expiry.ts";
import { platformDir } from "../../../values/places.ts";
import type { Version } from "../../graph-of.ts";
import { gainedAndLost } from "../sets.ts";
import type { Exceptions } from "../sum-types.ts";
import { findingText } from "../sums.ts";
import { rulesKey } from "./engine-key.ts";
import type { Store } from "./store.ts";

/** What a version's own policies and checks find in kept graphs, each a sentence; graphs go by their names in the store. */
export interface Judge {
  /** Equal for versions that find the same. */
  readonly key: string;
  /** What policies find in a service. */
  findings(graph: string): readonly string[];
  /** What checks find in all services of a stage together: their sum of concurrency, names that meet, loops. */
  together(graphs: readonly string[], stage: string): readonly string[];
}

export interface Judges {
  readonly base: Judge;
  readonly now: Judge;
}

/** The judges of two versions; where that of the base can't be loaded, a note says so, and one judges both. */
export async function judgesOf(
  versions: { readonly base: Version; readonly now: Version },
  store: Store,
): Promise<Judges & { readonly notes: readonly string[] }> {
  const now = await judgeIn(rulesDir(versions.now), store);
  const theirs = rulesDir(versions.base);
  if (rulesKey(theirs) === now.key) return { base: now, now, notes: [] };
  try {
    return { base: await judgeIn(theirs, store), now, notes: [] };
  } catch (error) {
    const note = `The policies of the base can't judge it: ${(error as Error).message}. Those of the working tree judge both.`;
    return { base: now, now, notes: [note] };
  }
}

/** What is found after a change only, and before it only. */
export function foundBetween<T>(
  { base, now }: Judges,
  [before, after]: readonly [before: T, after: T],
  find: (judge: Judge, version: T) => readonly string[],
): Exceptions {
  if (base === now && isDeepStrictEqual(before, after)) return { gained: [], lost: [] };
  return gainedAndLost(find(base, before), find(now, after));
}

/** The platform whose rules a version has: its own, or this one where it has none. */
function rulesDir({ platform }: Version): string {
  const own = platform && dirname(fileURLToPath(platform.url));
  return own !== undefined && existsSync(join(own, "policies", "index.ts"))
    ? own
    : join(platformDir, "platform");
}

async function judgeIn(dir: string, store: Store): Promise<Judge> {
  const at = (file: string) => pathToFileURL(join(dir, file)).href;
  const { findingsIn }: typeof import("../../../policies/index.ts") = await import(at("policies/index.ts"));
  const { checksOn }: typeof import("../../checks/index.ts") = await import(at("fleet/checks/index.ts"));
  // Graphs have to be of the classes that the rules know.
  const { unpackGraph }: typeof import("../kept-graph.ts") = await import(at("fleet/impact/kept-graph.ts"));
  const read = (name: string): Graph => {
    const graph = unpackGraph(store.graphText(name) ?? "", store.key);
    if (!graph) throw new Error("it knows another form of graphs");
    return graph;
  };
  const key = rulesKey(dir);
  const day = dayOf(new Date());
  const known = (what: string, names: readonly string[], find: () => string[]) =>
    store.known([what, key, day, ...names].join("\n"), () => [...new Set(find())].sort());
  const judge: Judge = {
    key,
    findings: (name) => known("findings", [name], () => findingsIn(read(name)).map(findingText)),
    together: (names, stage) =>
      known("together", [stage, ...[...names].sort()], () => {
        const graphs = names.map(read);
        // Owners are refused or tagged when a program runs: a graph has one.
        const owners = Object.fromEntries(graphs.map(({ project }) => [project, "one"]));
        const found = checksOn({ stage, graphs, owners, today: day });
        return found.map(({ check, severity, message }) => `${severity}: ${message} (${check})`);
      }),
  };
  // A version that these calls don't fit fails here.
  const nothing = { resources: [], outputs: {}, invocations: [], logs: [] };
  const trial = store.keepGraph(new Graph({ project: "trial", stack: "dev", ...nothing }), dir);
  judge.findings(trial);
  judge.together([trial], "dev");
  return judge;
}
