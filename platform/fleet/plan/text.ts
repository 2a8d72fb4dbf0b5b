import { styleText } from "node:util";
import type { Plan, PlannedResource } from "./plan.ts";

/** A plan for people: coloured on a terminal, plain in a pipe. `brief` leaves the settings of each resource out. */
export function planText(plan: Plan, { brief = false } = {}): string {
  const count = plan.groups.reduce((sum, group) => sum + group.resources.length, 0);
  const lines = [
    `${styleText("bold", plan.service)} in stage ${styleText("bold", plan.stage)}: ${count} resources. Offline: nothing was asked of AWS.`,
    `${styleText("dim", "tags")} ${pairs(plan.tags)}`,
  ];
  for (const group of plan.groups) {
    lines.push("", styleText("bold", group.path.join(" / ") || "Without a component"));
    for (const resource of group.resources)
      lines.push(...resourceText(resource, brief).map((line) => `  ${line}`));
  }
  const outputs = Object.entries(plan.outputs);
  if (outputs.length > 0)
    lines.push(
      "",
      styleText("bold", "Outputs"),
      ...outputs.map(([key, value]) => `  ${key}: ${show(value)}`),
    );
  if (plan.warnings.length > 0)
    lines.push(
      "",
      styleText("bold", "Warnings"),
      ...plan.warnings.map((warning) => `  ${styleText("yellow", "!")} ${warning}`),
    );
  return `${lines.join("\n")}\n`;
}

function resourceText(resource: PlannedResource, brief: boolean): string[] {
  return [
    `${styleText("green", "+")} ${resource.name} ${styleText("dim", shortType(resource.type))}`,
    ...(brief ? [] : settingLines(resource.settings)).map((line) => `    ${line}`),
    ...(Object.keys(resource.tags).length > 0 ? [`    tags: ${pairs(resource.tags)}`] : []),
    ...resource.statements.map(
      ({ effect, actions, resources }) =>
        `    ${effect === "Allow" ? styleText("cyan", "allow") : styleText("red", "deny")} ${actions.join(", ")} ${styleText("dim", "on")} ${resources.join(", ")}`,
    ),
  ];
}

function settingLines(settings: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${styleText("dim", `${key}:`)} ${show(value)}`);
}

/** `aws:sqs/queue:Queue` as `sqs.Queue`. */
function shortType(type: string): string {
  const [, module, name] = type.split(":");
  return `${module?.split("/")[0]}.${name}`;
}

function pairs(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
