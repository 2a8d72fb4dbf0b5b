import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const fn = graph.get("api-scorer-function");

test("each version of the function starts from a snapshot, and the API invokes the version that is live", () => {
  expect(fn.inputs).toMatchObject({
    runtime: "python3.13",
    handler: "app.handler",
    publish: true,
    snapStart: { applyOn: "PublishedVersions" },
  });
  const [integration] = graph.of("aws:apigatewayv2/integration:Integration");
  expect(integration?.inputs.integrationUri).toBe(graph.get("api-scorer-alias").outputs.invokeArn);
});

test("the function may write its logs and traces, and nothing else", () => {
  const others = statements(graph, "api-scorer-policy").filter(
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
  expect(fn.inputs.tags).toMatchObject({ owner: "risk", service: "python-scorer" });
});
