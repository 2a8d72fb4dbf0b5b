import { describe, expect, test } from "vitest";
import { buildDefinition, choice, parallel, Step, sequence, wait } from "../../platform/components/states.ts";
import { type StateMachineOptions, stateMachine } from "../../platform/local/states.ts";
import { type InvokeResult, TooManyRequestsException } from "../../platform/local/types.ts";

type Functions = Record<string, (payload: never) => unknown>;

const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

function result(value: unknown, status: InvokeResult["status"] = "ok"): InvokeResult {
  const payload = Buffer.from(JSON.stringify(value) ?? "null");
  return { status, payload, requestId: "r", durationMs: 1, coldStart: false, logs: [] };
}

const turn = () => new Promise<void>((done) => setImmediate(done));

/** Invokes plain functions as Lambda would: what they throw becomes an error with its type. */
function invoker(functions: Functions, calls: string[] = []) {
  return async (arn: string, payload: unknown): Promise<InvokeResult> => {
    const name = arn.split(":").pop() ?? "";
    calls.push(name);
    const handler = functions[name];
    if (!handler)
      throw Object.assign(new Error(`No function ${name}`), { name: "ResourceNotFoundException" });
    try {
      return result(await handler(payload as never));
    } catch (error) {
      if (error instanceof TooManyRequestsException) throw error;
      const { name: errorType, message: errorMessage } = error as Error;
      return result({ errorType, errorMessage, trace: [] }, "error");
    }
  };
}

function named(name: string, message = "no"): Error {
  return Object.assign(new Error(message), { name });
}

const task = (name: string, extra: object = { End: true }) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: functionArn(name), "Payload.$": "$" },
  OutputPath: "$.Payload",
  ...extra,
});

function machine(
  States: Record<string, object>,
  functions: Functions = {},
  options: Partial<StateMachineOptions> & { top?: object; calls?: string[] } = {},
) {
  const { top, calls, ...rest } = options;
  return stateMachine({
    name: "orders",
    arn: "arn:aws:states:eu-west-1:123456789012:stateMachine:orders",
    definition: JSON.stringify({ StartAt: Object.keys(States)[0], States, ...top }),
    type: "STANDARD",
    invoke: invoker(functions, calls),
    ...rest,
  });
}

const run = (States: Record<string, object>, input: unknown = {}, functions: Functions = {}, options = {}) =>
  machine(States, functions, options).start(input).done;

/** The output of one Pass state. */
const passed = async (state: object, input: unknown = {}) => {
  const execution = await run({ Only: { Type: "Pass", End: true, ...state } }, input);
  return execution.status === "SUCCEEDED" ? execution.output : execution.error;
};

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

