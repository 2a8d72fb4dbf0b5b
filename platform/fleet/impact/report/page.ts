import { escaped } from "../../../values/markup.ts";
import { style as diagramStyle } from "../../diagram/looks.ts";
import { markStyle } from "../../diagram/marks.ts";
import { script } from "../../page/script.ts";
import { securityPolicy } from "../../page/security-policy.ts";
import { style } from "../../page/style.ts";
import type { Change, ServiceImpact } from "../types.ts";
import { dataLosses, hasImpact, type ImpactContext, type ImpactGraphs } from "./context.ts";
import { foldsOf } from "./fold.ts";
import { type Picture, pictureOf } from "./picture.ts";
import { listSections, numberLines } from "./sums.ts";
import {
  comingAndGoing,
  failureLines,
  foldText,
  headline,
  lossText,
  outputLines,
  problemLines,
  renameLines,
  togetherLines,
} from "./text.ts";
import { manner, propertyText, typeText, withPlaces } from "./words.ts";

/** What this page has beside the plan's. */
const ownStyle = `
.services h2 { scroll-margin-top: 16px; } .services .picture { overflow-x: auto; }
.legend span { margin-right: 16px; } .loss { color: var(--bad); font-weight: 600; }
.lines { margin: 0; padding: 0; list-style: none; overflow-wrap: anywhere; } .lines li { padding: 2px 0; }
@media print { .panel { display: none; } }
`.trim();

const pageStyle = `${style}\n${ownStyle}`;

/**
 * Impacts as one page of HTML that loads nothing: what changes is drawn on each service's diagram, what is added green, changed amber,
 * replaced red, removed dashed.
 */
