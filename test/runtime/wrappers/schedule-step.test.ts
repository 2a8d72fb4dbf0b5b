import { describe, expect, it } from "vitest";
import * as z from "zod";
import { schedule, step } from "../../../platform/runtime/index.ts";
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

describe("A step", () => {
  class PaymentDeclined extends Error {}
  const charge = step({ input: z.object({ amount: z.number() }) }, async ({ input, correlationId }) => {
    if (input.amount > 100) throw new PaymentDeclined("too much");
    return { charged: input.amount, correlationId };
  });

  it("returns the state's result", async () => {
    expect(await charge({ amount: 5 }, context())).toEqual({
      charged: 5,
      correlationId: context().awsRequestId,
    });
  });

  it("fails under the name of the error's class, which Catch matches", async () => {
    logLines();
    await expect(charge({ amount: 500 }, context())).rejects.toMatchObject({ name: "PaymentDeclined" });
  });

  it("fails as InvalidInput on input that doesn't fit", async () => {
    logLines();
    await expect(charge({ amount: "5" }, context())).rejects.toMatchObject({ name: "InvalidInput" });
  });

  it("goes on with the input's correlation id, else with the execution's name", async () => {
    const id = "arn:aws:states:eu-west-1:123456789012:execution:fulfil:e1";
    const given = step({}, async ({ input, correlationId }) => ({ input, correlationId }));
    expect(await given({ correlationId: "abc" }, context())).toMatchObject({ correlationId: "abc" });
    expect(await given({ executionId: id, input: { a: 1 } }, context())).toEqual({
      input: { a: 1 },
      correlationId: "e1",
    });
    expect(await given({ executionId: id, input: { correlationId: "abc" } }, context())).toMatchObject({
      correlationId: "abc",
    });
    expect(await given(null, context())).toEqual({ input: null, correlationId: context().awsRequestId });
  });
});
