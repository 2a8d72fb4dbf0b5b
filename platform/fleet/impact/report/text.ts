import { styleText } from "node:util";
import type { Change, ServiceImpact } from "../types.ts";
import { dataLosses, hasImpact, type ImpactContext, type Placed, placed } from "./context.ts";
import { type Fold, foldsOf } from "./fold.ts";
import { listSections, numberLines } from "./sums.ts";
import { counted, manner, propertyText, typeText, withPlaces } from "./words.ts";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const marks = { replace: "±", delete: "-", update: "~", create: "+", import: "=", same: "~" } as const;
const colours = {
  replace: "magenta",
  delete: "red",
  update: "yellow",
  create: "green",
  import: "cyan",
  same: "dim",
} as const;
const verbs = {
  replace: "is replaced",
  delete: "is removed",
  update: "is updated",
  create: "is added",
  import: "is imported",
  same: "stays",
} as const;

/** Impacts for people; `color` is for a terminal. */
export function impactText(
  impacts: readonly ServiceImpact[],
  context: ImpactContext,
  { color = false } = {},
): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const changed = impacts.filter(hasImpact);
  const { refused, allowed } = dataLosses(impacts);
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [paint(["bold", "red"], "Loses data"), refused.map((one) => paint("red", lossText(one)))],
    ["Loses data, as the ledger allows", allowed.map(lossText)],
    [paint(["bold", "red"], "Programs that fail"), failureLines(context)],
    [paint(["bold", "red"], "Refused by the engine"), problemLines(impacts)],
    ["Services that come and go", comingAndGoing(impacts)],
    ["Changes", foldsOf(impacts).flatMap((fold) => foldLines(fold, paint))],
    ["Under another name, otherwise as they are", renameLines(impacts)],
    ["Outputs", outputLines(impacts)],
    ["Sums", numberLines(impacts)],
    ["All services together", togetherLines(context)],
    ...listSections(impacts).map(({ title, lines }) => [title, lines] as const),
    ["Not run: nothing that their programs are made of has changed", listed(context.notRun)],
  ];
  return [
    `${headline(changed, context)} Offline: nothing was asked of AWS.`,
    ...sections.flatMap(([title, lines]) =>
      lines.length > 0 ? ["", paint("bold", title), ...lines.map((line) => `  ${line}`)] : [],
    ),
    "",
  ].join("\n");
}

/** How many services change, of how many. */
export function headline(changed: readonly ServiceImpact[], { base, stage }: ImpactContext): string {
  const what =
    changed.length === 0
      ? "no service changes"
      : `${counted(changed.length, "service")} ${changed.length === 1 ? "changes" : "change"}`;
  return `Against ${base}, in stage ${stage}: ${what}.`;
}

/** `dynamodb.Table orders is replaced, since name can't be changed in place`. */
export const changeText = (change: Change): string =>
  `${typeText(change.type)} ${change.name} ${[verbs[change.operation], ...manner(change)].join(", ")}`;

export function lossText({ service, change }: Placed): string {
  const { dataLoss } = change;
  const { exemption, expired } = dataLoss ?? {};
  const entry = exemption && ` Until ${exemption.expires}, ${exemption.owner}: ${exemption.reason}`;
  const over = expired && ` The ledger's entry ended on ${expired.expires} (${expired.owner}).`;
  return `${service}: ${changeText(change)}: ${dataLoss?.what}.${entry ?? over ?? ""}`;
}

export const failureLines = ({ failures }: ImpactContext): string[] =>
  failures.map(({ service, at, error }) => `${service}, ${at === "base" ? "at the base" : "now"}: ${error}`);

export const togetherLines = ({ together }: ImpactContext): string[] => [
  ...(together?.gained ?? []).map((one) => `+ ${one}`),
  ...(together?.lost ?? []).map((one) => `- ${one}`),
];

export const problemLines = (impacts: readonly ServiceImpact[]): string[] => [
  ...placed(impacts).flatMap(({ service, change }) => change.problems.map((one) => `${service}: ${one}`)),
  ...impacts.flatMap(({ service, problems }) => problems.map((one) => `${service}: ${one}`)),
];

export const comingAndGoing = (impacts: readonly ServiceImpact[]): string[] =>
  impacts.flatMap(({ service, appears }) => (appears === undefined ? [] : [`${service} is ${appears}`]));

export const renameLines = (impacts: readonly ServiceImpact[]): string[] =>
  impacts.flatMap(({ service, renames }) =>
    renames.map(({ from, to }) => `${service}: ${shortUrn(from)} → ${shortUrn(to)}`),
  );

export const outputLines = (impacts: readonly ServiceImpact[]): string[] =>
  impacts.flatMap(({ service, outputs }) => outputs.map((one) => `${service}: ${propertyText(one)}`));

const shortUrn = (urn: string) => urn.split("::").slice(2).join("::");

/** Alike changes without where they are: a line, and below it what forces a replacement. */
export function foldText(fold: Fold, paint: Paint = (_, text) => text): string[] {
  const { operation, type, property, changes } = fold;
  const first = changes[0]!.change;
  const head = `${paint(colours[operation], marks[operation])} ${typeText(type)}`;
  if (property) return [`${head} ${propertyText(property)}`];
  const forced = operation === "replace" ? first.properties.filter(({ replaces }) => replaces) : [];
  return [
    `${head} ${[verbs[operation], ...manner(first)].join(", ")}`,
    ...forced.map((one) => propertyText(one)),
  ];
}

function foldLines(fold: Fold, paint: Paint): string[] {
  const [first = "", ...more] = foldText(fold, paint);
  return [withPlaces(first, fold, (text) => paint("dim", text)), ...more.map((line) => `    ${line}`)];
}

function listed(names: readonly string[]): string[] {
  return names.length > 0 ? [names.join(", ")] : [];
}
