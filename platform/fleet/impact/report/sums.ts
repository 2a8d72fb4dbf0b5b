import type { Sum } from "../sum-types.ts";
import type { ServiceImpact } from "../types.ts";
import { counted } from "./words.ts";

/** Sums over all services, and in how many they change; those that stay as they are are left out. */
export function numberLines(impacts: readonly ServiceImpact[]): string[] {
  const number = (
    title: string,
    of: (impact: ServiceImpact) => Sum,
    text: (sum: number) => string = String,
  ) => {
    const changed = impacts.filter((one) => text(of(one).before) !== text(of(one).after));
    if (changed.length === 0) return [];
    const sum = (side: "before" | "after") => text(changed.reduce((all, one) => all + of(one)[side], 0));
    return [`${title}: ${sum("before")} → ${sum("after")} in ${counted(changed.length, "service")}`];
  };
  return [
    ...number("resources", ({ sums }) => sums.resources),
    ...number("reserved concurrency", ({ sums }) => sums.reservedConcurrency),
    ...number("alarms", ({ sums }) => sums.alarms),
    ...number(
      "US dollars a month, about",
      ({ sums }) => sums.cost,
      (cost) => cost.toFixed(2),
    ),
  ];
}

type Lists = { readonly gained: readonly string[]; readonly lost: readonly string[] };

interface Listed {
  readonly title: string;
  readonly lines: readonly string[];
}

const lists: readonly (readonly [title: string, of: (impact: ServiceImpact) => Lists])[] = [
  ["Permissions", ({ sums }) => sums.permissions],
  ["Findings of policies", ({ sums }) => sums.findings],
  ["The ledger", ({ sums }) => sums.exceptions],
];

/** What services gain, with `+`, and what they lose, with `-`. */
export function listSections(impacts: readonly ServiceImpact[]): Listed[] {
  return lists.map(([title, of]) => ({
    title,
    lines: (["gained", "lost"] as const).flatMap((side) =>
      impacts.flatMap((one) =>
        of(one)[side].map((line) => `${side === "gained" ? "+" : "-"} ${one.service}: ${line}`),
      ),
    ),
  }));
}
