import type { Estimate } from "../estimate/estimate.ts";
import type { Plan } from "../plan/plan.ts";
import type { Wiring } from "../wiring/wiring.ts";

/** A finding of a policy. */
export interface PageFinding {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly remedy?: string;
  /** The resource and its logical name; absent where the finding is about none. */
  readonly urn?: string;
  readonly name?: string;
}

export interface PageInput {
  readonly plan: Pick<Plan, "service" | "stage" | "tags" | "groups" | "outputs">;
  readonly wiring: Wiring;
  readonly findings: readonly PageFinding[];
  readonly cost?: Estimate;
}
