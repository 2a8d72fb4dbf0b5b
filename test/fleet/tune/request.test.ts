import { afterEach, describe, expect, test, vi } from "vitest";
import type { TuneOptions } from "../../../platform/fleet/tune/tune.ts";
import { because } from "../../support/index.ts";
import { inProgram, machine, run, shop } from "./support.ts";

afterEach(() => vi.unstubAllEnvs());

describe("before anything is asked of AWS", () => {
  const two =
    'new Function("worker", { handler: "src/handler.ts" });\nnew Function("other", { handler: "src/handler.ts" });';
  test.each<[string, Partial<TuneOptions>, Record<string, string>, string]>([
    [
      "no function is named",
      {},
      inProgram(two),
      "shop in stage dev has 2 functions; name one of: other, worker.",
    ],
    [
      "another is named",
      { function: "wroker" },
      inProgram(two),
      "Did you mean worker? There are: other, worker.",
    ],
    ["there is none", {}, inProgram('new Queue("jobs");'), "shop in stage dev has no function to tune"],
    [
      "it wants a tenant",
      {},
      inProgram('new Function("worker", { handler: "src/handler.ts", tenancy: "per-tenant" });'),
      "no function to tune",
    ],
    [
      "no state machine is known",
      { "state-machine": undefined },
      {},
      "tuning.stateMachines.dev of platform/organisation.ts",
    ],
    [
      "the ARN is none",
      { "state-machine": "powerTuning" },
      {},
      '--state-machine: "powerTuning" is no ARN like arn:',
    ],
    ["the execution is a machine", { execution: machine }, {}, "--execution: "],
    [
      "a size is none",
      { memory: "64,x" },
      {},
      "--memory: 64 given; whole numbers from 128 to 10240 MB are allowed.\n  - --memory: NaN",
    ],
    ["there is one size", { memory: "512" }, {}, "--memory: give at least two sizes."],
    ["invocations are few", { invocations: "4" }, {}, "--invocations: 4 given; whole numbers from 5 to 1000"],
    ["the strategy is unknown", { strategy: "best" }, {}, "--strategy: best given"],
    ["days are none", { days: "0" }, {}, "--days: 0 given; whole numbers from 1 to 455 days are allowed."],
    ["a stage isn't there", { stages: "dev,prd" }, {}, "shop has no stack prd"],
    [
      "its log tells no durations",
      {},
      { "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n" },
      "  shop:functions:\n    worker:\n      systemLogLevel: INFO",
    ],
    ["the payload isn't there", { payload: "none.json" }, {}, "--payload: none.json can't be read"],
    [
      "two fixtures may be meant",
      {},
      { "events/more.json": "{}" },
      "Name the event to invoke worker with: --payload <file>; there are: ",
    ],
    [
      "the payload is too large",
      {},
      { "events/work.json": JSON.stringify("x".repeat(262_144)) },
      "Step Functions takes 262144.",
    ],
    [
      "nothing is reserved",
      {},
      inProgram(
        `new Function("worker", { handler: "src/handler.ts", reservedConcurrency: ${JSON.stringify(because(0))} });`,
      ),
      "The function's reserved concurrency is 0",
    ],
    [
      "parallel invocations are more than reserved",
      { parallel: true },
      inProgram(
        `new Function("worker", { handler: "src/handler.ts", reservedConcurrency: ${JSON.stringify(because(50))} });`,
      ),
      "--parallel: 100 concurrent invocations, but 50 executions are reserved",
    ],
  ])("it is refused that %s", async (_, options, files, words) => {
    using folder = shop(files);
    const { message, requests } = await run(folder, { options });
    expect(message).toContain(words);
    expect(requests).toEqual([]);
  });
});
