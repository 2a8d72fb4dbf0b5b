import fc from "fast-check";
import { expect, test } from "vitest";
import { compare, impactMarkdown } from "../../../../platform/fleet/impact/index.ts";
import { graphs, graphWith, resourceOf } from "../support.ts";

const context = { base: "main", stage: "prod", notRun: [], failures: [] };

const queues = (count: number, value: string, name = "queue") =>
  Array.from({ length: count }, (_, i) =>
    resourceOf("aws:sqs/queue:Queue", `${name}-${i}`, { inputs: { policy: `${value} ${i}` } }),
  );

const impactOf = (count: number, value: string) =>
  compare(graphWith(queues(count, "old")), graphWith(queues(count, value)));

test("a comment has a table, and alike changes of many services unfold", () => {
  const graph = (delay: number) =>
    graphWith(
      ["a", "b", "c", "d"].map((name) =>
        resourceOf("aws:sqs/queue:Queue", name, { inputs: { delaySeconds: delay } }),
      ),
    );
  expect(impactMarkdown([compare(graph(1), graph(2))], context).split("\n")).toEqual([
    "<!-- impact prod -->",
    "### Impact: Against main, in stage prod: 1 service changes.",
    "",
    "| operation | resources | services |",
    "| --- | --- | --- |",
    "| update | 4 | 1 |",
    "",
    "#### Changes",
    "",
    "- `~ sqs.Queue delaySeconds: 1 → 2`",
    "  <details><summary>in 4 queues of 1 service</summary>",
    "",
    "  `shop`: `a, b, c, d`  ",
    "",
    "  </details>",
    "",
  ]);
});

// "Body is too long (maximum is 65536 characters)": the answer of GitHub's API, github.com/google/go-github/pull/440.
test("a comment is never longer than GitHub takes, and says how much is left out", () => {
  const impact = impactOf(2000, "é".repeat(100));
  const text = impactMarkdown([impact], context);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
  const told = text.match(/^- `~/gm)?.length ?? 0;
  expect(told).toBeGreaterThan(200);
  expect(text).toContain(`**${2000 - told} more entries are left out here**`);
});

test("a comment of any length fits, whole lines only", () => {
  fc.assert(
    fc.property(graphs, graphs, fc.integer({ min: 1000, max: 3000 }), (before, after, bytes) => {
      const text = impactMarkdown([compare(before, after)], context, { bytes });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes);
      expect(text.split("<details>").length).toBe(text.split("</details>").length);
    }),
  );
});

// "Code spans" and "Fenced code blocks", GitHub Flavored Markdown Spec.
test("a program's texts stay texts: no Markdown, no HTML, no mention of people", () => {
  const texts = ["`` @everyone", "<img src=x>", "a\n\n# b", "**c** | d"];
  for (const text of texts) {
    const before = graphWith([resourceOf("aws:sqs/queue:Queue", "queue", { inputs: { policy: "old" } })]);
    const after = graphWith([resourceOf("aws:sqs/queue:Queue", "queue", { inputs: { policy: text } })]);
    const markdown = impactMarkdown([compare(before, after)], context);
    const line = markdown.split("\n").find((one) => one.includes("policy"));
    const [, fence = ""] = /^- (`+)/.exec(line ?? "") ?? [];
    expect(fence).not.toBe("");
    // The whole line is one span: its fence comes back at the end and nowhere between.
    expect(line?.slice(2 + fence.length, -fence.length).match(/`+/g) ?? []).not.toContain(fence);
    expect(line?.endsWith(fence)).toBe(true);
  }
});

test("an error of a program is a block of its own, however many fences it has", () => {
  const failures = [
    { service: "users", stage: "prod", at: "now" as const, error: "line one\n```\n# not a title" },
  ];
  expect(impactMarkdown([], { ...context, failures })).toContain(
    ["- `users`, now:", "  ````", "  line one", "  ```", "  # not a title", "  ````"].join("\n"),
  );
});
