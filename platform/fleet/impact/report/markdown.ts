import type { ServiceImpact } from "../types.ts";
import { hasImpact, type ImpactContext } from "./context.ts";
import { headline } from "./text.ts";

/** Impacts as a comment of a pull request. */
export function impactMarkdown(impacts: readonly ServiceImpact[], context: ImpactContext): string {
  return headline(impacts.filter(hasImpact), context);
}
