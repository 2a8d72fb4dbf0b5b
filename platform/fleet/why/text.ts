import { relative } from "node:path";
import { dayOf, daysLeft } from "../../values/exceptions/expiry.ts";
import { shown } from "../../values/problems.ts";
import type { Why } from "./why.ts";

/** Answers as text: a line for each setting, and all that there is to say where there is one setting. */
export function whyText(answers: readonly Why[], { full }: { readonly full: boolean }): string {
  const groups = Map.groupBy(answers, (answer) => answer.for);
  return [...groups]
    .map(([name, all]) => `${name}\n${full ? all.map(paragraph).join("\n") : table(all)}\n`)
    .join("\n");
}

const here = (place: string | undefined) => (place === undefined ? "" : relative(process.cwd(), place));

function table(answers: readonly Why[]): string {
  const rows = answers.map((answer) => [
    answer.setting,
    shortly(answer.value),
    answer.source,
    here(answer.place),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}

/** Long values are cut: one setting alone is shown in full. */
function shortly(value: unknown): string {
  const text = shown(value);
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

const isOver = ({ expires }: { readonly expires: string }): boolean =>
  daysLeft(expires, dayOf(new Date())) < 0;

function paragraph(answer: Why): string {
  const { setting, value, source, reason, place, without, override, transform } = answer;
  return [
    `  ${setting}: ${shown(value)}`,
    `    set by      ${source}${place === undefined ? "" : `, ${here(place)}`}`,
    ...(reason === undefined ? [] : [`    reason      ${reason}`]),
    ...(override === undefined
      ? []
      : [
          `    ${isOver(override) ? "expired on" : "until     "}  ${override.expires}, ${override.owner} answers for it`,
        ]),
    ...(without === undefined ? [] : [`    without it  ${shown(without.value)}, by ${without.source}`]),
    ...(transform === undefined
      ? []
      : [`    transform   ${transform.resource} has ${transform.input}: ${shown(transform.value)}`]),
  ].join("\n");
}
