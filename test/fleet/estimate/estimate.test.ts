import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimate } from "../../../platform/fleet/estimate/estimate.ts";
import { pricedRegion, pricesAsOf } from "../../../platform/fleet/estimate/prices.ts";
import { runsInMonth } from "../../../platform/fleet/estimate/runs.ts";
import { readTraffic, type ServiceTraffic } from "../../../platform/fleet/estimate/traffic.ts";
import { Cron, Event, Function, Gateway, Pipeline, Queue, Table } from "../../../platform/index.ts";
import { graphOfProgram } from "../../support/index.ts";
import { graphOfShowcase } from "../../support/showcase.ts";

const handler = "src/handler.ts";
const million = 1_000_000;

/** Quantities and costs of one resource, by what is billed. */
async function billed(program: () => unknown, traffic: ServiceTraffic, stage = "dev") {
  const { lines, ...rest } = estimate(await graphOfProgram(program, { stage }), traffic);
  const of = (resource: string) =>
    Object.fromEntries(
      lines
        .filter((line) => line.resource === resource)
        .map(({ what, quantity, cost }) => [what, [quantity, Number(cost.toFixed(4))]]),
    );
  return { of, lines, ...rest };
}

describe("an estimate of a month's cost", () => {
  test("of a function: invocations, GB-seconds by architecture, logs", async () => {
    const { of, total } = await billed(() => void new Function("worker", { handler, memory: 1024 }), {
      requests: million,
      duration: 200,
      logs: 2,
    });
    expect(of("worker-function")).toEqual({
      invocations: [million, 0.2],
      "duration, arm64": [200_000, 2.6667],
      logs: [2_000_000 / 2 ** 20, 0.9537],
      traces: [million, 5],
      "metric of cold starts": [1, 0.3],
    });
    expect(total).toBeCloseTo(0.2 + 2.66668 + 0.95367 + 5 + 0.3, 4);
  });

  test("of /tmp only above what is included", async () => {
    const { of } = await billed(() => void new Function("worker", { handler, ephemeralStorage: 1536 }), {
      requests: million,
      duration: 1000,
    });
    expect(of("worker-function")["/tmp"]).toEqual([million, 0.0309]);
  });

  test("of environments that are kept started, used or not", async () => {
    const { of } = await billed(
      () => void new Function("worker", { handler, memory: 1024, provisionedConcurrency: 2 }),
      { requests: million, duration: 100 },
    );
    expect(of("worker-provisioned-concurrency")).toEqual({
      "environments kept started": [2 * 730 * 3600, 17.5204],
    });
    expect(of("worker-function")["duration, arm64"]).toEqual([100_000, 0.7778]);
  });

  test("of a gateway: its requests, spread over its functions", async () => {
    const { of } = await billed(
      () => void new Gateway("api", { routes: { "GET /": handler, "POST /": "src/other.ts" } }),
      { requests: 2 * million, payload: 600 },
    );
    expect(of("api-http")).toMatchObject({ "HTTP API requests": [4 * million, 4] });
    for (const name of ["api-handler-function", "api-other-function"])
      expect(of(name).invocations).toEqual([million, 0.2]);
  });

  test("of a queue three requests a message, of its dead letters none", async () => {
    const { of } = await billed(() => void new Event("orders", { source: { type: "sqs" }, handler }), {
      requests: million,
      payload: 65,
    });
    expect(of("orders-queue")).toEqual({ "messages sent, received, deleted": [6 * million, 2.4] });
    expect(of("orders-dlq")).toEqual({});
  });

  test("of a table by the units of its items, reads at half", async () => {
    const { of } = await billed(() => void new Table("users", { partitionKey: "id" }), {
      requests: million,
      payload: 5,
      reads: 2,
      writes: 0.5,
    });
    expect(of("users-table")).toEqual({
      writes: [2.5 * million, 1.5625],
      "reads, eventually consistent": [2 * million, 0.25],
    });
  });

  test("of a cron by its own schedule, whatever the traffic", async () => {
    const { of } = await billed(() => void new Cron("tick", { schedule: "rate(1 minute)", handler }), {
      requests: 5 * million,
    });
    expect(of("tick-schedule")["scheduled runs"]?.[0]).toBe(43_800);
    expect(of("tick-handler-function").invocations?.[0]).toBe(43_800);
  });

  test("of a pipeline by its states: every step runs in every run", async () => {
    const { of } = await billed(
      () => void new Pipeline("fulfil", { steps: { one: handler, two: "src/other.ts" } }),
      { requests: million },
    );
    expect(of("fulfil-state-machine")["state transitions"]).toEqual([2 * million, 50]);
    expect(of("fulfil-handler-function").invocations?.[0]).toBe(million);
  });

  test("of what is billed by the month: alarms and the dashboard", async () => {
    const { lines } = await billed(() => void new Queue("jobs"), { requests: 0 }, "prod");
    expect(lines.map(({ what }) => what)).toContain("alarm");
    expect(lines.find(({ what }) => what === "dashboard")?.cost).toBe(3);
  });

  test("takes the traffic of the nearest component that is named", async () => {
    const { of } = await billed(
      () => {
        new Queue("jobs");
        new Event("orders", { source: { type: "sqs" }, handler });
      },
      { requests: million, components: { orders: { requests: 10 } } },
    );
    expect(of("jobs-queue")["messages sent, received, deleted"]?.[0]).toBe(3 * million);
    expect(of("orders-queue")["messages sent, received, deleted"]?.[0]).toBe(30);
    expect(of("orders-handler-function").invocations?.[0]).toBe(10);
  });

  test("says of when and where its prices are, what it takes for granted and what it leaves out", async () => {
    const { region, asOf, assumptions, notIncluded } = await billed(() => void new Queue("jobs"), {});
    expect([region, asOf]).toEqual([pricedRegion, pricesAsOf()]);
    expect(asOf).toMatch(/^\d{4}-\d\d to \d{4}-\d\d$/);
    expect(assumptions.join()).toContain("duration 100");
    expect(notIncluded.join()).toContain("free tiers");
  });

  test("never falls when there is more traffic, and its lines are its total, dearest first", async () => {
    const graph = await graphOfShowcase();
    const amount = fc.integer({ min: 0, max: 10 * million });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 1, max: 900_000 }), (a, b, duration) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((requests) =>
          estimate(graph, { requests, duration }),
        );
        expect(less!.total).toBeLessThanOrEqual(more!.total);
        const costs = more!.lines.map(({ cost }) => cost);
        expect(costs).toEqual([...costs].sort((x, y) => y - x));
        expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(more!.total, 6);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the traffic", () => {
  test("comes from the stack's config, with flags above it", () => {
    const config = JSON.stringify({ requests: 5, payload: 2, components: { api: { requests: 7 } } });
    expect(readTraffic(config, { requests: "1_000" })).toEqual({
      requests: 1_000,
      payload: 2,
      components: { api: { requests: 7 } },
    });
    expect(readTraffic(undefined, { requests: undefined })).toBeUndefined();
  });

  test.each([
    ['{"request": 5}', {}, "traffic.request: there is no such argument; did you mean requests?"],
    ['{"requests": "many"}', {}, 'traffic.requests: "many" given; a number from 0 is expected.'],
    ['{"components": {"api": {"duration": -1}}}', {}, "traffic.components.api.duration: -1 given"],
    ["5", {}, 'traffic: 5 given; an object such as {"requests": 1000000} is expected.'],
    [undefined, { duration: "fast" }, "traffic.duration: NaN given; a number from 0 is expected."],
  ])("%s with %j is refused", (config, flags, problem) => {
    expect(() => readTraffic(config, flags)).toThrow(problem);
  });
});

test.each([
  ["rate(1 hour)", 730],
  ["cron(0 2 * * ? *)", 31],
  ["at(2026-01-05T00:00:00)", 1],
  ["at(2027-01-05T00:00:00)", 0],
])("%s runs %i times in a month", (scheduleExpression, runs) => {
  expect(runsInMonth({ scheduleExpression })).toBe(runs);
  expect(runsInMonth({ scheduleExpression, state: "DISABLED" })).toBe(0);
});
