import { writeFileSync } from "node:fs";
import type { Graph } from "../../engine/index.ts";
import { findingsIn } from "../../policies/index.ts";
import type { Estimate } from "../estimate/estimate.ts";
import type { Plan } from "../plan/plan.ts";
import { wiringOf } from "../wiring/wiring.ts";
import { pageOf } from "./page.ts";

/** Writes a plan as a page that opens from disk. */
export async function writePage(
  file: string,
  { graph, plan, cost }: { readonly graph: Graph; readonly plan: Plan; readonly cost?: Estimate },
): Promise<void> {
  const logged = graph.logs.filter(({ severity }) => severity === "warning");
  const findings = [
    ...findingsIn(graph),
    ...logged.map(({ message }) => ({ severity: "warning" as const, message })),
  ];
  writeFileSync(file, await pageOf({ plan, wiring: wiringOf(graph), findings, ...(cost && { cost }) }));
}
