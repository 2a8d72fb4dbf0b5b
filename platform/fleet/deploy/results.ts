import type { Change, Counts } from "./pulumi/events.ts";

/** How a stack ended; a preview leaves it `to change`. `waits`: its turn never came, as another one failed or was never deployed. */
export type Status =
  | "to change"
  | "changed"
  | "unchanged"
  | "drifted"
  | "failed"
  | "waits"
  | "interrupted"
  | "not there";

/** What came of a service's stack. */
export interface StackResult {
  readonly service: string;
  readonly status: Status;
  readonly counts: Counts;
  readonly seconds: number;
  /** What failed, what it waits for, or what was repaired before; sentences. */
  readonly notes: readonly string[];
  /** Resources that differ from the state, for drift. */
  readonly drift: readonly Change[];
  /** The CLI's own words; absent where it did not run. */
  readonly log?: string;
  /** Whether the stack has never been deployed. */
  readonly fresh?: boolean;
}

/** Statuses in which a run of the command isn't what was asked for. */
const bad: readonly Status[] = ["failed", "drifted"];

export const isBad = ({ status }: StackResult): boolean => bad.includes(status);

/** The whole of a run. */
export interface FleetResult {
  readonly operation: string;
  readonly stage: string;
  readonly services: readonly StackResult[];
  readonly seconds: number;
  /** Services that have no stack file for the stage, and were left out. */
  readonly leftOut: readonly string[];
}
