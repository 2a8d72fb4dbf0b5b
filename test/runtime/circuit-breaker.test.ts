import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { circuitBreaker } from "../../platform/runtime/circuit-breaker.ts";
import { schedule } from "../../platform/runtime/index.ts";
import { withScope } from "../../platform/runtime/invocation/correlation.ts";
import { context, logLines } from "./support.ts";

let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = logLines();
});

const metric = (name: string) => lines.filter((line) => line[name] !== undefined);
const fail = async () => {
  throw new Error("down");
};

/** A breaker around a call that does what the test says at the time. */
function breaker(options: Partial<Parameters<typeof circuitBreaker>[1]> = {}) {
  const callee = { does: async (_signal: AbortSignal): Promise<unknown> => "fine", calls: 0 };
  const call = circuitBreaker(
    (signal) => {
      callee.calls += 1;
      return callee.does(signal);
    },
    { name: "slack", volumeThreshold: 2, ...options },
  );
  return { callee, call };
}

/** Lets it fail until it opens. */
async function opened(options: Parameters<typeof breaker>[0] = {}) {
  const made = breaker(options);
  made.callee.does = fail;
  await Promise.allSettled([made.call(), made.call()]);
  expect(made.call.state).toBe("open");
  return made;
}

const clock = () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
};

describe("A circuit", () => {
  it("lets calls through with their arguments and gives their results and errors on", async () => {
    const call = circuitBreaker(async (_, a: number, b: string) => `${a}${b}`, { name: "sum" });
    expect(await call(1, "x")).toBe("1x");
    const failing = circuitBreaker(fail, { name: "sum" });
    await expect(failing()).rejects.toThrow("down");
    expect(failing.state).toBe("closed");
  });

  it("opens when more than half of at least so many calls fail, and then refuses without calling", async () => {
    const { callee, call } = await opened();
    await expect(call()).rejects.toMatchObject({
      name: "CircuitOpen",
      message: "The circuit slack is open: it failed too often just now.",
    });
    expect(callee.calls).toBe(2);
  });

  it("stays closed below its volume, and where half of the calls answer", async () => {
    const { callee, call } = breaker({ volumeThreshold: 4 });
    callee.does = fail;
    await Promise.allSettled([call(), call()]);
    callee.does = async () => "fine";
    await Promise.all([call(), call()]);
    callee.does = fail;
    await Promise.allSettled([call()]);
    expect(call.state).toBe("open");
    const half = breaker({ volumeThreshold: 2 });
    await half.call();
    half.callee.does = fail;
    await Promise.allSettled([half.call()]);
    expect(half.call.state).toBe("closed");
  });

  it("tries one call when its time has come, and closes when that is answered", async () => {
    clock();
    const { callee, call } = await opened({ resetTimeout: 1_000 });
    vi.setSystemTime(Date.now() + 1_000);
    callee.does = () => sleep(5, "fine");
    const [trial, other] = await Promise.allSettled([call(), call()]);
    expect(trial).toEqual({ status: "fulfilled", value: "fine" });
    expect(other).toMatchObject({ status: "rejected", reason: { name: "CircuitOpen" } });
    expect(call.state).toBe("closed");
  });

  it("opens again when the call that tries fails, for as long again", async () => {
    clock();
    const { callee, call } = await opened({ resetTimeout: 1_000 });
    vi.setSystemTime(Date.now() + 1_000);
    await expect(call()).rejects.toThrow("down");
    expect(call.state).toBe("open");
    vi.setSystemTime(Date.now() + 999);
    await expect(call()).rejects.toThrow("is open");
    expect(callee.calls).toBe(3);
  });

  it("forgets failures that are older than its window, also those before a freeze", async () => {
    clock();
    const { callee, call } = breaker({ volumeThreshold: 2, window: 60_000 });
    callee.does = fail;
    await Promise.allSettled([call()]);
    vi.setSystemTime(Date.now() + 3_600_000);
    await Promise.allSettled([call()]);
    expect(call.state).toBe("closed");
    await Promise.allSettled([call()]);
    expect(call.state).toBe("open");
  });

  it("counts errors that are answers as answers", async () => {
    const { callee, call } = breaker({ isAnswer: (error) => (error as Error).message === "down" });
    callee.does = fail;
    for (let i = 0; i < 5; i++) await expect(call()).rejects.toThrow("down");
    expect(call.state).toBe("closed");
  });

  it("keeps no timer: nothing runs on while Lambda freezes the environment, nothing keeps it alive", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((each) => each === "Timeout").length;
    const before = timers();
    const { call } = breaker();
    await call();
    const other = await opened();
    await expect(other.call()).rejects.toThrow("open");
    expect(timers()).toBe(before);
  });

  it.each([
    { name: "", timeout: 1 },
    { name: "x", timeout: 0 },
    { name: "x", window: 1.5 },
    { name: "x", resetTimeout: -1 },
    { name: "x", volumeThreshold: Number.NaN },
  ])("refuses the options %j", (options) => {
    expect(() => circuitBreaker(fail, options)).toThrow(/^circuitBreaker: /);
  });
});

