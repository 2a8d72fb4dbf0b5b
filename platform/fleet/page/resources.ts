import { stringify } from "yaml";
import { escaped } from "../../values/markup.ts";
import type { CostLine, Estimate } from "../estimate/estimate.ts";
import type { PlannedResource, PlannedStatement } from "../plan/plan.ts";
import { findingsAt } from "./findings.ts";
import type { PageFinding, PageInput } from "./input.ts";

/** The settings of each resource and of the parts of its component, hidden until it is chosen. */
export function detailsOf({ plan, cost, findings }: PageInput): string[] {
  return plan.groups.flatMap(({ path, resources }) =>
    resources.map((resource) =>
      [
        `<article data-details="${escaped(resource.urn)}" hidden>`,
        `<h3>${escaped(resource.name)}</h3>`,
        `<p class="muted">${escaped([shortType(resource.type), ...path.toReversed()].join(", in "))}</p>`,
        ...findingsAt(findings, resource.urn),
        ...settingsOf(resource),
        ...costsOf(cost, resource),
        ...partsOf(path.length === 0 ? [] : resources.filter((other) => other !== resource), findings),
        "</article>",
      ].join("\n"),
    ),
  );
}

/** Every resource, its component and its cost. */
export function tableOf({ plan, cost }: PageInput): string {
  const rows = plan.groups.flatMap(({ path, resources }) =>
    resources.map(({ urn, name, type }) => {
      const sum = linesOf(cost, name).reduce((total, line) => total + line.cost, 0);
      return `<tr><td><a href="#panel" data-shows="${escaped(urn)}">${escaped(name)}</a></td><td>${escaped(shortType(type))}</td><td>${escaped(path.join(" / "))}</td>${cost ? `<td class="cost">${sum === 0 ? "" : money(sum)}</td>` : ""}</tr>`;
    }),
  );
  const titles = ["Name", "Type", "Component"].map((title) => `<th scope="col">${title}</th>`);
  const costs = cost ? `<th scope="col" class="cost">USD a month</th>` : "";
  return `<table><thead><tr>${titles.join("")}${costs}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody></table>`;
}

/** The other parts of a component: its role's statements, its alarms, its log group. */
function partsOf(parts: readonly PlannedResource[], findings: readonly PageFinding[]): string[] {
  if (parts.length === 0) return [];
  return [
    "<h4>Other parts of the component</h4>",
    ...parts.map(
      (part) =>
        `<details><summary>${escaped(part.name)} <span class="muted">${escaped(shortType(part.type))}</span></summary>${[...findingsAt(findings, part.urn), ...settingsOf(part)].join("\n")}</details>`,
    ),
  ];
}

function settingsOf({ settings, tags, statements }: PlannedResource): string[] {
  const rows = Object.entries(settings)
    .filter(([, value]) => value !== undefined && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const own = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return [
    "<dl>",
    ...rows.map(([key, value]) => `<dt>${escaped(key)}</dt><dd>${shown(value)}</dd>`),
    ...(own.length > 0 ? [`<dt>tags</dt><dd class="value">${escaped(own.join(" "))}</dd>`] : []),
    "</dl>",
    ...(statements.length > 0 ? ["<ul>", ...statements.map(statement), "</ul>"] : []),
  ];
}

function statement({ effect, actions, resources }: PlannedStatement): string {
  return `<li><strong>${escaped(effect)}</strong> <code>${escaped(actions.join(", "))}</code> on <code>${escaped(resources.join(", "))}</code></li>`;
}

function costsOf(cost: Estimate | undefined, { name }: PlannedResource): string[] {
  const lines = linesOf(cost, name);
  if (lines.length === 0) return [];
  return [
    "<h4>Cost a month in US dollars</h4>",
    "<dl>",
    ...lines.map(({ what, cost }) => `<dt>${escaped(what)}</dt><dd>${money(cost)}</dd>`),
    "</dl>",
  ];
}

const linesOf = (cost: Estimate | undefined, name: string): readonly CostLine[] =>
  cost?.lines.filter(({ resource }) => resource === name) ?? [];

const money = (cost: number) => (cost < 0.005 ? "&lt;0.01" : cost.toFixed(2));

/** A value as people read it: words as they are, objects and lists in the lines of YAML. */
function shown(value: unknown): string {
  const given = typeof value === "string" ? (parsed(value) ?? value) : value;
  if (typeof given === "object" && given !== null)
    return `<pre>${escaped(stringify(given, { lineWidth: 0 }).trimEnd())}</pre>`;
  return `<span class="value">${escaped(String(given))}</span>`;
}

/** The object or list that a text holds as JSON. */
function parsed(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `aws:sqs/queue:Queue` as `sqs.Queue`. */
function shortType(type: string): string {
  const [, module, name] = type.split(":");
  return `${module?.split("/")[0]}.${name}`;
}
