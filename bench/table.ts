/** One figure. Figures of a group were taken side by side in one run and may be compared. */
export interface Row {
  readonly group: string;
  readonly what: string;
  readonly value: number;
  readonly unit: "ms" | "us" | "KB" | "requests/s" | "MB";
  /** This figure over the group's floor (under it, for rates). */
  readonly ratio?: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The rows of a group, each with its ratio to the first. */
export function rows(
  group: string,
  unit: Row["unit"],
  figures: readonly (readonly [string, number])[],
): Row[] {
  const floor = figures[0]?.[1] ?? Number.NaN;
  return figures.map(([what, value], i) => ({
    group,
    what,
    value,
    unit,
    ...(i > 0 && { ratio: unit === "requests/s" ? floor / value : value / floor }),
  }));
}

export function print(all: readonly Row[]): string {
  const cells = all.map(({ group, what, value, unit, ratio }, i) => [
    all[i - 1]?.group === group ? "" : group,
    what,
    `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${unit}`,
    ratio === undefined ? "" : `${ratio.toFixed(1)} x`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map((row) =>
      row.map((cell, c) => (c > 1 ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!))).join("  "),
    )
    .join("\n");
}
