import { escaped } from "../../values/markup.ts";
import { svgOf } from "../diagram/diagram.ts";
import { style as diagramStyle } from "../diagram/looks.ts";
import type { Estimate } from "../estimate/estimate.ts";
import { findingsList } from "./findings.ts";
import type { PageInput } from "./input.ts";
import { detailsOf, tableOf } from "./resources.ts";
import { script } from "./script.ts";
import { securityPolicy } from "./security-policy.ts";
import { style } from "./style.ts";

/** A plan as one page of HTML that loads nothing: the service as a diagram, each resource's settings, a table of them all. */
export async function pageOf(input: PageInput): Promise<string> {
  const { plan } = input;
  const title = `${plan.service} in stage ${plan.stage}`;
  const resources = plan.groups.flatMap((group) => group.resources);
  const svg = await svgOf(input.wiring, { title: plan.service, interactive: true });
  return [
    "<!doctype html>",
    `<html lang="en">`,
    "<head>",
    `<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${securityPolicy([style, `\n${diagramStyle}\n`], script)}">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    `<header><h1>${escaped(title)}</h1>`,
    `<p class="muted">${resources.length} resources. Offline: nothing was asked of AWS.</p>`,
    `<p class="muted">${escaped(pairs(plan.tags))}</p></header>`,
    `<main class="desk">`,
    `<div class="picture">${svg}</div>`,
    `<section class="panel" id="panel" tabindex="-1" aria-live="polite" aria-label="The chosen resource">`,
    `<p class="muted" id="hint">Choose a resource in the picture or the table to see its settings.</p>`,
    ...detailsOf(input),
    "</section>",
    "<div>",
    ...titled("Findings", findingsList(input.findings)),
    ...costOf(input.cost),
    ...titled("Resources", [tableOf(input)]),
    ...outputsOf(plan),
    "</div>",
    "</main>",
    `<script>${script}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`<h2>${title}</h2>`, ...lines];
}

function costOf(cost: Estimate | undefined): string[] {
  if (!cost) return [];
  return [
    "<h2>Cost</h2>",
    `<p>About ${cost.total.toFixed(2)} US dollars a month at prices of ${escaped(cost.region)} of ${escaped(cost.asOf)}: an estimate, no offer.</p>`,
    "<details><summary>Assumptions, and what is not included</summary><ul>",
    ...[...cost.assumptions, ...cost.notIncluded.map((one) => `Not included: ${one}`)].map(
      (one) => `<li>${escaped(one)}</li>`,
    ),
    "</ul></details>",
  ];
}

function outputsOf({ outputs }: PageInput["plan"]): string[] {
  const rows = Object.entries(outputs);
  if (rows.length === 0) return [];
  return [
    "<h2>Outputs</h2>",
    "<dl>",
    ...rows.map(
      ([key, value]) =>
        `<dt>${escaped(key)}</dt><dd class="value">${escaped(typeof value === "string" ? value : JSON.stringify(value))}</dd>`,
    ),
    "</dl>",
  ];
}

function pairs(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join("  ");
}
