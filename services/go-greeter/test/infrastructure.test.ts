import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const fn = graph.get("api-greeter-function");

test("one route leads to a program of its own on the OS-only runtime", () => {
  expect(fn.inputs).toMatchObject({
    runtime: "provided.al2023",
    handler: "bootstrap",
    architectures: ["arm64"],
    sourceCodeHash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
  });
  expect(graph.of("aws:apigatewayv2/route:Route").map(({ inputs }) => inputs.routeKey)).toEqual([
    "GET /greetings/{name}",
  ]);
});

test("the function may write its logs and traces, and nothing else", () => {
  const others = statements(graph, "api-greeter-policy").filter(
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
  expect(fn.inputs.tags).toMatchObject({ owner: "welcome", service: "go-greeter" });
});
