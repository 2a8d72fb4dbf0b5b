import { availableParallelism } from "node:os";
import type { Graph } from "../../../engine/index.ts";
import { compare, hasImpact, type ImpactFailure, type ServiceImpact, type Together } from "../index.ts";
import { comparisonKey } from "./engine-key.ts";
import { inParallel } from "./in-parallel.ts";
import type { Selection } from "./select.ts";
import type { Made, Side } from "./side.ts";
import type { Store } from "./store.ts";
import { type Hashes, togetherOf } from "./together.ts";

/** What a change does to services in a stage. */
export interface Impact {
  /** Services that change, by name. */
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
}

type Outcome = { readonly made: Made } | { readonly error: Error } | undefined;

/** More programs than processes are under way, so that none of them waits. */
const atATime = availableParallelism() * 2;

/** Runs what may have changed, first as it is now, then at the base, and compares the graphs. */
export async function impactOf(
  selection: readonly Selection[],
  { base, now, store, whole }: Sides,
): Promise<Impact> {
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
  const names = selection.map(({ name }) => name);
  const hashes = (name: string) => [before, after].map((all) => madeIn(all.get(name))?.hash);
  const graphs = (name: string) => {
    const [old, current] = hashes(name).map((hash) => (hash === undefined ? undefined : store.graph(hash)));
    return { ...(old && { before: old }), ...(current && { after: current }) };
  };
  const failures = names.flatMap((name) => [
    ...failuresOf(base, "base", name, before.get(name)),
    ...failuresOf(now, "now", name, after.get(name)),
  ]);
  const failed = new Set(failures.map(({ service }) => service));
  const key = comparisonKey();
  const impacts = names
    .filter((name) => !same.has(name) && !failed.has(name) && hashes(name)[0] !== hashes(name)[1])
    .map((name) =>
      store.known([key, ...hashes(name)].join(" "), () => compare(graphs(name).before, graphs(name).after)),
    )
    .filter(hasImpact);
  const changed = new Set(impacts.map(({ service }) => service));
  const both = names.map((name): Hashes => {
    const [old, current] = hashes(name);
    return [same.has(name) ? current : old, current];
  });
  return {
    impacts,
    same: [...same].sort(),
    unchanged: names.filter((name) => !changed.has(name) && !failed.has(name)),
    failures,
    untraceable: names.flatMap((name) =>
      [...new Set([before, after].flatMap((all) => madeIn(all.get(name))?.untraceable ?? []))].map(
        (what) => [name, what] as const,
      ),
    ),
    runs: { base: base.runs, now: now.runs },
    together: whole && failed.size === 0 ? togetherOf(both, { stage: now.stage, store, key }) : undefined,
    graphs,
  };
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
