import type { Graph } from "../../engine/index.ts";
import { dayOf } from "../../values/exceptions/expiry.ts";
import { trafficIn } from "../estimate/traffic.ts";
import { changeOf, createdBy, deletedWith } from "./changes.ts";
import { differencesOf, propertyChange } from "./difference.ts";
import { createKey, KeptGraph, keptGraph } from "./kept-graph.ts";
import { walk } from "./steps/walk.ts";
import type { Exceptions } from "./sum-types.ts";
import { findingsBetween, sumsOf, type TrafficOptions } from "./sums.ts";
import type { Change, Rename, ServiceImpact } from "./types.ts";

export interface CompareOptions {
  /** The programs' folders, where assets have relative paths; of graphs that were kept there is no need. Default: the working directory. */
  readonly dirs?: { readonly before?: string; readonly after?: string };
  /** Default: that of the stacks' config. */
  readonly traffic?: TrafficOptions;
  /** What policies find after the change only, and before it only. Default: what this platform's find. */
  readonly findings?: Exceptions;
  /** The day for which entries of the ledger hold. Default: this one. */
  readonly today?: string;
}

/**
 * What the engine would do to a service's stack that was deployed from one graph and is deployed from another. `undefined`: there was no
 * such service, or there is none any more.
 */
export function compare(
  before: Graph | undefined,
  after: Graph | undefined,
  {
    dirs = {},
    traffic = { before: before && trafficIn(before), after: after && trafficIn(after) },
    today = dayOf(new Date()),
    findings,
  }: CompareOptions = {},
): ServiceImpact {
  const some = after ?? before;
  if (!some) throw new Error("there is a service before, after, or both");
  const key = [before, after].find((one) => one instanceof KeptGraph)?.key ?? createKey();
  const [old, now] = [
    before && keptGraph(before, { key, dir: dirs.before ?? "." }),
    after && keptGraph(after, { key, dir: dirs.after ?? "." }),
  ];
  const { changes, renames, problems } = changesBetween(old, now, today);
  // The same resources have the same sums: only what costs may differ, by the traffic.
  const then = changes.length + renames.length === 0 ? now : old;
  return {
    service: some.project,
    stage: some.stack,
    ...(!before && { appears: "added" as const }),
    ...(!after && { appears: "removed" as const }),
    changes: [...changes].sort((a, b) => (a.urn < b.urn ? -1 : 1)),
    renames,
    sums: { ...sumsOf(then, now, traffic), findings: findings ?? findingsBetween(then, now) },
    outputs: differencesOf("", old?.outputs ?? {}, now?.outputs ?? {}).map(propertyChange),
    problems,
  };
}

function changesBetween(
  before: Graph | undefined,
  after: Graph | undefined,
  today: string,
): {
  readonly changes: readonly Change[];
  readonly renames: readonly Rename[];
  readonly problems: readonly string[];
} {
  if (!before || !after) {
    const changes = [
      ...(after ? createdBy(after, today) : []),
      ...(before ? deletedWith(before, today) : []),
    ];
    return { changes, renames: [], problems: [] };
  }
  const { steps, matching } = walk(before, after);
  return {
    changes: steps.flatMap((step) => changeOf(step, { before, after, today })),
    renames: [...matching.renamed].map(([from, to]) => ({ from, to })).sort((a, b) => (a.to < b.to ? -1 : 1)),
    problems: matching.problems,
  };
}
