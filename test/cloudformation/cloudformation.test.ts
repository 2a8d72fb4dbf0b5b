import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CelEngine, type Engine, type StandardDiagnostic, TemplateFile } from "@aws/cloudformation-validate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Graph } from "../../platform/engine/index.ts";
import { serviceNames } from "../../platform/fleet/services.ts";
import { createDeployRoles } from "../../platform/foundation/deploy-role.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { graphOf, graphOfProgram, without } from "../support/index.ts";
import { graphOfShowcase } from "../support/showcase.ts";
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

const diagnoses = new Map<Graph, ReturnType<typeof validate>>();

/** What the validator says about a graph, by the resources' names; each graph is validated once. */
function diagnose(graph: Graph) {
  const diagnosis = diagnoses.get(graph) ?? validate(graph);
  diagnoses.set(graph, diagnosis);
  return diagnosis;
}

function validate(graph: Graph) {
  const { template, names } = templateOf(graph);
  const file = join(dir, `${diagnoses.size}.json`);
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

const place = { account: "123456789012", region: "eu-west-1", partition: "aws" };
const rolesOfCi = () =>
  void createDeployRoles(place, {
    repository: "acme/lambdas",
    owners: {},
    state: { bucket: "", keyArn: "" },
  });

const subjects: readonly (readonly [string, () => Promise<Graph>])[] = [
  ...serviceNames().map((name) => [name, () => graphOf(name, { stage: "prod" })] as const),
  ["the foundation", () => graphOf(root, { stage: "prod" })],
  ["the roles of CI", () => graphOfProgram(rolesOfCi)],
  ["every component", () => graphOfShowcase()],
];

describe.each(subjects)("CloudFormation's validator on %s", (_, load) => {
  test("knows every type that is made", async () => {
    expect(unmapped(await load())).toEqual([]);
  });

  test("has nothing to say that isn't answered", async () => {
    const open = diagnose(await load()).filter((one) => !isSuppressed(one));
    expect(open.map(shown)).toEqual([]);
  });
});

test("a mistake that only AWS's own schema knows is found", async () => {
  const graph = await graphOfProgram(async () => {
    const aws = await import("@pulumi/aws");
    new aws.lambda.Alias("live", { name: "live", functionName: "greet", functionVersion: "the newest" });
  });
  expect(diagnose(graph).map(shown).join("\n")).toMatch(/the newest/);
});

describe("what is left out or suppressed", () => {
  test("each has a reason", () => {
    for (const reason of [...Object.values(absent), ...suppressed.map((one) => one.reason)])
      expect(reason.length).toBeGreaterThan(10);
  });

  test.skipIf(without())("each is needed by some service", async () => {
    const graphs = await Promise.all(subjects.map(([, load]) => load()));
    const used = new Set(graphs.flatMap((graph) => graph.resources.map(({ type }) => type)));
    expect([...Object.keys({ ...types, ...folds, ...absent })].filter((type) => !used.has(type))).toEqual([]);
    const all = graphs.flatMap(diagnose);
    const idle = suppressed.filter(
      ({ rule, type }) =>
        !all.some((one) => one.ruleId === rule && (type === undefined || type === one.entity?.resourceType)),
    );
    expect(idle).toEqual([]);
  });
});
