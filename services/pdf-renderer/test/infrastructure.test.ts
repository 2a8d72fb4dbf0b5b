import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const fn = graph.get("invoices-renderer-function");

test("the function is an image from a repository of its own, by its digest", () => {
  expect(fn.inputs).toMatchObject({ packageType: "Image", architectures: ["arm64"], memorySize: 1024 });
  const { repositoryUrl } = graph.get(
    "invoices-renderer-repository",
    "aws:ecr/repository:Repository",
  ).outputs;
  expect(String(fn.inputs.imageUri)).toMatch(new RegExp(`^${repositoryUrl}@sha256:[0-9a-f]{64}$`));
});

test("only invoices that failed are delivered again", () => {
  expect(graph.get("invoices-mapping").inputs).toMatchObject({
    functionResponseTypes: ["ReportBatchItemFailures"],
  });
});

test("the function may write documents and take messages from its queue, and nothing else", () => {
  const others = statements(graph, "invoices-renderer-policy").filter(
    ({ actions }) => !/^(logs|xray):/.test(String(actions[0])),
  );

  expect(others.map(({ actions }) => String(actions[0]).split(":")[0]).sort()).toEqual(
    expect.arrayContaining(["s3", "sqs"]),
  );
  for (const { resources } of others) expect(resources).not.toContain("*");
});

test("the runbook says what to do about every alarm", async () => {
  const prod = await graphOf(dir, { stage: "prod" });
  const alarms = prod.of("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => String(inputs.name));
  const runbook = readFileSync(`${dir}/README.md`, "utf8");

  expect(alarms).not.toHaveLength(0);
  for (const alarm of alarms) expect(runbook).toContain(`\`${alarm.replace("-prod-", "-<stage>-")}\``);
});

test("tags name the service and its owner", () => {
  expect(fn.inputs.tags).toMatchObject({ owner: "billing", service: "pdf-renderer" });
});
