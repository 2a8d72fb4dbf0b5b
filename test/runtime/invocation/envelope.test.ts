import { describe, expect, it } from "vitest";
import * as z from "zod";
import { correlation, fromEventBridge, fromSns, queue } from "../../../platform/runtime/index.ts";
import { batch, context, logLines, message } from "../support.ts";
import { eventBridge, snsMessage } from "../wrappers/pushed-support.ts";

const Order = z.object({ id: z.string() });

describe("A queue's message that carries another", () => {
  const handled = async (from: typeof fromSns, body: unknown) => {
    const seen: unknown[] = [];
    const handler = queue({ message: Order, from }, async ({ message: order }) => {
      seen.push({ order, correlationId: correlation.current() });
    });
    const response = await handler(batch(message("q1", body)), context());
    return { seen, failed: response.batchItemFailures.length };
  };

  it("of SNS is what is inside, with its correlation id", async () => {
    logLines();
    const order = { id: "1" };
    expect(await handled(fromSns, snsMessage("m1", order, "c1"))).toEqual({
      seen: [{ order, correlationId: "c1" }],
      failed: 0,
    });
    expect((await handled(fromSns, snsMessage("m1", order))).seen).toEqual([{ order, correlationId: "q1" }]);
  });

  it("of EventBridge is its detail, with its correlation id", async () => {
    logLines();
    expect((await handled(fromEventBridge, eventBridge({ id: "1", correlationId: "c1" }))).seen).toEqual([
      { order: { id: "1" }, correlationId: "c1" },
    ]);
  });

  it("fails alone where it carries nothing, and says why", async () => {
    const lines = logLines();
    expect(await handled(fromSns, { id: "1" })).toEqual({ seen: [], failed: 1 });
    expect(await handled(fromSns, "{")).toEqual({ seen: [], failed: 1 });
    expect(await handled(fromEventBridge, { id: "1" })).toEqual({ seen: [], failed: 1 });
    expect(JSON.stringify(lines)).toContain("Where delivery is raw, leave out `from`.");
  });
});
