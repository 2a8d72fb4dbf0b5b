import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as aws from "@pulumi/aws";
import { describe, expect, test } from "vitest";
import { findingsIn, policies, verdictOn } from "../../platform/policies/index.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { graphOfProgram } from "../support/index.ts";
import { access } from "./programs/access.ts";
import { data } from "./programs/data.ts";
import { exposure } from "./programs/exposure.ts";
import { functions } from "./programs/functions.ts";
import { service } from "./programs/service.ts";

const cases = { ...access, ...exposure, ...data, ...functions, ...service };

test("every rule has a file of its name, and cases that break it and keep it", () => {
  const files = readdirSync(join(root, "platform", "policies"), { recursive: true }).map((file) =>
    basename(String(file)),
  );
  for (const { id } of policies) expect(files).toContain(`${id}.ts`);
  expect(Object.keys(cases).sort()).toEqual(policies.map(({ id }) => id).sort());
});

test("docs/policies.md has every rule with its severity and its promise, in their order", () => {
  const page = readFileSync(join(root, "docs/policies.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([\w-]+)` +\| (error|warning)( in prod)? +\| (.*?) +\|$/gm)];
  expect(rows.map(([, id, severity, stage, title]) => [id, severity, stage !== undefined, title])).toEqual(
    policies.map(({ id, severity, stages, title }) => [id, severity, stages !== undefined, title]),
  );
});

describe.each(policies)("$id: $title", (policy) => {
  const { program, broken, severities = {}, today = "2026-01-31" } = cases[policy.id]!;

  test("finds the resources that break it, and those alone", async () => {
    const graph = await graphOfProgram(program);
    const found = verdictOn(graph, { rules: [policy], today }).findings;
    expect(Object.fromEntries(found.map(({ name, message }) => [name, message]))).toEqual(broken);
    for (const finding of found)
      expect(finding).toMatchObject({
        rule: policy.id,
        severity: severities[finding.name] ?? policy.severity,
        urn: graph.get(finding.name).urn,
        remedy: policy.remedy,
      });
  });

  test("leaves alone what the program only looks up", async () => {
    const graph = await graphOfProgram(() => {
      aws.sqs.Queue.get("jobs", "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs");
      aws.cloudwatch.LogGroup.get("logs", "/aws/lambda/others");
    });
    expect(findingsIn(graph, [policy])).toEqual([]);
  });

  test("is a sentence, with its reason and its remedy", () => {
    for (const text of [policy.title, policy.reason, policy.remedy]) expect(text).toMatch(/^[A-Z].*\.$/);
  });
});
