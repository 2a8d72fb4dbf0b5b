import * as aws from "@pulumi/aws";
import { describe, expect, test } from "vitest";
import type { Graph } from "../../platform/engine/index.ts";
import { Bucket, exempt, Table } from "../../platform/index.ts";
import { policies, verdictOn } from "../../platform/policies/index.ts";
import { graphOfProgram } from "../support/index.ts";

const exception = { reason: "The partner can't sign requests.", owner: "crew", expires: "2026-12-31" };
const rules = policies.filter(({ id }) => ["public-function-urls", "deletion-protection"].includes(id));
const url = (name: string) =>
  new aws.lambda.FunctionUrl(name, { functionName: "shop-fn", authorizationType: "NONE" });
const on = (graph: Graph, today = "2026-12-31") => {
  const { findings, exempted } = verdictOn(graph, { rules, today });
  return {
    findings: findings.map(({ rule, name }) => `${rule} ${name}`),
    exempted: exempted.map(({ finding: { rule, name } }) => `${rule} ${name}`),
  };
};

describe("an exemption", async () => {
  const graph = await graphOfProgram(() => {
    url("partners");
    url("others");
    exempt("public-function-urls", "partners", exception);
  });

  test("takes the findings of one rule on one resource out, and keeps them apart", () => {
    expect(on(graph)).toEqual({
      findings: ["public-function-urls others"],
      exempted: ["public-function-urls partners"],
    });
  });

  test("holds on its last day, and the day after the finding is back", () => {
    expect(on(graph, "2027-01-01").findings).toContain("public-function-urls partners");
    expect(on(graph, "2027-01-01").exempted).toEqual([]);
  });
});

test("an exemption of a component covers what is below it", async () => {
  const graph = await graphOfProgram(() => {
    const table = new Table("orders", { partitionKey: "id" });
    new aws.lambda.FunctionUrl("below", { functionName: "fn", authorizationType: "NONE" }, { parent: table });
    exempt("public-function-urls", "orders", exception);
  });
  expect(on(graph)).toEqual({ findings: [], exempted: ["public-function-urls below"] });
});

test("an override of a setting is an exception from the rule that guards it, for its component alone", async () => {
  const graph = await graphOfProgram(() => {
    new Bucket("scratch", { forceDestroy: { value: true, ...exception } });
    new aws.s3.Bucket("bare", { forceDestroy: true });
  });
  expect(on(graph)).toEqual({
    findings: ["deletion-protection bare"],
    exempted: ["deletion-protection scratch-bucket"],
  });
  expect(on(graph, "2027-01-01").exempted).toEqual([]);
});

test("an exemption from a rule that there isn't, and one that nothing needs, are findings themselves", async () => {
  const graph = await graphOfProgram(() => {
    url("open");
    exempt("public-function-url", "open", exception);
    exempt("public-function-urls", "opne", exception);
  });
  const about = verdictOn(graph, { rules, today: "2026-12-31" }).findings.filter(
    ({ rule }) => rule === "exemptions",
  );
  expect(about.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'error: There is no rule "public-function-url". Did you mean public-function-urls?',
    "warning: Nothing of opne breaks public-function-urls: the exemption has no effect.",
  ]);
});
