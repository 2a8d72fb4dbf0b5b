import { describe, expect, test } from "vitest";
import { named, run, task } from "./support.ts";

describe("branches and lists", () => {
  const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });

  test("Parallel runs its branches at the same time, each on the whole input", async () => {
    let together = 0;
    const { promise: both, resolve } = Promise.withResolvers<void>();
    const meet = async ({ n }: { n: number }) => {
      if (++together === 2) resolve();
      await both;
      return n + 1;
    };
    const P = {
      Type: "Parallel",
      Branches: [branch("A", task("meet")), branch("B", task("meet"))],
      End: true,
    };
    expect((await run({ P }, { n: 1 }, { meet })).output).toEqual([2, 2]);
  });

  test("one failing branch fails a Parallel, which may be retried as a whole", async () => {
    let calls = 0;
    const flaky = () => {
      if (calls++ === 0) throw named("Flaky");
      return "ok";
    };
    const Retry = [{ ErrorEquals: ["Flaky"], MaxAttempts: 1 }];
    const P = {
      Type: "Parallel",
      Branches: [branch("A", task("flaky")), branch("B", { Type: "Succeed" })],
      Retry,
      End: true,
    };
    expect((await run({ P }, {}, { flaky })).output).toEqual(["ok", {}]);
    expect(calls).toBe(2);
  });

  test("Map works on each item, at most so many at once, and keeps the order", async () => {
    let now = 0;
    let most = 0;
    const price = async ({ sku, index, of }: { sku: string; index: number; of: string }) => {
      most = Math.max(most, ++now);
      await new Promise((done) => setTimeout(done, 20 - 5 * index));
      now--;
      return `${of}-${index}-${sku}`;
    };
    const Lines = {
      Type: "Map",
      ItemsPath: "$.lines",
      MaxConcurrency: 2,
      ItemSelector: { "sku.$": "$$.Map.Item.Value.sku", "index.$": "$$.Map.Item.Index", "of.$": "$.order" },
      ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...branch("Price", task("price")) },
      ResultPath: "$.priced",
      End: true,
    };
    const lines = ["a", "b", "c", "d"].map((sku) => ({ sku }));
    const execution = await run({ Lines }, { order: "o1", lines }, { price });
    expect(execution.output).toEqual({
      order: "o1",
      lines,
      priced: ["o1-0-a", "o1-1-b", "o1-2-c", "o1-3-d"],
    });
    expect(most).toBe(2);
    expect(execution.events.filter(({ type }) => type === "MapIterationSucceeded")).toHaveLength(4);
  });

  test("Map over what is no list fails", async () => {
    const M = {
      Type: "Map",
      ItemsPath: "$.n",
      ItemProcessor: branch("A", { Type: "Pass", End: true }),
      End: true,
    };
    expect(await run({ M }, { n: 1 })).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect((await run({ M }, { n: [] })).output).toEqual([]);
  });
});
