import { expect, it, vi } from "vitest";
import { context, logLines, request, setEnvironment } from "../support.ts";

/** The runtime as a fresh execution environment has it. */
async function coldStart() {
  setEnvironment({
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    POWERTOOLS_METRICS_NAMESPACE: "shop",
    POWERTOOLS_SERVICE_NAME: "users-api",
  });
  vi.resetModules();
  return import("../../../platform/runtime/index.ts");
}

it("The first invocation counts as a cold start, in the service's namespace; the second doesn't", async () => {
  const lines = logLines();
  const { http } = await coldStart();
  const handler = http({}, async ({ log }) => {
    log.info("here");
  });
  await handler(request(), context());
  await handler(request(), context());
  expect(lines.filter((line) => "ColdStart" in line)).toEqual([
    expect.objectContaining({
      service: "users-api",
      function_name: context().functionName,
      ColdStart: 1,
      _aws: expect.objectContaining({ CloudWatchMetrics: [expect.objectContaining({ Namespace: "shop" })] }),
    }),
  ]);
  const logged = lines.filter((line) => line.message === "here");
  expect(logged.map((line) => [line.service, line.cold_start])).toEqual([
    ["users-api", true],
    ["users-api", false],
  ]);
});

it("Metrics are written also when the handler fails, once per invocation", async () => {
  const lines = logLines();
  const { step } = await coldStart();
  const handler = step({}, async ({ metrics }) => {
    metrics.addMetric("Charged", "Count", 1);
    throw new Error("declined");
  });
  await expect(handler({}, context())).rejects.toThrow("declined");
  expect(lines.filter((line) => "Charged" in line)).toEqual([
    expect.objectContaining({ Charged: 1, service: "users-api" }),
  ]);
});

it("Nothing is written for an invocation that adds no metric", async () => {
  const lines = logLines();
  const { step } = await coldStart();
  const handler = step({}, async () => "fine");
  await handler({}, context());
  lines.length = 0;
  await handler({}, context());
  expect(lines).toEqual([]);
});

it("Keys that a handler appends to its log lines are gone in the next invocation", async () => {
  const lines = logLines();
  const { step } = await coldStart();
  const handler = step({}, async ({ input, log }) => {
    if (input === 1) log.appendKeys({ order: 1 });
    log.info("here");
  });
  await handler(1, context());
  await handler(2, context());
  expect(lines.filter((line) => line.message === "here").map((line) => line.order)).toEqual([1, undefined]);
});
