import { describe, expect, test } from "vitest";
import type { ProvisionedConcurrency } from "../../../../platform/components/function/delivery/provisioned-concurrency.ts";
import { Function, type FunctionSettings } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf } from "../../../support/index.ts";

const handler = "src/handler.ts";
const functionOf = (args: Partial<FunctionSettings>) =>
  graphOfProgram(() => void new Function("worker", { handler, ...args }));
const resourceId = "function:shop-prod-worker:live";
const scalable = {
  serviceNamespace: "lambda",
  scalableDimension: "lambda:function:ProvisionedConcurrency",
  resourceId,
};

describe("a number of environments that are kept started", async () => {
  const graph = await functionOf({ provisionedConcurrency: 3 });

  test("adds an alias and its setting, and no deployment by steps", async () => {
    const plain = partsOf(await functionOf({}));
    expect(partsOf(graph).filter((part) => !plain.includes(part))).toEqual([
      "lambda.Alias worker-alias",
      "lambda.ProvisionedConcurrencyConfig worker-provisioned-concurrency",
    ]);
  });

  test("belongs to the alias that others invoke", () => {
    expect(inputsOf(graph, "worker-provisioned-concurrency")).toEqual({
      functionName: "shop-prod-worker",
      qualifier: "live",
      provisionedConcurrentExecutions: 3,
    });
    expect(inputsOf(graph, "worker-function").publish).toBe(true);
    expect(graph.get("worker-provisioned-concurrency").ignoreChanges).toEqual([]);
  });
});

describe("a number between two bounds", async () => {
  const graph = await functionOf({
    provisionedConcurrency: {
      minimum: 2,
      maximum: 8,
      schedules: [
        { schedule: "cron(0 8 ? * MON-FRI *)", timezone: "Europe/Vienna", minimum: 5, maximum: 8 },
        { schedule: "cron(0 20 ? * MON-FRI *)", minimum: 0, maximum: 2 },
      ],
    },
  });

  test("follows the use of what is started", () => {
    expect(inputsOf(graph, "worker-scaling-target")).toEqual({ ...scalable, minCapacity: 2, maxCapacity: 8 });
    expect(inputsOf(graph, "worker-scaling-policy")).toEqual({
      ...scalable,
      name: "shop-prod-worker-utilization",
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "LambdaProvisionedConcurrencyUtilization" },
        targetValue: 0.7,
      },
    });
  });

  test("begins at the lower bound, and from then on belongs to scaling: a deployment doesn't set it back", () => {
    expect(inputsOf(graph, "worker-provisioned-concurrency").provisionedConcurrentExecutions).toBe(2);
    expect(graph.get("worker-provisioned-concurrency").ignoreChanges).toEqual([
      "provisionedConcurrentExecutions",
    ]);
    expect(graph.get("worker-scaling-target").ignoreChanges).toEqual(["minCapacity", "maxCapacity"]);
  });

  test("moves its bounds by the hour, in the time zone that is said or the organisation's", () => {
    expect(inputsOf(graph, "worker-scaling-schedule-1")).toEqual({
      ...scalable,
      name: "shop-prod-worker-schedule-1",
      schedule: "cron(0 8 ? * MON-FRI *)",
      timezone: "Europe/Vienna",
      scalableTargetAction: { minCapacity: 5, maxCapacity: 8 },
    });
    expect(inputsOf(graph, "worker-scaling-schedule-2")).toMatchObject({
      timezone: "UTC",
      scalableTargetAction: { minCapacity: 0, maxCapacity: 2 },
    });
  });

  test("is scaled only once it exists", () => {
    const target = graph.get("worker-scaling-target");
    expect(target.dependencies).toContain(graph.get("worker-provisioned-concurrency").urn);
    for (const part of ["worker-scaling-policy", "worker-scaling-schedule-1"])
      expect(graph.get(part).dependencies).toContain(target.urn);
  });
});

describe("provisioned concurrency refuses", () => {
  test.each<[unknown, string]>([
    [0, "provisionedConcurrency: 0 given; whole numbers from 1 to 1000 are allowed."],
    ["3", 'provisionedConcurrency: "3" given; whole numbers from 1 to 1000 are allowed.'],
    [
      20,
      "provisionedConcurrency: 20 given; it is taken from the function's reserved concurrency, 10, and can't be more: raise reservedConcurrency or lower this.",
    ],
    [
      { minimum: 5, maximum: 4 },
      "provisionedConcurrency.minimum: 5 given; at most the maximum, 4, is allowed.",
    ],
    [{ minimum: 1 }, "provisionedConcurrency.maximum: null given; whole numbers from 1 to 1000 are allowed."],
    [{ minimum: 1, maximum: 20 }, "provisionedConcurrency.maximum: 20 given; it is taken from"],
    [
      { minimum: 1, maximum: 2, targetUtilization: 95 },
      "provisionedConcurrency.targetUtilization: 95 given; whole numbers from 10 to 90 per cent are allowed.",
    ],
    [
      { minimum: 1, maximum: 2, schedules: [{ schedule: "daily", minimum: 1, maximum: 2 }] },
      "provisionedConcurrency.schedules[0].",
    ],
    [{ min: 1, maximum: 2 }, "provisionedConcurrency.min: there is no such argument; did you mean minimum?"],
  ])("%j", async (given, problem) => {
    const message = await errorOf(
      () => void new Function("worker", { handler, provisionedConcurrency: given as ProvisionedConcurrency }),
    );
    expect(message).toContain(problem);
  });
});