describe("A call that takes too long", () => {
  it("is aborted at its timeout, named, and counted as a failure", async () => {
    const { callee, call } = breaker({ timeout: 20, volumeThreshold: 1 });
    let aborted: unknown;
    callee.does = (signal) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => {
          aborted = true;
          reject(signal.reason);
        }),
      );
    await expect(call()).rejects.toMatchObject({
      name: "CallTimedOut",
      message: "The call of slack had no answer in 20 ms.",
    });
    expect(aborted).toBe(true);
    expect(call.state).toBe("open");
    expect(metric("CircuitTimedOut")).toHaveLength(1);
  });

  it("ends before the function does, which can still log and answer", async () => {
    const { callee, call } = breaker({ timeout: 5_000, spare: 100 });
    callee.does = () => new Promise(() => {});
    const handler = schedule({}, async () => void (await call()));
    const event = { scheduledTime: "2026-01-31T02:00:00Z", executionId: "run-1" };
    const short = context({ getRemainingTimeInMillis: () => 130 });
    await expect(handler(event, short)).rejects.toThrow("had no answer in 30 ms");
    const none = context({ getRemainingTimeInMillis: () => 90 });
    await expect(handler(event, none)).rejects.toThrow("The call of slack was not begun");
  });
});

describe("A fallback", () => {
  it("answers for failed, timed-out and refused calls; it gets the error and the arguments", async () => {
    const seen: unknown[][] = [];
    const call = circuitBreaker(
      async (_signal, ms: number) => {
        await sleep(ms);
        throw new Error("down");
      },
      {
        name: "prices",
        timeout: 20,
        volumeThreshold: 2,
        fallback: (error, ms) => {
          seen.push([(error as Error).name, ms]);
          return "yesterday's";
        },
      },
    );
    expect([await call(1), await call(50), await call(2)]).toEqual(Array(3).fill("yesterday's"));
    expect(seen).toEqual([
      ["Error", 1],
      ["CallTimedOut", 50],
      ["CircuitOpen", 2],
    ]);
    expect(metric("CircuitFellBack")).toHaveLength(3);
  });
});

describe("What a circuit tells", () => {
  it("metrics of its own dimension, and log lines with the correlation id of the call", async () => {
    clock();
    const { callee, call } = breaker({ resetTimeout: 10 });
    await withScope({ correlationId: "order-7" }, async () => {
      callee.does = fail;
      await Promise.allSettled([call(), call()]);
      await Promise.allSettled([call()]);
      vi.setSystemTime(Date.now() + 10);
      callee.does = async () => "fine";
      await call();
    });
    const names = ["CircuitOpened", "CircuitRejected", "CircuitHalfOpened", "CircuitClosed"];
    for (const name of names)
      expect(metric(name)).toEqual([expect.objectContaining({ [name]: 1, circuit: "slack" })]);
    expect(lines.filter(({ message }) => message)).toEqual([
      expect.objectContaining({
        level: "WARN",
        correlation_id: "order-7",
        message: "The circuit slack opens: calls are refused",
      }),
      expect.objectContaining({
        level: "INFO",
        correlation_id: "order-7",
        message: "The circuit slack tries one call",
      }),
      expect.objectContaining({
        level: "INFO",
        correlation_id: "order-7",
        message: "The circuit slack closes: calls are made again",
      }),
    ]);
  });
});
