import type { ServiceImpact } from "../types.ts";
import { dataLosses, hasImpact, type ImpactContext } from "./context.ts";
import { type Fold, foldsOf, operations } from "./fold.ts";
import { codeSpan, fenced, mostBytes, type Section, written } from "./markdown-text.ts";
import { listSections, numberLines } from "./sums.ts";
import {
  comingAndGoing,
  foldText,
  headline,
  lossText,
  outputLines,
  problemLines,
  renameLines,
  togetherLines,
} from "./text.ts";
import { counted, namesIn, placesText, withPlaces } from "./words.ts";

/** The beginning of a comment by which a workflow finds the one that it wrote before. */
const marker = (stage: string) => `<!-- impact ${stage} -->`;

/**
 * Impacts as a comment of a pull request: a table, then what needs eyes, then alike changes folded. Never longer than GitHub takes; how
 * much is left out is said.
 */
export function impactMarkdown(
  impacts: readonly ServiceImpact[],
  context: ImpactContext,
  { bytes = mostBytes } = {},
): string {
  const changed = impacts.filter(hasImpact);
  const { refused, allowed } = dataLosses(impacts);
  const folds = foldsOf(impacts);
  const head = [
    marker(context.stage),
    `### Impact: ${headline(changed, context)}`,
    ...(refused.length > 0
      ? ["", `> [!CAUTION]`, `> ${counted(refused.length, "resource")} would lose data.`]
      : []),
    ...tableOf(folds),
  ];
  const sections: readonly Section[] = [
    { title: "Loses data", lines: refused.map((one) => listed(lossText(one))) },
    { title: "Programs that fail", lines: failures(context) },
    { title: "Refused by the engine", lines: problemLines(impacts).map(listed) },
    { title: "Services that come and go", lines: comingAndGoing(impacts).map(listed) },
    { title: "Sums", lines: numberLines(impacts).map(listed) },
    { title: "All services together", lines: togetherLines(context).map(listed) },
    { title: "Loses data, as the ledger allows", lines: allowed.map((one) => listed(lossText(one))) },
    { title: "Changes", lines: folds.map(detailsOf) },
    ...listSections(impacts).map(({ title, lines }) => ({ title, lines: unfolded(lines) })),
    { title: "Under another name, otherwise as they are", lines: renameLines(impacts).map(listed) },
    { title: "Outputs", lines: outputLines(impacts).map(listed) },
    {
      title: "Not run: nothing that their programs are made of has changed",
      lines: context.notRun.length > 0 ? [context.notRun.map(codeSpan).join(", ")] : [],
    },
  ];
  return written(head, sections, bytes);
}

/** A line of a list: texts of programs in it are code, so that none of them is Markdown. */
const listed = (line: string) => `- ${codeSpan(line.trim())}`;

/** Lines that a reader asks for; a few of them together, so that each part is whole where the comment is cut. */
function unfolded(lines: readonly string[]): string[] {
  const parts = Array.from({ length: Math.ceil(lines.length / 20) }, (_, i) =>
    lines.slice(i * 20, i * 20 + 20),
  );
  return parts.map((part) =>
    [
      `<details><summary>${counted(part.length, "line")}</summary>`,
      "",
      ...part.map(listed),
      "",
      "</details>",
    ].join("\n"),
  );
}

const failures = ({ failures: all }: ImpactContext): string[] =>
  all.map(({ service, at, error }) =>
    [`- ${codeSpan(service)}, ${at === "base" ? "at the base" : "now"}:`, fenced(error)].join("\n"),
  );

/** How many resources and services each operation is about. */
function tableOf(folds: readonly Fold[]): string[] {
  const rows = operations.flatMap((operation) => {
    const all = folds.filter((fold) => fold.operation === operation).flatMap(({ changes }) => changes);
    const urns = new Set(all.map(({ change }) => change.urn));
    const services = new Set(all.map(({ service }) => service));
    return urns.size === 0 ? [] : [`| ${operation} | ${urns.size} | ${services.size} |`];
  });
  return rows.length > 0 ? ["", "| operation | resources | services |", "| --- | --- | --- |", ...rows] : [];
}

/** Services that a line names when it is unfolded. */
const mostServices = 50;

/** Alike changes in one line; where they are unfolds. */
function detailsOf(fold: Fold): string {
  const [first = "", ...more] = foldText(fold);
  const few = fold.changes.length <= 3;
  const line = codeSpan(few ? withPlaces(first, fold) : first);
  const forced = more.map((one) => `  ${listed(one)}`);
  if (few) return [`- ${line}`, ...forced].join("\n");
  const services = [...new Set(fold.changes.map(({ service }) => service))];
  const places = services
    .slice(0, mostServices)
    .map((one) => `${codeSpan(one)}: ${codeSpan(namesIn(fold.changes, one).join(", "))}`);
  const others = services.length - places.length;
  return [
    `- ${line}`,
    ...forced,
    `  <details><summary>in ${placesText(fold)}</summary>`,
    "",
    ...places.map((one) => `  ${one}  `),
    ...(others > 0 ? [`  and ${counted(others, "other service")}`] : []),
    "",
    "  </details>",
  ].join("\n");
}
