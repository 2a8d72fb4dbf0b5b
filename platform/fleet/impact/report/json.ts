import type { ServiceImpact } from "../types.ts";
import { dataLosses, type ImpactContext, type ImpactFailure, type Together } from "./context.ts";

/** What `--json` prints. */
export interface ImpactJson {
  readonly base: string;
  readonly stage: string;
  readonly services: readonly ServiceImpact[];
  readonly notRun: readonly string[];
  readonly failures: readonly ImpactFailure[];
  readonly together: Together | undefined;
  /** URNs of resources whose data would be lost without an entry of the ledger. */
  readonly losesData: readonly string[];
}

/** Impacts as data, for `JSON.stringify`. */
export function impactJson(impacts: readonly ServiceImpact[], context: ImpactContext): ImpactJson {
  const { base, stage, notRun, failures, together } = context;
  const losesData = dataLosses(impacts).refused.map(({ change }) => change.urn);
  return { base, stage, services: impacts, notRun, failures, together, losesData };
}
