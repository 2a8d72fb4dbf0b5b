import type { Graph } from "../../../engine/index.ts";
import type { Change, ServiceImpact } from "../types.ts";

/** A service whose program didn't run. */
export interface ImpactFailure {
  readonly service: string;
  readonly stage: string;
  /** `base`: the program of the revision that is compared with; it ran if only `now` is there. */
  readonly at: "base" | "now";
  readonly error: string;
}

/** What the checks of all services together find before or after only, each a sentence. */
export interface Together {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** What a report tells besides the impacts. */
export interface ImpactContext {
  /** The revision that the working tree is compared with: `main (3f2a1bc)`. */
  readonly base: string;
  readonly stage: string;
  /** Services that were not run, since nothing that their programs are made of has changed. */
  readonly notRun: readonly string[];
  readonly failures: readonly ImpactFailure[];
  /** Absent where services are left out of the comparison. */
  readonly together?: Together | undefined;
}

/** The graphs of a service, for pictures. */
export interface ImpactGraphs {
  readonly service: string;
  readonly before?: Graph;
  readonly after?: Graph;
}

/** Whether anything is to be told of a service. */
export function hasImpact(impact: ServiceImpact): boolean {
  const { changes, renames, outputs, problems, appears } = impact;
  return appears !== undefined || [changes, renames, outputs, problems].some((list) => list.length > 0);
}

/** A change with the service that it is in. */
export interface Placed {
  readonly service: string;
  readonly change: Change;
}

export const placed = (impacts: readonly ServiceImpact[]): Placed[] =>
  impacts.flatMap(({ service, changes }) => changes.map((change) => ({ service, change })));

/** Changes that destroy data; `allowed` are those that the ledger has an entry for. */
export function dataLosses(impacts: readonly ServiceImpact[]): {
  readonly refused: readonly Placed[];
  readonly allowed: readonly Placed[];
} {
  const all = placed(impacts).filter(({ change }) => change.dataLoss);
  return {
    refused: all.filter(({ change }) => !change.dataLoss?.exemption),
    allowed: all.filter(({ change }) => change.dataLoss?.exemption),
  };
}

/** Whether people have to look before this goes on: data would be lost, or a program no longer runs that ran before. */
export function isAlarming(
  impacts: readonly ServiceImpact[],
  { failures }: Pick<ImpactContext, "failures">,
): boolean {
  const before = new Set(failures.filter(({ at }) => at === "base").map(({ service }) => service));
  return (
    dataLosses(impacts).refused.length > 0 ||
    failures.some(({ at, service }) => at === "now" && !before.has(service))
  );
}
