import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const fn = graph.get("quoter-function");

test("each version of the function starts from a snapshot, and what others invoke is the one that is live", () => {
  expect(fn.inputs).toMatchObject({
    runtime: "java21",
    handler: "quotes.Handler::handle",
    publish: true,
    snapStart: { applyOn: "PublishedVersions" },
  });
  expect(graph.outputs.arn).toBe(graph.get("quoter-alias").outputs.arn);
});

test("the function may write its logs and traces, and nothing else", () => {
  const others = statements(graph, "quoter-policy").filter(
    ({ actions }) => !/^(logs|xray):/.test(String(actions[0])),
  );

  expect(others).toEqual([]);
});

test("the runbook says what to do about every alarm", async () => {
  const prod = await graphOf(dir, { stage: "prod" });
  const alarms = prod.of("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => String(inputs.name));
  const runbook = readFileSync(`${dir}/README.md`, "utf8");

  expect(alarms).not.toHaveLength(0);
  for (const alarm of alarms) expect(runbook).toContain(`\`${alarm.replace("-prod-", "-<stage>-")}\``);
});

test("tags name the service and its owner", () => {
  expect(fn.inputs.tags).toMatchObject({ owner: "pricing", service: "java-quoter" });
});
