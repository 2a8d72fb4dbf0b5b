import { describe, expect, test } from "vitest";
import {
  buildDefinition,
  choice,
  parallel,
  Step,
  sequence,
  wait,
} from "../../../platform/components/pipeline/states/index.ts";
import { stateMachine } from "../../../platform/local/states/machine.ts";
import { functionArn, invoker, machine, named, run, task, turn } from "./support.ts";

test("a definition that was built of steps runs", async () => {
  const step = (name: string) => new Step(name, functionArn(name));
  const cancel = step("cancel");
  const root = sequence(
    step("validate"),
    choice("is large", [{ when: { variable: "$.total", numericGreaterThan: 100 }, next: step("review") }]),
    parallel("both", [step("charge").catch(["PaymentDeclined"], cancel), wait("pause", 1)], {
      resultPath: "$.both",
    }),
  );
  const { output } = await stateMachine({
    name: "orders",
    arn: "arn:aws:states:eu-west-1:123456789012:stateMachine:orders",
    definition: JSON.stringify(buildDefinition(root, { retry: { attempts: 2 }, timeoutSeconds: 60 })),
    type: "STANDARD",
    invoke: invoker({
      validate: ({ input }: { input: object }) => ({ ...input, valid: true }),
      review: ({ input }: { input: object }) => ({ ...input, reviewed: true }),
      charge: () => Promise.reject(named("PaymentDeclined")),
      cancel: ({ input }: { input: { error: { Error: string } } }) => `cancelled: ${input.error.Error}`,
    }),
  }).start({ total: 200 }).done;
  const order = { total: 200, valid: true, reviewed: true };
  expect(output).toEqual({ ...order, both: ["cancelled: PaymentDeclined", order] });
});

