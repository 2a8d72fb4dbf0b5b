import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layersOf } from "../../platform/core/settings.ts";
import { planOf } from "../../platform/fleet/plan/plan.ts";
import { Bucket, Event, Function, Queue, QueuePipeline } from "../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../support/index.ts";

const handler = "src/handler.ts";
const config = (functions: unknown, defaults?: unknown) => ({
  "shop:functions": JSON.stringify(functions),
  ...(defaults !== undefined && { "shop:defaults": JSON.stringify(defaults) }),
});

describe("what a stack's config says about one function", () => {
  test("holds for that function only, above the stack's own defaults", async () => {
    const graph = await graphOfProgram(
      () => {
        new Function("worker", { handler });
        new Function("other", { handler });
      },
      { config: config({ worker: { memory: 1024, timeout: 3 } }, { function: { memory: 256 } }) },
    );
    expect(inputsOf(graph, "worker-function")).toMatchObject({ memorySize: 1024, timeout: 3 });
    expect(inputsOf(graph, "other-function")).toMatchObject({ memorySize: 256, timeout: 10 });
  });

  test("is below what the program says", async () => {
    const graph = await graphOfProgram(() => void new Function("worker", { handler, memory: 2048 }), {
      config: config({ worker: { memory: 1024, timeout: 3 } }),
    });
    expect(inputsOf(graph, "worker-function")).toMatchObject({ memorySize: 2048, timeout: 3 });
  });

  test("is told to be without effect where the program says otherwise, once, and the plan shows it", async () => {
    const graph = await graphOfProgram(
      () => {
        new Event("jobs", { source: { type: "sqs" }, handler, timeout: 10 });
        new Queue("letters", { retention: 86_400 });
        new Bucket("files", { noncurrentVersionDays: 90 });
        new Function("worker", { handler, memory: 2048, timeout: 3 });
      },
      {
        config: config(
          { worker: { memory: 1024, timeout: 3 }, "jobs-handler": { timeout: 30 } },
          { function: { memory: 256 }, queue: { retention: 345_600 }, bucket: { noncurrentVersionDays: 60 } },
        ),
      },
    );
    const { warnings } = planOf(graph);
    expect(warnings.filter((text) => text.includes("has no effect")).sort()).toEqual([
      "defaults.bucket.noncurrentVersionDays: 60 in the stack's config has no effect on a component, whose arguments go before it and say 90.",
      "defaults.function.memory: 256 in the stack's config has no effect on worker, whose arguments go before it and say 2048.",
      "defaults.queue.retention: 345600 in the stack's config has no effect on a component, whose arguments go before it and say 86400.",
      "functions.jobs-handler.timeout: 30 in the stack's config has no effect on jobs-handler, whose arguments go before it and say 10.",
      "functions.worker.memory: 1024 in the stack's config has no effect on worker, whose arguments go before it and say 2048.",
    ]);
  });

  test("has its own place among the layers", async () => {
    let sources: string[] = [];
    await graphOfProgram(
      () => {
        sources = layersOf("cron", { functionName: "worker" }).map(({ source }) => source);
        new Function("worker", { handler });
      },
      { config: config({ worker: { memory: 1024 } }) },
    );
    expect(sources.slice(-3)).toEqual(["stack config", "stack config (functions)", "args"]);
  });

  test("reaches what is derived from it: the visibility timeout of a queue, Cognito's limit", async () => {
    const graph = await graphOfProgram(
      () => {
        new Event("orders", { source: { type: "sqs" }, handler });
        new Event("refunds", { source: { type: "sqs-fifo" }, handler });
        new QueuePipeline("relay", { steps: { check: handler } });
        new Event("sign-up", { source: { type: "cognito", trigger: "preSignUp" }, handler });
      },
      {
        config: config({
          "orders-handler": { timeout: 7 },
          "refunds-handler": { timeout: 8 },
          "relay-check": { timeout: 9 },
          "sign-up-handler": { timeout: 2 },
        }),
      },
    );
    expect(inputsOf(graph, "orders-queue").visibilityTimeoutSeconds).toBe(42);
    expect(inputsOf(graph, "refunds-queue").visibilityTimeoutSeconds).toBe(48);
    expect(inputsOf(graph, "relay-to-check-queue").visibilityTimeoutSeconds).toBe(54);
    expect(inputsOf(graph, "sign-up-handler-function").timeout).toBe(2);
  });

  test("is refused with all its problems when it has mistakes", async () => {
    const message = await errorOf(() => void new Function("worker", { handler }), {
      config: config({ worker: { memroy: 1024, timeout: "3" }, other: 5 }),
    });
    expect(message.split("\n")).toEqual([
      "The config of stack prod of shop has 3 problem(s):",
      "  - functions.worker.memroy: there is no such setting; did you mean memory?",
      '  - functions.worker.timeout: "3" given; a number is expected, such as 10.',
      "  - functions.other: 5 given; an object is expected.",
    ]);
    const list = await errorOf(() => void new Function("worker", { handler }), { config: config([]) });
    expect(list).toContain("functions: [] given; an object is expected.");
  });

  test("is refused outside of what AWS takes, naming the function", async () => {
    const message = await errorOf(() => void new Function("worker", { handler }), {
      config: config({ worker: { memory: 64 } }),
    });
    expect(message).toContain('Function "worker" of service shop has 1 problem(s):\n  - memory: 64 given');
  });

  test("names functions that the program makes; others are refused when it has ended", async () => {
    const message = await errorOf(
      () => {
        new Function("worker", { handler });
        new Function("other", { handler });
      },
      { config: config({ wroker: { memory: 1024 }, constructor: {}, other: { timeout: 3 } }) },
    );
    expect(message.split("\n")).toEqual([
      "The config of stack prod of shop has 2 problem(s):",
      "  - functions.wroker: there is no such function. Did you mean worker? There are: other, worker.",
      "  - functions.constructor: there is no such function. There are: other, worker.",
    ]);
  });

  test("never turns up in another function, whatever the names are", async () => {
    const name = fc.constantFrom("worker", "other", "third");
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.record({ memory: fc.integer({ min: 128, max: 10_240 }) })),
        async (all) => {
          const graph = await graphOfProgram(
            () => {
              for (const one of ["worker", "other", "third"]) new Function(one, { handler });
            },
            { config: config(all) },
          );
          for (const one of ["worker", "other", "third"])
            expect(inputsOf(graph, `${one}-function`).memorySize).toBe(all[one]?.memory ?? 512);
        },
      ),
      { numRuns: 8 },
    );
  });
});
