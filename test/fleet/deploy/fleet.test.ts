import { describe, expect, test } from "vitest";
import { execute, type Prepared } from "../../../platform/fleet/deploy/fleet.ts";
import type { Operation } from "../../../platform/fleet/deploy/operations.ts";
import { type Progress, progressOn } from "../../../platform/fleet/deploy/progress.ts";
import type { StackResult } from "../../../platform/fleet/deploy/results.ts";
import { countsText, secondsText, summaryText } from "../../../platform/fleet/deploy/summary.ts";

const service = (name: string) => ({
  name,
  dir: `/services/${name}`,
  owner: "crew",
  description: "",
  main: ".",
  stages: ["dev"],
  config: {},
});

const result = (name: string, more: Partial<StackResult> = {}): StackResult => ({
  service: name,
  status: "changed",
  counts: { create: 2 },
  seconds: 3,
  notes: [],
  drift: [],
  ...more,
});

const silent: Progress = { now() {}, end() {}, close() {} };

/** Works on `orders`, `shop`, which reads it, and `site`, by results that are given. */
function run(operation: Operation, results: Readonly<Record<string, Partial<StackResult>>>) {
  const names = ["orders", "shop", "site"];
  const prepared: Prepared = {
    operation,
    stage: "dev",
    names: [],
    services: new Map(names.map((name) => [name, service(name)])),
    leftOut: ["old"],
    graphs: new Map(),
    after: new Map([
      ["orders", []],
      ["shop", ["orders"]],
      ["site", []],
    ]),
    warnings: [],
  };
  const stop = new AbortController();
  return execute(prepared, {
    parallel: 1,
    stop: { cancelled: stop.signal, insisted: new AbortController().signal },
    progress: silent,
    run: async (job) => {
      if (results[job.service.name]?.status === "interrupted") stop.abort();
      return result(job.service.name, results[job.service.name]);
    },
  });
}

describe("what came of each stack", () => {
  test("names the one that a stack waits for", async () => {
    const { services } = await run("up", { orders: { status: "failed", notes: ["jobs: AccessDenied"] } });
    expect(services.map(({ service, status }) => `${service} ${status}`)).toEqual([
      "orders failed",
      "shop waits",
      "site changed",
    ]);
    expect(services[1]!.notes).toEqual(["not run: waits for orders, which failed"]);
  });

  test("of a preview: what reads a stack that was never deployed can't be previewed yet", async () => {
    const { services } = await run("preview", { orders: { status: "to change", fresh: true } });
    expect(services[1]!).toMatchObject({
      status: "waits",
      notes: ["not run: waits for orders, which was never deployed"],
    });
  });

  test("of an interrupted run: what was not begun says so", async () => {
    const { services } = await run("up", { orders: { status: "interrupted" } });
    expect(services[1]).toMatchObject({
      status: "waits",
      notes: ["not run: waits for orders, which was interrupted"],
    });
    expect(services[2]).toMatchObject({ service: "site", status: "interrupted", notes: ["not begun"] });
  });
});

test("the summary is a table, with failures and where their logs are, and services without the stage", async () => {
  const whole = await run("up", {
    orders: { status: "failed", counts: {}, notes: ["jobs: AccessDenied"], log: "orders.log" },
    site: { counts: { create: 2, replace: 1 }, seconds: 75 },
  });
  expect(summaryText({ ...whole, seconds: 80 })).toBe(`
service  result   resources              time
orders   failed                          3.0 s
shop     waits
site     changed  2 created, 1 replaced  1 min 15 s

orders: jobs: AccessDenied
  All that pulumi said: orders.log

shop: not run: waits for orders, which failed

No stack file for dev: old.

up of 3 stack(s) in dev: 1 failed, 1 waits, 1 changed (1 min 20 s)
`);
});

test("drift is told by resources and properties", () => {
  const type = "aws:sqs/queue:Queue";
  const drifted = result("orders", {
    status: "drifted",
    drift: [
      { did: "update", type, name: "jobs", properties: ["delaySeconds", "tags"] },
      { did: "delete", type, name: "letters", properties: [] },
    ],
  });
  expect(
    summaryText({ operation: "drift", stage: "dev", services: [drifted], seconds: 1, leftOut: [] }),
  ).toContain(`
service  resource           in AWS   properties
orders   sqs.Queue jobs     differs  delaySeconds, tags
orders   sqs.Queue letters  is gone
`);
});

test("counts of a preview are plans", () => {
  expect(countsText({ status: "to change", counts: { create: 1, delete: 2 } })).toBe(
    "1 to create, 2 to delete",
  );
  expect([0.44, 59.6, 200].map(secondsText)).toEqual(["0.4 s", "1 min 0 s", "3 min 20 s"]);
});

describe("progress", () => {
  const show = (isTTY: boolean) => {
    let text = "";
    const progress = progressOn({ isTTY, columns: 30, write: (more) => (text += more) }, new Map());
    progress.now("orders", "creating sqs.Queue jobs");
    progress.now("orders", "creating sqs.Queue jobs");
    progress.now("shop", "creating a resource with a long name");
    progress.end(result("orders", { notes: ["jobs: one\ntwo"] }));
    progress.close();
    return text;
  };

  test("in a pipe is a line for each change, the service before it", () => {
    expect(show(false).split("\n")).toEqual([
      "orders: creating sqs.Queue jobs",
      "shop: creating a resource with a long name",
      "orders: changed, 2 created (3.0 s)",
      "orders: jobs: one",
      "two",
      "",
    ]);
  });

  test("on a terminal is a line for each stack at work, drawn in place and never wrapped; what ended stays above", () => {
    const screen: string[] = [];
    // The two sequences that it uses, as ECMA-48 has them: cursor up so many lines, and erase to the end of the screen.
    for (const part of show(true).split("\u001b[")) {
      const up = /^(\d+)A$/.exec(part);
      if (up) screen.length -= Number(up[1]);
      else screen.push(...part.replace(/^J/, "").split("\n").slice(0, -1));
    }
    expect(screen).toEqual(["orders: changed, 2 created (3.0 s)", "orders: jobs: one", "two"]);
    expect(show(true)).toContain("shop    creating a resource w\n");
  });
});