describe("an execution", () => {
  test("runs functions one after the other and tells what happened", async () => {
    const execution = machine(
      { One: task("double", { Next: "Two" }), Two: task("double") },
      { double: ({ n }: { n: number }) => ({ n: 2 * n }) },
    ).start({ n: 3 }, "first");
    expect(execution.status).toBe("RUNNING");
    const ended = await execution.done;
    expect(ended).toBe(execution);
    expect(ended).toMatchObject({
      arn: "arn:aws:states:eu-west-1:123456789012:execution:orders:first",
      name: "first",
      status: "SUCCEEDED",
      input: { n: 3 },
      output: { n: 12 },
    });
    expect(ended.stopDate!.getTime()).toBeGreaterThanOrEqual(ended.startDate.getTime());
    expect(ended.events.map(({ type, state }) => [type, state])).toEqual([
      ["ExecutionStarted", undefined],
      ["StateEntered", "One"],
      ["StateExited", "One"],
      ["StateEntered", "Two"],
      ["StateExited", "Two"],
      ["ExecutionSucceeded", undefined],
    ]);
  });

  test.each([null, false, 0, "", "text", [1], { a: 1 }])(
    "hands %j from one function to the next",
    async (value) => {
      const seen: unknown[] = [];
      const functions = { give: () => value, take: (input: unknown) => seen.push(input) };
      const { status } = await run({ One: task("give", { Next: "Two" }), Two: task("take") }, {}, functions);
      expect([status, seen]).toEqual(["SUCCEEDED", [value]]);
    },
  );

  test.each([null, 0, { a: 1 }])(
    "hands %j on beside the id of the execution, as pipelines do",
    async (value) => {
      const seen: unknown[] = [];
      const functions = { give: () => value, take: (input: unknown) => seen.push(input) };
      const Parameters = {
        FunctionName: functionArn("take"),
        Payload: { "executionId.$": "$$.Execution.Id", "input.$": "$" },
      };
      const { arn } = await run(
        { One: task("give", { Next: "Two" }), Two: { ...task("take"), Parameters } },
        {},
        functions,
      );
      expect(seen).toEqual([{ executionId: arn, input: value }]);
    },
  );

  test("calls a function named by its ARN directly", async () => {
    const state = { Type: "Task", Resource: functionArn("add"), ResultPath: "$.sum", End: true };
    const { output } = await run(
      { A: state },
      { a: 1, b: 2 },
      { add: ({ a, b }: { a: number; b: number }) => a + b },
    );
    expect(output).toEqual({ a: 1, b: 2, sum: 3 });
  });

  test("passes a payload of its own and keeps what the selector takes", async () => {
    const state = {
      ...task("echo"),
      Parameters: {
        FunctionName: functionArn("echo"),
        Payload: { "id.$": "$.order.id", fixed: true, filePath: "$$.no" },
      },
      ResultSelector: { "status.$": "$.StatusCode", "got.$": "$.Payload" },
      ResultPath: "$.answer",
      OutputPath: "$.answer",
    };
    const { output } = await run({ A: state }, { order: { id: 7 } }, { echo: (input: unknown) => input });
    expect(output).toEqual({ status: 200, got: { id: 7, fixed: true, filePath: "$$.no" } });
  });

  test("of the same name and input is the one that runs; of another input it is refused", async () => {
    const orders = machine({ W: { Type: "Wait", Seconds: 1, End: true } });
    const first = orders.start({ n: 1 }, "one");
    expect(orders.start({ n: 1 }, "one")).toBe(first);
    expect(() => orders.start({ n: 2 }, "one")).toThrow(
      expect.objectContaining({ name: "ExecutionAlreadyExists" }),
    );
    await first.done;
    expect(() => orders.start({ n: 1 }, "one")).toThrow("give another name");
  });

  test("of an Express machine may have a name that was used before", async () => {
    const orders = machine({ S: { Type: "Succeed" } }, {}, { type: "EXPRESS" });
    const [one, two] = [orders.start({}, "same"), orders.start({}, "same")];
    expect(one.arn).toMatch(/:express:orders:same:[0-9a-f-]{36}$/);
    expect(one.arn).not.toBe(two.arn);
    await Promise.all([one.done, two.done]);
  });

  test.each(["a b", "", "x".repeat(81), "a/b"])("can't be called %j", (name) => {
    expect(() => machine({ S: { Type: "Succeed" } }).start({}, name)).toThrow(
      expect.objectContaining({ name: "InvalidName" }),
    );
  });

  test("can be stopped, and then invokes nothing more", async () => {
    const calls: string[] = [];
    const { promise: reached, resolve } = Promise.withResolvers<void>();
    const hang = () => new Promise(() => resolve());
    const states = { A: task("hang", { Next: "B" }), B: task("never") };
    const execution = machine(states, { hang, never: () => 1 }, { calls }).start({});
    await reached;
    execution.stop({ error: "Enough", cause: "by hand" });
    expect(await execution.done).toMatchObject({ status: "ABORTED", error: "Enough", cause: "by hand" });
    expect(calls).toEqual(["hang"]);
  });

  test("stopped while it waits for a retry does not run the function again", async () => {
    const calls: string[] = [];
    const fails = () => Promise.reject(named("E"));
    const Retry = [{ ErrorEquals: ["E"], IntervalSeconds: 60, MaxAttempts: 3 }];
    const states = { A: task("fails", { Retry, End: true }) };
    const execution = machine(states, { fails }, { calls, timing: "real" }).start({});
    while (!execution.events.some(({ type }) => type === "StateFailed")) await turn();
    execution.stop();
    await execution.done;
    // Whatever the abort set off has run after a few turns.
    for (let i = 0; i < 5; i++) await turn();
    expect([execution.status, calls]).toEqual(["ABORTED", ["fails"]]);
  });

  test("can be stopped before its first state", async () => {
    const execution = machine({ W: { Type: "Wait", Seconds: 60, End: true } }, {}, { timing: "real" }).start(
      {},
    );
    execution.stop();
    expect((await execution.done).status).toBe("ABORTED");
  });
});
