import { escaped } from "../../values/markup.ts";
import type { PageFinding } from "./input.ts";

/** Findings of policies, each sentence once, with links to the resources that it is about. */
export function findingsList(findings: readonly PageFinding[]): string[] {
  const groups = new Map<string, PageFinding[]>();
  for (const finding of findings) {
    const text = sentence(finding);
    groups.set(text, [...(groups.get(text) ?? []), finding]);
  }
  return list([...groups].map(([text, group]) => text + links(group)));
}

/** Findings of policies about one resource. */
export function findingsAt(findings: readonly PageFinding[], urn: string): string[] {
  return list(findings.filter((one) => one.urn === urn).map(sentence));
}

function list(items: readonly string[]): string[] {
  return items.length === 0 ? [] : ["<ul>", ...items.map((item) => `<li>${item}</li>`), "</ul>"];
}

function sentence({ severity, message, remedy = "" }: PageFinding): string {
  return `<span class="${severity}">${escaped(message)}</span> ${escaped(remedy)}`;
}

function links(findings: readonly PageFinding[]): string {
  const all = findings.flatMap(({ urn, name }) =>
    urn === undefined ? [] : [`<a href="#panel" data-shows="${escaped(urn)}">${escaped(name ?? urn)}</a>`],
  );
  if (all.length === 0) return "";
  return all.length < 4
    ? `<p>${all.join(", ")}</p>`
    : `<details><summary>${all.length} resources</summary>${all.join(", ")}</details>`;
}
