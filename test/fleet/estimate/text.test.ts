import { expect, test } from "vitest";
import { estimate } from "../../../platform/fleet/estimate/estimate.ts";
import { estimateText } from "../../../platform/fleet/estimate/text.ts";
import { graphOfShowcase } from "../../support/showcase.ts";

const cost = estimate(await graphOfShowcase(), { requests: 3_000_000 });

test("the text of an estimate is the total, the three dearest lines, and where the rest is", () => {
  const lines = estimateText(cost).split("\n");
  expect(lines[0]).toBe(`About ${cost.total.toFixed(2)} US dollars a month`);
  expect(lines.slice(2, 5).map((line) => line.trim().split(/ {2,}/)[1])).toEqual(
    cost.lines.slice(0, 3).map(({ resource }) => resource),
  );
  expect(lines.slice(5)).toEqual([
    `  ${cost.lines.length - 3} more lines, what is assumed and what is left out: --full`,
    "",
  ]);
});

test("the full text has every line, every assumption and everything that is left out", () => {
  const text = estimateText(cost, { full: true });
  for (const { resource, what } of cost.lines) expect(text).toMatch(new RegExp(`${resource} +${what}: `));
  for (const one of [...cost.assumptions, ...cost.notIncluded]) expect(text).toContain(`    ${one}\n`);
  expect(text).not.toContain("--full");
});