describe("errors", () => {
  const declined = { charge: () => Promise.reject(named("PaymentDeclined", "no money")) };

  test("of a function fail the execution with its type and, as the cause, all it told", async () => {
    const { status, error, cause } = await run({ Charge: task("charge") }, {}, declined);
    expect([status, error]).toEqual(["FAILED", "PaymentDeclined"]);
    expect(JSON.parse(cause!)).toMatchObject({ errorType: "PaymentDeclined", errorMessage: "no money" });
  });

  test.each([["PaymentDeclined"], ["States.TaskFailed"], ["States.ALL"]])(
    "are caught as %s",
    async (name) => {
      const Catch = [
        { ErrorEquals: ["Other"], Next: "Wrong" },
        { ErrorEquals: [name], ResultPath: "$.error", Next: "Cancel" },
      ];
      const { output } = await run(
        { Charge: task("charge", { Catch, End: true }), Cancel: task("cancel"), Wrong: { Type: "Fail" } },
        { id: 7 },
        { ...declined, cancel: (input: unknown) => input },
      );
      expect(output).toEqual({
        id: 7,
        error: { Error: "PaymentDeclined", Cause: expect.stringContaining("no money") },
      });
    },
  );

  test.each(["$", undefined])("replace the input where the catch's ResultPath is %s", async (ResultPath) => {
    const Catch = [{ ErrorEquals: ["States.ALL"], ResultPath, Next: "End" }];
    const { output } = await run(
      { C: task("charge", { Catch, End: true }), End: { Type: "Succeed" } },
      {},
      declined,
    );
    expect(output).toEqual({ Error: "PaymentDeclined", Cause: expect.any(String) });
  });

  test("are retried as often as the rule says, and then caught", async () => {
    const calls: string[] = [];
    const Retry = [{ ErrorEquals: ["PaymentDeclined"], IntervalSeconds: 20, MaxAttempts: 2 }];
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "End" }];
    const execution = await run(
      { C: task("charge", { Retry, Catch, End: true }), End: { Type: "Succeed" } },
      {},
      declined,
      { calls },
    );
    expect([execution.status, calls.length]).toEqual(["SUCCEEDED", 3]);
    expect(
      execution.events.filter(({ type }) => type === "StateRetried").map(({ attempt }) => attempt),
    ).toEqual([1, 2]);
  });

  test("of throttling have Lambda's name and can be retried", async () => {
    let calls = 0;
    const busy = () => {
      if (calls++ < 2) throw new TooManyRequestsException("busy");
      return "done";
    };
    const Retry = [{ ErrorEquals: ["Lambda.TooManyRequestsException"], MaxAttempts: 3 }];
    expect(await run({ B: task("busy", { Retry, End: true }) }, {}, { busy })).toMatchObject({
      output: "done",
    });
    calls = 0;
    expect(await run({ B: task("busy") }, {}, { busy })).toMatchObject({
      error: "Lambda.TooManyRequestsException",
    });
  });

  test("of an unknown function have Lambda's name", async () => {
    expect(await run({ A: task("nobody") })).toMatchObject({ error: "Lambda.ResourceNotFoundException" });
  });

  test("wait between retries for real where asked to, longer each time", async () => {
    const at: number[] = [];
    const fails = () => {
      at.push(performance.now());
      throw named("E");
    };
    const Retry = [{ ErrorEquals: ["E"], IntervalSeconds: 1, MaxAttempts: 1 }];
    await run({ A: task("fails", { Retry, End: true }) }, {}, { fails }, { timing: "real" });
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(990);
  });

  test("of a Fail state have its name and cause, and reach a Catch around it", async () => {
    const Fail = { Type: "Fail", Error: "Nope", Cause: "because" };
    expect(await run({ Fail })).toMatchObject({ status: "FAILED", error: "Nope", cause: "because" });
    const Catch = [{ ErrorEquals: ["Nope"], ResultPath: "$.error", Next: "End" }];
    const P = { Type: "Parallel", Branches: [{ StartAt: "Fail", States: { Fail } }], Catch, Next: "End" };
    expect(await run({ P, End: { Type: "Succeed" } })).toMatchObject({
      output: { error: { Error: "Nope", Cause: "because" } },
    });
  });

  test("name a missing path", async () => {
    expect(await passed({ Parameters: { "a.$": "$.missing" } })).toBe("States.Runtime");
    expect(await passed({ ResultPath: "$.x", Result: 1 }, [1])).toBe("States.ResultPathMatchFailure");
  });
});

describe("time", () => {
  const slow = () => new Promise((resolve) => setTimeout(resolve, 3000).unref());

  test("is limited for a task by its TimeoutSeconds", async () => {
    const state = task("slow", { TimeoutSeconds: 1, End: true });
    expect(await run({ A: state }, {}, { slow })).toMatchObject({
      status: "FAILED",
      error: "States.Timeout",
    });
    const caught = (name: string) => ({
      A: { ...state, Catch: [{ ErrorEquals: [name], Next: "B" }] },
      B: { Type: "Succeed" },
    });
    expect(await run(caught("States.Timeout"), {}, { slow })).toMatchObject({ status: "SUCCEEDED" });
    expect(await run(caught("States.TaskFailed"), {}, { slow })).toMatchObject({ status: "FAILED" });
  });

  test("is limited for the machine by its TimeoutSeconds", async () => {
    const execution = await run({ A: task("slow") }, {}, { slow }, { top: { TimeoutSeconds: 1 } });
    expect(execution).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
  });

  test("of a whole year does not end an execution at once", async () => {
    const states = { A: task("f", { TimeoutSeconds: 31_536_000, End: true }) };
    const execution = await run(states, {}, { f: () => 1 }, { top: { TimeoutSeconds: 31_536_000 } });
    expect(execution.status).toBe("SUCCEEDED");
  });

  test("of a Wait state is cut unless it is to be real", async () => {
    const wait = (state: object) => ({ W: { Type: "Wait", End: true, ...state } });
    const start = performance.now();
    await run(wait({ Seconds: 3600 }), { n: 1 });
    await run(wait({ SecondsPath: "$.delay" }), { delay: 3600 });
    await run(wait({ Timestamp: "2200-01-01T00:00:00Z" }));
    expect(performance.now() - start).toBeLessThan(2000);
    const real = performance.now();
    await run(wait({ Seconds: 1 }), {}, {}, { timing: "real" });
    expect(performance.now() - real).toBeGreaterThanOrEqual(990);
  });
});

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