export async function impactPage(
  impacts: readonly ServiceImpact[],
  context: ImpactContext,
  graphs: readonly ImpactGraphs[],
): Promise<string> {
  const changed = impacts.filter(hasImpact);
  const title = headline(changed, context);
  const drawn: { impact: ServiceImpact; picture: Picture | undefined }[] = [];
  for (const [i, impact] of changed.entries()) {
    const found = graphs.find(({ service }) => service === impact.service);
    drawn.push({ impact, picture: found && (await pictureOf(impact, found, `service-${i}-`)) });
  }
  return [
    "<!doctype html>",
    `<html lang="en">`,
    "<head>",
    `<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${securityPolicy([pageStyle, `\n${diagramStyle}\n${markStyle}\n`], script)}">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>${escaped(title)}</title>`,
    `<style>${pageStyle}</style>`,
    "</head>",
    "<body>",
    `<header><h1>${escaped(title)}</h1>`,
    `<p class="muted">Offline: nothing was asked of AWS.</p>`,
    `<p class="muted legend"><span>+ added</span><span>~ changed</span><span>± replaced</span><span>− removed</span></p></header>`,
    `<main class="desk">`,
    `<div>${overview(impacts, context).join("\n")}</div>`,
    `<section class="panel" id="panel" tabindex="-1" aria-live="polite" aria-label="The chosen resource">`,
    `<p class="muted" id="hint">Choose a resource in a picture or a list to see what changes.</p>`,
    ...drawn.flatMap(detailsOf),
    "</section>",
    `<div class="services">`,
    ...drawn.flatMap(serviceSection),
    "</div>",
    "</main>",
    `<script>${script}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** What holds for all services together. */
function overview(impacts: readonly ServiceImpact[], context: ImpactContext): string[] {
  const { refused, allowed } = dataLosses(impacts);
  const folds = foldsOf(impacts).map((fold) => {
    const [first = "", ...more] = foldText(fold);
    return [withPlaces(first, fold), ...more].join("; ");
  });
  return [
    ...list("Loses data", refused.map(lossText), "loss"),
    ...list("Programs that fail", failureLines(context), "error"),
    ...list("Refused by the engine", problemLines(impacts), "error"),
    ...list("Loses data, as the ledger allows", allowed.map(lossText)),
    ...list("Services that come and go", comingAndGoing(impacts)),
    ...list("Changes", folds),
    ...list("Sums", numberLines(impacts)),
    ...list("All services together", togetherLines(context)),
    ...listSections(impacts).flatMap(({ title, lines }) => list(title, lines)),
    ...list("Under another name, otherwise as they are", renameLines(impacts)),
    ...list("Outputs", outputLines(impacts)),
    ...list(
      "Not run: nothing that their programs are made of has changed",
      context.notRun.length > 0 ? [context.notRun.join(", ")] : [],
    ),
  ];
}

function list(title: string, lines: readonly string[], kind = ""): string[] {
  if (lines.length === 0) return [];
  const items = lines.map((line) => `<li${kind && ` class="${kind}"`}>${escaped(line.trim())}</li>`);
  return [`<h2>${escaped(title)}</h2>`, `<ul class="lines">`, ...items, "</ul>"];
}

interface Drawn {
  readonly impact: ServiceImpact;
  readonly picture: Picture | undefined;
}

function serviceSection({ impact, picture }: Drawn): string[] {
  const rows = impact.changes.map(
    (change) =>
      `<tr><td>${change.operation}</td><td><a href="#panel" data-shows="${escaped(change.urn)}">${escaped(change.name)}</a></td><td>${escaped(typeText(change.type))}</td><td>${escaped(change.path.join(" / "))}</td></tr>`,
  );
  const titles = ["Operation", "Name", "Type", "Component"].map((one) => `<th scope="col">${one}</th>`);
  return [
    `<h2 id="${escaped(impact.service)}">${escaped(impact.service)}${impact.appears ? ` <span class="muted">${impact.appears}</span>` : ""}</h2>`,
    ...(picture ? [`<div class="picture">${picture.svg}</div>`] : []),
    ...(rows.length > 0
      ? [
          `<details><summary>${rows.length === 1 ? "1 resource" : `${rows.length} resources`}</summary>`,
          `<table><thead><tr>${titles.join("")}</tr></thead><tbody>`,
          ...rows,
          "</tbody></table></details>",
        ]
      : []),
  ];
}

/** What each node of a picture and each row of a table shows when it is chosen. */
function detailsOf({ impact, picture }: Drawn): string[] {
  const nodes = picture?.nodes ?? new Map<string, never>();
  return [
    ...[...nodes].map(([urn, { name, changes }]) => article(urn, name, changes)),
    ...impact.changes.filter(({ urn }) => !nodes.has(urn)).map((one) => article(one.urn, one.name, [one])),
  ];
}

function article(urn: string, name: string, changes: readonly Change[]): string {
  const [own, ...parts] = changes[0]?.urn === urn ? changes : [undefined, ...changes];
  return [
    `<article data-details="${escaped(urn)}" hidden>`,
    `<h3>${escaped(name)}</h3>`,
    ...(own ? changeText(own) : [`<p class="muted">The resource itself stays as it is.</p>`]),
    ...(parts.length > 0 ? ["<h4>Other parts of the component</h4>"] : []),
    ...parts.flatMap((part) =>
      part ? [`<p><strong>${escaped(part.name)}</strong></p>`, ...changeText(part)] : [],
    ),
    "</article>",
  ].join("\n");
}

function changeText(change: Change): string[] {
  const words = [typeText(change.type), change.operation, ...manner(change)].join(", ");
  return [
    `<p class="muted">${escaped(words)}</p>`,
    ...(change.dataLoss ? [`<p class="loss">Lost: ${escaped(change.dataLoss.what)}.</p>`] : []),
    ...change.problems.map((one) => `<p class="error">${escaped(one)}</p>`),
    `<ul class="lines">`,
    ...change.properties.map((one) => `<li class="value">${escaped(propertyText(one))}</li>`),
    "</ul>",
  ];
}
