import { styleText } from "node:util";
import type { Plan, PlannedResource } from "./plan.ts";

/** Every resource of a plan with all its settings and permissions, by component. */
export function resourceLines(plan: Plan): string[] {
  return plan.groups.flatMap((group) => [
    "",
    styleText("bold", group.path.join(" / ") || "Without a component"),
    ...group.resources.flatMap(linesOf).map((line) => `  ${line}`),
  ]);
}

function linesOf(resource: PlannedResource): string[] {
  return [
    `${styleText("green", "+")} ${resource.name} ${styleText("dim", shortType(resource.type))}`,
    ...settingLines(resource.settings).map((line) => `    ${line}`),
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
export function shortType(type: string): string {
  const [, module, name] = type.split(":");
  return `${module?.split("/")[0]}.${name}`;
}

export function pairs(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
}

export function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
