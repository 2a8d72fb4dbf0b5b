import { availableParallelism } from "node:os";
import type { Graph } from "../../../engine/index.ts";
import { compare, hasImpact, type ImpactFailure, type ServiceImpact, type Together } from "../index.ts";
import { inParallel } from "./in-parallel.ts";
import { foundBetween, type Judges } from "./judge.ts";
import type { Selection } from "./select.ts";
import type { Made, Side } from "./side.ts";
import type { Store } from "./store.ts";

/** What a change does to services in a stage. */
export interface Impact {
  /** Services that change, by name, and those that the policies of their version judge otherwise. */
  readonly impacts: readonly ServiceImpact[];
  /** Services that don't; those of `same` weren't even run for it. */
  readonly unchanged: readonly string[];
  /** Services whose program can't have another graph: all that it reads is the same. */
  readonly same: readonly string[];
  readonly failures: readonly ImpactFailure[];
  /** Services whose graph depends on what no later run can check, with what that is: they are run every time. */
  readonly untraceable: readonly (readonly [service: string, what: string])[];
  /** Programs that were run. */
  readonly runs: { readonly base: number; readonly now: number };
  /** What the checks of all services find before or after only; undefined where services are left out of the comparison. */
  readonly together: Together | undefined;
  /** Both graphs of a service that changes. */
  readonly graphs: (service: string) => Partial<Record<"before" | "after", Graph>>;
}

interface Sides {
  readonly base: Side;
  readonly now: Side;
  readonly store: Store;
  /** Whether these are all services of the stage. */
  readonly whole: boolean;
  readonly judges: Judges;
  /** What a comparison depends on beside the graphs. */
  readonly key: string;
}

type Outcome = { readonly made: Made } | { readonly error: Error } | undefined;

/** More programs than processes are under way, so that none of them waits. */
const atATime = availableParallelism() * 2;

/** Outcomes of services by name; absent where the version has no such service, or where it wasn't run. */
interface Outcomes {
  readonly before: ReadonlyMap<string, Outcome>;
  readonly after: ReadonlyMap<string, Outcome>;
  /** Services whose graph before can't be another one. */
  readonly same: ReadonlySet<string>;
}

/** Runs what may have changed, first as it is now, then at the base, and compares the graphs. */
export async function impactOf(selection: readonly Selection[], sides: Sides): Promise<Impact> {
  const { base, now, store, whole, judges } = sides;
  const { before, after, same } = await outcomes(selection, sides);
  const names = selection.map(({ name }) => name);
  const failures = names.flatMap((name) => [
    ...failuresOf(base, "base", name, before.get(name)),
    ...failuresOf(now, "now", name, after.get(name)),
  ]);
  const failed = new Set(failures.map(({ service }) => service));
  const hashes = (name: string): Hashes => [
    madeIn((same.has(name) ? after : before).get(name))?.hash,
    madeIn(after.get(name))?.hash,
  ];
  const compared = names.filter((name) => !failed.has(name));
  const impacts = compared.flatMap((name) => impactBetween(hashes(name), sides));
  const changed = new Set(impacts.filter(hasImpact).map(({ service }) => service));
  const all = (side: 0 | 1) => compared.flatMap((name) => hashes(name)[side] ?? []);
  return {
    impacts,
    same: [...same].sort(),
    unchanged: compared.filter((name) => !changed.has(name)),
    failures,
    untraceable: names.flatMap((name) =>
      [...new Set([before, after].flatMap((all) => madeIn(all.get(name))?.untraceable ?? []))].map(
        (what) => [name, what] as const,
      ),
    ),
    runs: { base: base.runs, now: now.runs },
    together:
      whole && failed.size === 0
        ? foundBetween(judges, [all(0), all(1)], (judge, graphs) => judge.together(graphs, now.stage))
        : undefined,
    graphs: (name) => graphsIn(store, hashes(name)),
  };
}

async function outcomes(selection: readonly Selection[], { base, now }: Sides): Promise<Outcomes> {
  const after = new Map<string, Outcome>();
  const before = new Map<string, Outcome>();
  const same = new Set<string>();
  try {
    await inParallel(atATime, selection, async (one) => {
      const outcome = one.now ? await outcomeOf(now, one.name) : undefined;
      after.set(one.name, outcome);
      const run = outcome && "made" in outcome ? outcome.made.run : undefined;
      if (one.base && run && (await base.holds(one.name, run))) same.add(one.name);
    });
    // The processes of one version take a few hundred megabytes.
    await now.end();
    await inParallel(atATime, selection, async ({ name, base: wasThere }) => {
      if (wasThere && !same.has(name)) before.set(name, await outcomeOf(base, name));
    });
  } finally {
    await Promise.all([now.end(), base.end()]);
  }
  return { before, after, same };
}

/** Names of a service's graphs in the store; undefined where there is none. */
type Hashes = readonly [before: string | undefined, after: string | undefined];

/** The impact on a service, if there is any, or if its version's policies find something else. */
function impactBetween(hashes: Hashes, { store, judges, key }: Sides): ServiceImpact[] {
  const [before, after] = hashes;
  const findings = foundBetween(judges, hashes, (judge, graph) =>
    graph === undefined ? [] : judge.findings(graph),
  );
  const isJudgedOtherwise = findings.gained.length + findings.lost.length > 0;
  if (before === after && !isJudgedOtherwise) return [];
  const impact = store.known([key, before, after].join(" "), () => {
    const graphs = graphsIn(store, hashes);
    return compare(graphs.before, graphs.after, { findings });
  });
  return hasImpact(impact) || isJudgedOtherwise ? [{ ...impact, sums: { ...impact.sums, findings } }] : [];
}

function graphsIn(store: Store, [before, after]: Hashes): Partial<Record<"before" | "after", Graph>> {
  const [old, now] = [before && store.graph(before), after && store.graph(after)];
  return { ...(old && { before: old }), ...(now && { after: now }) };
}

const madeIn = (outcome: Outcome): Made | undefined =>
  outcome && "made" in outcome ? outcome.made : undefined;

async function outcomeOf(side: Side, name: string): Promise<Outcome> {
  try {
    return { made: await side.made(name) };
  } catch (error) {
    side.throwIfAborted();
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** Errors of programs, by paths below the root of their version. */
function failuresOf(one: Side, at: ImpactFailure["at"], service: string, outcome: Outcome): ImpactFailure[] {
  const error = outcome && "error" in outcome ? outcome.error.message.replaceAll(one.root, "") : undefined;
  return error === undefined ? [] : [{ service, stage: one.stage, at, error }];
}
