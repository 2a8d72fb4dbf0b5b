import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import { escaped } from "../../values/markup.ts";
import { workspaceDir } from "../../values/places.ts";
import { amount, perMillion, pictureOf } from "./picture.ts";
import { ms, type Proposal } from "./proposal.ts";
import type { Measurement, TuningResult } from "./result.ts";
import { writeWhole } from "./stack-file.ts";
import type { Target } from "./target.ts";

/** Everything that is known at the end of a measurement. */
export interface Report {
  readonly service: string;
  readonly stage: string;
  readonly target: Target;
  readonly result: TuningResult;
  readonly proposal: Proposal;
  readonly currency: string;
  /** ARN of the execution. */
  readonly execution: string;
  readonly measuredAt: Date;
}

/** Writes the picture as a page into the git-ignored `.tmp/tune`; gives its path. */
export function writePage(report: Report): string {
  const folder = join(workspaceDir(), ".tmp", "tune");
  mkdirSync(folder, { recursive: true });
  const file = join(
    folder,
    `${report.service}-${report.stage}-${report.target.name}.html`.replaceAll(/[^\w.-]/g, "-"),
  );
  writeWhole(file, pageOf(report));
  return file;
}

/** A page that needs nothing else: the picture, the numbers behind it, the reasons. */
export function pageOf(report: Report): string {
  const { service, stage, target, result, proposal, currency } = report;
  const title = `${target.name} of ${service} in ${stage}`;
  const { measurements } = result;
  const picture = pictureOf({
    title,
    measurements,
    present: target.memory,
    proposed: proposal.memory,
    currency,
  });
  const cells = (tag: string, values: readonly string[]) =>
    `<tr>${values.map((value) => `<${tag}>${escaped(value)}</${tag}>`).join("")}</tr>`;
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<title>${escaped(title)}</title>`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    "<style>body{font:15px/1.5 system-ui,sans-serif;max-width:800px;margin:2rem auto;padding:0 1rem}svg{width:100%;height:auto}",
    "table{border-collapse:collapse}th,td{padding:.25rem 1rem .25rem 0;text-align:right}td:last-child{text-align:left}p{overflow-wrap:anywhere}",
    "@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}}</style></head><body>",
    picture,
    `<table><thead>${cells("th", ["memory", "average duration", `${currency} per million`, ""])}</thead><tbody>`,
    ...measurements.map((one) =>
      cells("td", [`${one.memory} MB`, ms(one.duration), amount(perMillion(one)), noteOf(one, report)]),
    ),
    "</tbody></table>",
    ...[
      changeText(report),
      ...proposal.reasons,
      `Measured at ${report.measuredAt.toISOString()}: ${report.execution}`,
    ].map((sentence) => `<p>${escaped(sentence)}</p>`),
    "</body></html>",
    "",
  ].join("\n");
}

/** The numbers for a terminal. */
export function tableOf(report: Report): string {
  const { measurements } = report.result;
  const rows = [
    ["memory", "duration", `${report.currency}/million`, ""],
    ...measurements.map((one) => [
      `${one.memory} MB`,
      ms(one.duration),
      amount(perMillion(one)),
      noteOf(one, report),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row, at) => {
      const line = `  ${row.map((cell, column) => (column < 3 ? cell.padStart(widths[column]!) : cell)).join("  ")}`;
      return at === 0 ? styleText("dim", line.trimEnd()) : line.trimEnd();
    })
    .join("\n");
}

/** `memory 512 -> 1024 MB, timeout 10 -> 2 s`. */
export function changeText({ target, proposal }: Pick<Report, "target" | "proposal">): string {
  const change = (what: string, from: number, to: number, unit: string) =>
    from === to ? `${what} stays at ${from} ${unit}` : `${what} ${from} -> ${to} ${unit}`;
  return `Proposed: ${change("memory", target.memory, proposal.memory, "MB")}, ${change("timeout", target.timeout, proposal.timeout, "s")}.`;
}

function noteOf({ memory }: Measurement, { target, proposal }: Report): string {
  return [memory === target.memory ? "now" : "", memory === proposal.memory ? "proposed" : ""]
    .filter(Boolean)
    .join(", ");
}
