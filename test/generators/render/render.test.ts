import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Kind } from "../../../generators/kinds/index.ts";
import type { Told } from "../../../generators/kinds/question.ts";
import { plan } from "../../../generators/render/render.ts";
import { region } from "../../../platform/organisation.ts";
import { root } from "../support/run.ts";
import { accepted, extreme, typical } from "../support/services.ts";

const planned = (kind: Kind, told: Told): Record<string, string> =>
  Object.fromEntries(plan(kind, accepted(kind, told)!).map(({ path, content }) => [path, content]));
const all = [...typical, ...extreme].map(([kind, told]) => [kind, told.name, told] as const);

const templates = join(root, "templates");
const sources = readdirSync(templates, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".hbs"),
);

test.each(all)("a new %s (%s) has everything that a service needs", (kind, _, told) => {
  const paths = Object.keys(planned(kind, told));

  for (const path of [
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
    "Pulumi.staging.yaml",
    "Pulumi.prod.yaml",
    "index.ts",
    "src/schema.ts",
    "README.md",
    "catalog-info.yaml",
    "service.json",
    "test/infrastructure.test.ts",
    "test/local.test.ts",
  ])
    expect(paths).toContain(path);
  expect(paths.filter((path) => /^test\/.*\.test\.ts$/.test(path)).length).toBeGreaterThan(2);
  expect(paths.filter((path) => /^events\/.*\.json$/.test(path))).not.toHaveLength(0);
});

test.each(all)("the program of a new %s (%s) is at most 15 lines", (kind, _, told) => {
  expect(planned(kind, told)["index.ts"]!.trimEnd().split("\n").length).toBeLessThanOrEqual(15);
});

test.each(all)(
  "the runbook of a new %s (%s) says what each alarm means, how to redrive or go back, and where logs are",
  (kind, _, told) => {
    const readme = planned(kind, told)["README.md"]!;

    expect(readme).toContain("## Runbook");
    expect(readme).toMatch(/What to do: /);
    expect(readme).toMatch(/Redriving|To go back/);
    expect(readme).toContain(`/aws/lambda/${told.name}-`);
  },
);

test("the same answers give the same files, byte for byte", () => {
  for (const [kind, , told] of all) expect(planned(kind, told)).toEqual(planned(kind, told));
});

test("a value goes into a template as it is, never through HTML escapes", () => {
  for (const path of sources) {
    const text = readFileSync(join(templates, path), "utf8");
    expect(text.replaceAll(/\{\{\{.*?\}\}\}|\{\{[#/>].*?\}\}/g, ""), path).not.toContain("{{");
  }
});

test("no program in a template has a number of the platform's defaults", () => {
  for (const path of sources.filter((source) => source.endsWith("index.ts.hbs"))) {
    const text = readFileSync(join(templates, path), "utf8");
    expect(text, path).not.toMatch(/memory|timeout|concurrency|retention|retries|arm64|nodejs/i);
  }
});

test("no template is a copy of another one", () => {
  const paths = new Map<string, string[]>();
  for (const path of sources) {
    const text = readFileSync(join(templates, path), "utf8");
    paths.set(text, [...(paths.get(text) ?? []), path]);
  }

  expect([...paths.values()].filter((same) => same.length > 1)).toEqual([]);
});

test("a variant's own file goes before a shared one of the same path, and every other shared one is there", () => {
  const told = { name: "one", owner: "ops" };
  const topic = planned("event", { ...told, source: "sns" });
  const queue = planned("event", { ...told, source: "sqs" });

  expect(topic["index.ts"]).toContain("topicArn");
  expect(queue["index.ts"]).toContain("queueUrl");
  expect(topic["src/records.ts"]).toBe(queue["src/records.ts"]);
});

test("only what was told is written: without a batch size, the service follows the platform's", () => {
  expect(planned("event", { name: "one", owner: "ops" })["index.ts"]).toContain('source: { type: "sqs" },');
  expect(planned("event", { name: "one", owner: "ops", batchSize: "7" })["index.ts"]).toContain(
    "batchSize: 7",
  );
});

test("a variant's own file goes before the common one: a load balancer's certificate holds for every stage", () => {
  const certificate = `arn:aws:acm:${region}:123456789012:certificate/1`;
  const files = planned("gateway", { name: "one", owner: "ops", api: "alb", certificate });

  expect(parse(files["Pulumi.yaml"]!).config).toEqual({ owner: "ops", certificateArn: certificate });
});

// Source: "CommonMark Spec" 0.31, "Backslash escapes", "List items", "Thematic breaks".
test.each([
  ["- a", "\\- a"],
  ["--", "\\--"],
  ["1. a", "1\\. a"],
  ["1) a", "1\\) a"],
  ["+ a", "\\+ a"],
  ["# a", "\\# a"],
  ["> a", "\\> a"],
  ["a - 1. b", "a - 1. b"],
  ["*a* _b_ `c` [d](e) <f> &g;", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\]\\(e\\) \\<f\\> \\&g;"],
])("the description %j is a line of plain text in the README", (description, shown) => {
  const readme = planned("cron", { name: "one", owner: "ops", schedule: "rate(1 day)", description })[
    "README.md"
  ]!;

  expect(readme).toContain(`# one\n\n${shown}\n`);
});