describe("a Choice", () => {
  const decide = async (rule: object, input: unknown) => {
    const { output, error } = await run(
      {
        C: { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], Default: "No" },
        Yes: { Type: "Pass", Result: true, End: true },
        No: { Type: "Pass", Result: false, End: true },
      },
      input,
    );
    return error ?? output;
  };

  test.each([
    [{ Variable: "$.n", NumericGreaterThan: 100 }, { n: 101 }, true],
    [{ Variable: "$.n", NumericGreaterThan: 100 }, { n: 100 }, false],
    [{ Variable: "$.n", NumericLessThan: 10 }, { n: "5" }, false],
    [{ Variable: "$.n", NumericEqualsPath: "$.m" }, { n: 1, m: 1 }, true],
    [{ Variable: "$.s", StringEquals: "a" }, { s: "a" }, true],
    [{ Variable: "$.s", StringLessThan: "b" }, { s: 1 }, false],
    [{ Variable: "$.s", StringMatches: "log-*.txt" }, { s: "log-1.txt" }, true],
    [{ Variable: "$.b", BooleanEquals: false }, { b: false }, true],
    [{ Variable: "$.t", TimestampLessThan: "2026-01-02T00:00:00Z" }, { t: "2026-01-01T00:00:00Z" }, true],
    [{ Variable: "$.t", TimestampLessThan: "2026-01-02T00:00:00Z" }, { t: 5 }, false],
    [{ Variable: "$.x", IsPresent: false }, {}, true],
    [{ Variable: "$.x", IsPresent: false }, { x: 1 }, false],
    [{ Variable: "$.x", IsNull: false }, { x: 1 }, true],
    [
      {
        And: [
          { Variable: "$.x", IsPresent: true },
          { Variable: "$.x", NumericEquals: 1 },
        ],
      },
      {},
      false,
    ],
    [
      {
        Or: [
          { Variable: "$.n", NumericEquals: 1 },
          { Variable: "$.n", NumericEquals: 2 },
        ],
      },
      { n: 2 },
      true,
    ],
    [{ Not: { Variable: "$.n", NumericEquals: 1 } }, { n: 1 }, false],
    [{ Variable: "$.missing", NumericEquals: 1 }, {}, "States.Runtime"],
  ])("%j on %j gives %j", async (rule, input, expected) => {
    expect(await decide(rule, input)).toBe(expected);
  });

  test("without a fitting rule or default fails", async () => {
    const C = { Type: "Choice", Choices: [{ Variable: "$.n", NumericEquals: 1, Next: "S" }] };
    const execution = await run({ C, S: { Type: "Succeed" } }, { n: 2 });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.NoChoiceMatched" });
  });
});

describe("data", () => {
  test.each([0, false, null, "", 1, { a: 1 }])("a Pass gives its Result %j", async (Result) => {
    expect(await passed({ Result }, { n: 1 })).toEqual(Result);
  });

  test("flows through the paths as the language says", async () => {
    expect(await passed({ InputPath: "$.a", ResultPath: "$.b" }, { a: { n: 1 } })).toEqual({
      a: { n: 1 },
      b: { n: 1 },
    });
    expect(await passed({ ResultPath: null, Result: 1 }, { a: 1 })).toEqual({ a: 1 });
    expect(await passed({ ResultPath: "$", Result: 1 }, { a: 1 })).toBe(1);
    expect(await passed({ OutputPath: "$.a[1].b" }, { a: [{}, { b: 2 }] })).toBe(2);
    expect(await passed({ Parameters: { "ids.$": "$.a[*].id" } }, { a: [{ id: 1 }, { id: 2 }] })).toEqual({
      ids: [1, 2],
    });
  });

  test.each([
    ["States.Format('{}-{}', $.a, 'x')", "1-x"],
    ["States.Array($.a, 2)", [1, 2]],
    ["States.ArrayLength($.list)", 3],
    ["States.ArrayContains($.list, 2)", true],
    ["States.MathAdd($.a, 4)", 5],
    ["States.StringToJson('[1]')", [1]],
    ["States.JsonToString($.o)", '{"k":1}'],
    ["States.JsonMerge($.o, $.p, false)", { k: 1, l: 2 }],
    ["States.Base64Encode('hi')", "aGk="],
    ["States.Hash('a', 'SHA-256')", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"],
    ["States.StringSplit('a,b', ',')", ["a", "b"]],
    ["States.Format('{}', States.MathAdd(1, 2))", "3"],
  ])("%s is worked out", async (intrinsic, expected) => {
    const input = { a: 1, list: [1, 2, 3], o: { k: 1 }, p: { l: 2 } };
    expect(await passed({ Parameters: { "v.$": intrinsic } }, input)).toEqual({ v: expected });
  });

  test("about the execution is in the context object, in branches too", async () => {
    const Parameters = {
      "name.$": "$$.Execution.Name",
      "input.$": "$$.Execution.Input",
      "machine.$": "$$.StateMachine.Name",
      "state.$": "States.Format('at {}', $$.State.Name)",
    };
    const inner = { StartAt: "In side", States: { "In side": { Type: "Pass", Parameters, End: true } } };
    const P = { Type: "Parallel", Branches: [inner], InputPath: "$.part", End: true };
    const execution = await machine({ P }).start({ part: 1 }, "one").done;
    expect(execution.output).toEqual([
      { name: "one", input: { part: 1 }, machine: "orders", state: "at In side" },
    ]);
  });

  const big = { text: "x".repeat(262_144) };

  test("over 256 KB is refused as an execution's input", () => {
    expect(() => machine({ S: { Type: "Succeed" } }).start(big)).toThrow(
      expect.objectContaining({ name: "InvalidExecutionInput" }),
    );
  });

  test("over 256 KB from a function fails the execution, whatever it catches", async () => {
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "End" }];
    const states = { A: task("big", { Catch, Next: "End" }), End: { Type: "Succeed" } };
    const execution = await run(states, {}, { big: () => big });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
    expect(execution.cause).toContain('state "A"');
  });

  test("over 256 KB made of smaller parts fails the execution too", async () => {
    const half = { text: "x".repeat(200_000) };
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } });
    const execution = await run(
      { P: { Type: "Parallel", Branches: [branch("A"), branch("B")], End: true } },
      half,
    );
    expect(execution).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });
});

