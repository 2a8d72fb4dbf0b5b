import { styleText } from "node:util";
import type { Finding } from "../../policies/index.ts";
import { counted } from "./details.ts";
import { pairs, resourceLines, show } from "./full.ts";
import { otherLines } from "./others.ts";
import type { Plan } from "./plan.ts";
import { treeLines } from "./tree.ts";

/**
 * A plan for people: coloured on a terminal, plain in a pipe. By default the essentials; `full` is every
 * resource with all its settings and permissions.
 */
export function planText(plan: Plan, { full = false } = {}): string {
  const count = plan.groups.reduce((sum, { resources }) => sum + resources.length, 0);
  const { lines, shown } = treeLines(plan);
  return [
    `${styleText("bold", plan.service)} in stage ${styleText("bold", plan.stage)}${plan.region === undefined ? "" : `, ${plan.region}`}: ${counted(count, "resource")}. Offline: nothing was asked of AWS.`,
    `${styleText("dim", "tags")} ${pairs(plan.tags)}`,
    ...(full ? resourceLines(plan) : [...lines, ...spaced(otherLines(plan, shown))]),
    ...section(
      "Warnings",
      plan.warnings.map((warning) => `${styleText("yellow", "!")} ${warning}`),
    ),
    ...section("Findings", findingLines(plan.findings, full)),
    ...section(
      "Exempted",
      plan.exempted.map(
        ({ name, message, rule, reason, owner, expires }) =>
          `${name}: ${message} ${reason} ${styleText("dim", `(${rule}; ${owner}, until ${expires})`)}`,
      ),
    ),
    ...section(
      "Outputs",
      Object.entries(plan.outputs).map(([key, value]) => `${key}: ${show(value)}`),
    ),
    "",
  ].join("\n");
}

/** One line for each sentence about resources; by default with the first of them only. */
function findingLines(findings: readonly Finding[], full: boolean): string[] {
  const alike = Map.groupBy(findings, ({ rule, message }) => `${rule} ${message}`);
  return [...alike.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const mark = first.severity === "error" ? styleText("red", "error") : styleText("yellow", "!");
    const names = all.map(({ name }) => name);
    const about = full || names.length < 3 ? names.join(", ") : `${names[0]} and ${names.length - 1} others`;
    return [`${mark} ${about}: ${first.message} ${first.remedy} ${styleText("dim", `(${first.rule})`)}`];
  });
}

const spaced = (lines: readonly string[]) => (lines.length > 0 ? ["", ...lines] : []);

const section = (title: string, lines: readonly string[]) =>
  lines.length > 0 ? ["", styleText("bold", title), ...lines.map((line) => `  ${line}`)] : [];
