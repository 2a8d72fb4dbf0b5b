import { describe, expect, it } from "vitest";
import * as z from "zod";
import { schedule } from "../../../platform/runtime/index.ts";
import { context, logLines } from "../support.ts";

describe("A scheduled handler", () => {
  const event = { scheduledTime: "2026-11-23T02:00:00Z", executionId: "d32c5b0e", input: { day: "monday" } };

  it("gets its input, the time that was due, and the execution's id for correlation", async () => {
    const seen: unknown[] = [];
    const handler = schedule(
      { input: z.object({ day: z.string() }) },
      async ({ input, scheduledTime, correlationId }) => {
        seen.push(input.day, scheduledTime, correlationId);
      },
    );
    await handler(event, context());
    expect(seen).toEqual(["monday", new Date("2026-11-23T02:00:00Z"), "d32c5b0e"]);
  });

  it("fails on input that doesn't fit, so that it is retried and reported", async () => {
    const lines = logLines();
    const handler = schedule({ input: z.object({ day: z.number() }) }, async () => {});
    await expect(handler(event, context())).rejects.toThrow(/^input\.day: .*expected number/);
    expect(lines).toContainEqual(expect.objectContaining({ level: "ERROR", correlation_id: "d32c5b0e" }));
  });

  it("says how to invoke it by hand when the event is none of the scheduler's", async () => {
    logLines();
    const handler = schedule({}, async () => {});
    await expect(handler({} as never, context())).rejects.toThrow(
      /event\.scheduledTime: .*Invoke by hand with/,
    );
  });
});