describe("what can't be run as Step Functions would is refused when the machine is made", () => {
  const inner = { StartAt: "In", States: { In: { Type: "Pass", End: true } } };
  const pass = (extra: object) => ({ A: { Type: "Pass", End: true, ...extra } });
  const resource = (Resource: string) => ({ A: { Type: "Task", Resource, End: true } });

  test.each([
    ["JSONata", pass({ QueryLanguage: "JSONata" }), 'State "A" uses JSONata (QueryLanguage)'],
    ["variables", pass({ Assign: { "x.$": "$.a" } }), 'State "A" uses variables (Assign)'],
    ["a variable's use", pass({ Parameters: { "y.$": "$x" } }), "the variable $x"],
    [
      "a callback that isn't given its input whole",
      resource("arn:aws:states:::lambda:invoke.waitForTaskToken"),
      ".waitForTaskToken",
    ],
    [
      "a service integration",
      resource("arn:aws:states:::dynamodb:putItem"),
      '"arn:aws:states:::dynamodb:putItem"',
    ],
    ["an activity", resource("arn:aws:states:eu-west-1:123456789012:activity:a"), "activity:a"],
    [
      "a distributed map",
      {
        A: { Type: "Map", End: true, ItemProcessor: { ...inner, ProcessorConfig: { Mode: "DISTRIBUTED" } } },
      },
      "distributed map (ProcessorConfig.Mode)",
    ],
    [
      "a reader of items",
      { A: { Type: "Map", End: true, ItemReader: {}, ItemProcessor: inner } },
      "distributed map (ItemReader)",
    ],
    [
      "an asynchronous invocation",
      { A: task("f", { Parameters: { FunctionName: "f", InvocationType: "Event" }, End: true }) },
      "the parameter InvocationType",
    ],
    [
      "an unknown part of the context",
      pass({ Parameters: { "a.$": "$$.State.RetryCount" } }),
      "the context object's $$.State.RetryCount",
    ],
    [
      "the item of a Map outside its selector",
      pass({ Parameters: { "a.$": "$$.Map.Item.Value" } }),
      "$$.Map.Item.Value",
    ],
    [
      "a condition in JSONata",
      { A: { Type: "Choice", Choices: [{ Condition: "{% true %}", Next: "A" }] } },
      "JSONata (Condition)",
    ],
    ["a state that leads nowhere", { A: { Type: "Pass", Next: "B" } }, 'leads to "B", which does not exist'],
    ["a state without an end", { A: { Type: "Pass" } }, "neither Next nor End"],
    ["an unknown type", { A: { Type: "Jump", End: true } }, 'the type "Jump"'],
    [
      "a name used twice",
      { In: { Type: "Parallel", Branches: [inner], End: true } },
      'Two states are called "In"',
    ],
  ])("%s", (_, states, words) => {
    expect(() => machine(states)).toThrow(words);
  });

  test("with the machine's name and all problems together", () => {
    const definition = { ...pass({ Assign: {}, Arguments: {} }), B: { Type: "Jump" } };
    expect(() => machine(definition)).toThrow(/orders.*Assign[\s\S]*orders.*Arguments[\s\S]*orders.*Jump/);
    expect(() => machine(pass({}), {}, { top: { QueryLanguage: "JSONata" } })).toThrow("written in JSONata");
  });

  test.each(["{", "null", "[]", "{}"])("a definition of %s", (definition) => {
    expect(() => machine({}, {}, { definition })).toThrow(/orders/);
  });
});
