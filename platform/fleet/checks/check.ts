import type { Graph } from "../../engine/index.ts";
import type { Severity } from "../../policies/finding.ts";

/** Something wrong with services taken together. */
export interface FleetFinding {
  readonly check: string;
  readonly severity: Severity;
  /** Services that it is about, in the order of their names. */
  readonly services: readonly string[];
  readonly message: string;
  readonly remedy: string;
}

/** The services of one stage: each graph, and who answers for it. */
export interface Fleet {
  readonly stage: string;
  readonly graphs: readonly Graph[];
  /** Owners by service. */
  readonly owners: Readonly<Record<string, string>>;
  /** The day that runtimes end by: `2027-03-31`. */
  readonly today: string;
}

/** A check of all services of a stage. */
export type FleetCheck = (fleet: Fleet) => readonly FleetFinding[];

/** Names without repetitions, sorted. */
export const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
