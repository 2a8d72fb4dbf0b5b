import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CelEngine, type Engine, type StandardDiagnostic, TemplateFile } from "@aws/cloudformation-validate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Graph } from "../../platform/engine/index.ts";
import { serviceNames } from "../../platform/fleet/services.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { graphOf, graphOfProgram } from "../support/index.ts";
import { showcase } from "../support/showcase.ts";
import { suppressed } from "./suppressed.ts";
import { templateOf, unmapped } from "./template.ts";
import { absent, folds, types } from "./types/index.ts";

mkdirSync(join(root, ".tmp"), { recursive: true });
const dir = mkdtempSync(join(root, ".tmp", "cloudformation-"));
let engine: Engine;
beforeAll(() => {
  engine = new CelEngine();
});
afterAll(() => {
  engine.free();
  rmSync(dir, { recursive: true, force: true });
});

/** What the validator says about a graph, by the resources' names, as one line each. */
function diagnose(graph: Graph, label: string) {
  const { template, names } = templateOf(graph);
  const file = join(dir, `${label}.json`);
  writeFileSync(file, JSON.stringify(template));
  const { status, diagnostics } = engine.validateStandard(new TemplateFile(file), { severityLevel: "WARN" });
  expect(status).toBe("OK");
  return diagnostics.map((one) => ({ ...one, name: names.get(one.entity?.logicalId ?? "") ?? "" }));
}

const isSuppressed = ({ ruleId, entity }: StandardDiagnostic) =>
  suppressed.some(
    ({ rule, type }) => rule === ruleId && (type === undefined || type === entity?.resourceType),
  );

const shown = ({
  severity,
  ruleId,
  name,
  propertyPath,
  message,
  entity,
}: ReturnType<typeof diagnose>[number]) =>
  `${severity} ${ruleId} ${entity?.resourceType} ${name} ${propertyPath ?? ""}: ${message}`;

const subjects: readonly (readonly [string, () => Promise<Graph>])[] = [
  ...serviceNames().map((name) => [name, () => graphOf(name, { stage: "prod" })] as const),
  ["the foundation", () => graphOf(root, { stage: "prod" })],
  ["every component", () => graphOfProgram(showcase)],
];

describe.each(subjects)("CloudFormation's validator on %s", (label, load) => {
  test("knows every type that is made", async () => {
    expect(unmapped(await load())).toEqual([]);
  });

  test("has nothing to say that isn't answered", async () => {
    const open = diagnose(await load(), label.replaceAll(" ", "-")).filter((one) => !isSuppressed(one));
    expect(open.map(shown)).toEqual([]);
  });
});

test("a mistake that only AWS's own schema knows is found", async () => {
  const graph = await graphOfProgram(async () => {
    const aws = await import("@pulumi/aws");
    new aws.sqs.Queue("jobs", { messageRetentionSeconds: 1 });
  });
  expect(diagnose(graph, "mistake").map(shown).join("\n")).toMatch(/MessageRetentionPeriod/);
});

describe("what is left out or suppressed", () => {
  test("each has a reason", () => {
    for (const reason of [...Object.values(absent), ...suppressed.map((one) => one.reason)])
      expect(reason.length).toBeGreaterThan(10);
  });

  test("each is needed by some service", async () => {
    const graphs = await Promise.all(subjects.map(([, load]) => load()));
    const used = new Set(graphs.flatMap((graph) => graph.resources.map(({ type }) => type)));
    expect([...Object.keys({ ...types, ...folds, ...absent })].filter((type) => !used.has(type))).toEqual([]);
    const all = graphs.flatMap((graph, i) => diagnose(graph, `all-${i}`));
    const idle = suppressed.filter(
      ({ rule, type }) =>
        !all.some((one) => one.ruleId === rule && (type === undefined || type === one.entity?.resourceType)),
    );
    expect(idle).toEqual([]);
  });
});
