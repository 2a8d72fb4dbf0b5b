import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlation, http } from "../../../platform/runtime/index.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { context, request } from "../support.ts";

describe("The correlation id", () => {
  const current = http({}, async ({ correlationId }) => ({ body: [correlationId, correlation.current()] }));
  const idFor = async (given: string | undefined) => {
    const response = await current(request({ headers: { "x-correlation-id": given } }), context());
    const [handed, scoped] = JSON.parse(response.body ?? "");
    expect(scoped).toBe(handed);
    expect(response.headers?.["x-correlation-id"]).toBe(handed);
    return handed;
  };

  it("is the caller's where that is safe to log, else the request's", async () => {
    expect(await idFor("order-42:retry/1")).toBe("order-42:retry/1");
    expect(await idFor(undefined)).toBe(context().awsRequestId);
    expect(await idFor("x".repeat(129))).toBe(context().awsRequestId);
  });

  it("is never anything else, whatever the header says", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter, maxLength: 200 }), async (given) => {
        const id = await idFor(given);
        expect(id).toMatch(/^[\w.:/=+@-]{1,128}$/);
        expect([given, context().awsRequestId]).toContain(id);
      }),
    );
  });

  it("is there for messages and calls to others, in the handler alone", async () => {
    const handler = http({}, async () => ({
      body: [correlation.messageAttributes(), correlation.headers()],
    }));
    const response = await handler(request({ headers: { "x-correlation-id": "abc" } }), context());
    expect(JSON.parse(response.body ?? "")).toEqual([
      { correlationId: { DataType: "String", StringValue: "abc" } },
      { "x-correlation-id": "abc" },
    ]);
    expect(correlation.current()).toBeUndefined();
    expect(correlation.messageAttributes()).toEqual({});
  });
});
