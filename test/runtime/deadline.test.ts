import { describe, expect, it } from "vitest";
import { deadline, withTimeout } from "../../platform/runtime/deadline.ts";
import { withScope } from "../../platform/runtime/invocation/correlation.ts";
import { context } from "./support.ts";

const left = (ms: number) => context({ getRemainingTimeInMillis: () => ms });
const forever = () => new Promise<never>(() => {});

describe("deadline", () => {
  it("aborts so many milliseconds before the function's own end", async () => {
    const started = Date.now();
    const signal = deadline(left(60), { spare: 30 });
    expect(signal.aborted).toBe(false);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    expect(Date.now() - started).toBeGreaterThanOrEqual(25);
    expect(signal.reason).toMatchObject({ name: "TimeoutError" });
  });

  it("has aborted where no time is left", () => {
    expect(deadline(left(499)).reason).toMatchObject({ name: "DeadlineReached" });
    expect(deadline(left(501)).aborted).toBe(false);
  });
});

describe("withTimeout", () => {
  it("gives the work's result or error, and leaves no timer behind", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((each) => each === "Timeout").length;
    const before = timers();
    expect(await withTimeout(1_000, async (signal) => signal.aborted)).toBe(false);
    await expect(withTimeout(1_000, () => Promise.reject(new Error("down")))).rejects.toThrow("down");
    expect(timers()).toBe(before);
  });

  it("aborts the work at its limit, and rejects also when the work doesn't heed it", async () => {
    let signal: AbortSignal | undefined;
    const call = withTimeout(20, (given) => {
      signal = given;
      return forever();
    });
    await expect(call).rejects.toMatchObject({
      name: "CallTimedOut",
      message: "The call had no answer in 20 ms.",
    });
    expect(signal?.aborted).toBe(true);
  });

  it("is shorter where the invocation ends sooner, and refuses where that is now", async () => {
    const within = (ms: number) =>
      withScope({ correlationId: "c", remainingMs: () => ms }, () => withTimeout(1_000, forever));
    await expect(within(520)).rejects.toThrow("no answer in 20 ms");
    await expect(within(500)).rejects.toMatchObject({ name: "DeadlineReached" });
  });
});
