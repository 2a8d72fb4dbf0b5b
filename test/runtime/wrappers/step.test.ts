import { describe, expect, it } from "vitest";
import * as z from "zod";
import { step } from "../../../platform/runtime/index.ts";
import { context, logLines } from "../support.ts";

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
