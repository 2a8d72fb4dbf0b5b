import { relative } from "node:path";
import { type Change, shortType } from "./pulumi/events.ts";
import type { FleetResult, StackResult } from "./results.ts";

const past = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  import: "adopted",
} as const;

const dids = Object.keys(past) as (keyof typeof past)[];

/** `3 created, 1 deleted`, or `3 to create` where it is only planned; empty where there is nothing to tell. */
export const countsText = ({ counts, status }: Pick<StackResult, "counts" | "status">): string =>
  dids
    .flatMap((did) => {
      const words = status === "to change" ? `to ${did}` : past[did];
      return counts[did] ? [`${counts[did]} ${words}`] : [];
    })
    .join(", ");

/** `0.4 s`, `12 s`, `3 min 20 s`. */
export function secondsText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Rows in columns as wide as their longest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd(),
  );
}

/** The end of a run for people: a row for each stack, what differs, and where the logs of failures are. */
export function summaryText(result: FleetResult): string {
  const { operation, stage, services, seconds, leftOut } = result;
  const rows = services.map((one) => [
    one.service,
    one.status,
    countsText(one),
    one.seconds > 0 ? secondsText(one.seconds) : "",
  ]);
  const lines = [
    "",
    ...table([["service", "result", "resources", "time"], ...rows]),
    ...driftLines(services),
    ...failureLines(services),
    ...(leftOut.length > 0 ? ["", `No stack file for ${stage}: ${leftOut.join(", ")}.`] : []),
    "",
    `${operation} of ${services.length} stack(s) in ${stage}: ${tally(services)} (${secondsText(seconds)})`,
  ];
  return `${lines.join("\n")}\n`;
}

function tally(services: readonly StackResult[]): string {
  const counted = new Map<string, number>();
  for (const { status } of services) counted.set(status, (counted.get(status) ?? 0) + 1);
  return [...counted].map(([status, count]) => `${count} ${status}`).join(", ");
}

const driftWords: Readonly<Record<Change["did"], string>> = {
  create: "is new",
  update: "differs",
  replace: "differs",
  delete: "is gone",
  import: "is new",
};

function driftLines(services: readonly StackResult[]): string[] {
  const rows = services.flatMap(({ service, drift }) =>
    drift.map(({ did, type, name, properties }) => [
      service,
      `${shortType(type)} ${name}`,
      driftWords[did],
      properties.join(", "),
    ]),
  );
  return rows.length > 0 ? ["", ...table([["service", "resource", "in AWS", "properties"], ...rows])] : [];
}

function failureLines(services: readonly StackResult[]): string[] {
  return services.flatMap(({ service, status, notes, log }) => {
    const tells = notes.length > 0 && ["failed", "waits", "interrupted"].includes(status);
    if (!tells) return [];
    const at = status === "failed" && log ? [`  All that pulumi said: ${relative(process.cwd(), log)}`] : [];
    return ["", ...notes.map((note) => `${service}: ${note}`), ...at];
  });
}
