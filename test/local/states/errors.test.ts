import { describe, expect, test } from "vitest";
import { TooManyRequestsException } from "../../../platform/local/types.ts";
import { named, passed, run, task } from "./support.ts";

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

  test("are retried as often as the rule allows, and then caught", async () => {
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
    expect(performance.now() - start).toBeLessThan(3_600_000);
    const real = performance.now();
    await run(wait({ Seconds: 1 }), {}, {}, { timing: "real" });
    expect(performance.now() - real).toBeGreaterThanOrEqual(990);
  });
});
