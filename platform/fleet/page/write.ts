import { writeFileSync } from "node:fs";
import type { Estimate } from "../estimate/estimate.ts";
import type { Plan } from "../plan/plan.ts";
import { pageOf } from "./page.ts";

/** Writes a plan as a page that opens from disk. */
export async function writePage(
  file: string,
  { plan, cost }: { readonly plan: Plan; readonly cost?: Estimate },
): Promise<void> {
  const findings = [
    ...plan.findings,
    ...plan.warnings.map((message) => ({ severity: "warning" as const, message })),
  ];
  writeFileSync(file, await pageOf({ plan, wiring: plan.wiring, findings, ...(cost && { cost }) }));
}
