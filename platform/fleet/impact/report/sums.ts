import type { Sum } from "../sum-types.ts";
import type { ServiceImpact } from "../types.ts";
import { counted } from "./words.ts";

/** Sums over all services, and where they come from; those that stay as they are are left out. */
export function sumLines(impacts: readonly ServiceImpact[]): string[] {
  const number = (title: string, of: (impact: ServiceImpact) => Sum, text = String) => {
    const changed = impacts.filter((one) => of(one).before !== of(one).after);
    if (changed.length === 0) return [];
    const sum = (side: "before" | "after") => impacts.reduce((all, one) => all + of(one)[side], 0);
    return [
      `${title}: ${text(sum("before"))} → ${text(sum("after"))} in ${counted(changed.length, "service")}`,
    ];
  };
  return [
    ...number("resources", ({ sums }) => sums.resources),
    ...number("reserved concurrency", ({ sums }) => sums.reservedConcurrency),
    ...number("alarms", ({ sums }) => sums.alarms),
    ...costLines(impacts),
    ...listLines("IAM", impacts, ({ sums }) => sums.permissions),
    ...listLines("policies", impacts, ({ sums }) => sums.findings),
    ...listLines("the ledger", impacts, ({ sums }) => sums.exceptions),
  ];
}

function costLines(impacts: readonly ServiceImpact[]): string[] {
  const total = (side: "before" | "after") =>
    impacts.reduce((sum, one) => sum + one.sums.cost[side], 0).toFixed(2);
  return total("before") === total("after")
    ? []
    : [`cost, about: ${total("before")} → ${total("after")} US dollars a month`];
}

type Lists = { readonly gained: readonly string[]; readonly lost: readonly string[] };

function listLines(
  title: string,
  impacts: readonly ServiceImpact[],
  of: (impact: ServiceImpact) => Lists,
): string[] {
  return (["gained", "lost"] as const).flatMap((side) => {
    const lines = impacts.flatMap((one) => of(one)[side].map((line) => `${one.service}: ${line}`));
    return lines.length === 0
      ? []
      : [
          `${title}, ${side}: ${lines.length}`,
          ...lines.map((line) => `  ${side === "gained" ? "+" : "-"} ${line}`),
        ];
  });
}
