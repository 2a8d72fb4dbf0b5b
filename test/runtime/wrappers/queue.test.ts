import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { correlation, queue } from "../../../platform/runtime/index.ts";
import { batch, context, logLines, message } from "../support.ts";

const Order = z.object({ id: z.string(), fails: z.boolean().default(false) });
const failing = { message: Order };
const failedIn = (response: { batchItemFailures: { itemIdentifier: string }[] }) =>
  response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
async function handle({ message }: { message: z.infer<typeof Order> }) {
  if (message.fails) throw new Error(`order ${message.id} failed`);
}

describe("A batch", () => {
  it("reports exactly the messages that failed, whichever they are and however many run at once", async () => {
    logLines();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("fine", "fails", "invalid", "not JSON"), { maxLength: 10 }),
        fc.integer({ min: 1, max: 12 }),
        async (kinds, concurrency) => {
          const records = kinds.map((kind, i) =>
            message(
              `m${i}`,
              kind === "not JSON"
                ? "{"
                : kind === "invalid"
                  ? { id: 1 }
                  : { id: `${i}`, fails: kind === "fails" },
            ),
          );
          const response = await queue({ ...failing, concurrency }, handle)(batch(...records), context());
          expect(failedIn(response)).toEqual(kinds.flatMap((kind, i) => (kind === "fine" ? [] : [`m${i}`])));
        },
      ),
    );
  });

  it("of a FIFO queue fails, of each group, exactly the first failure and what comes after it", async () => {
    logLines();
    const entry = fc.record({ group: fc.constantFrom("a", "b", "c"), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 10 }),
        fc.integer({ min: 1, max: 4 }),
        async (entries, concurrency) => {
          const handled: string[] = [];
          const handler = queue({ ...failing, concurrency }, async (given) => {
            handled.push(given.event.messageId);
            await handle(given);
          });
          const records = entries.map(({ group, fails }, i) =>
            message(`m${i}`, { id: `${i}`, fails }, { group }),
          );
          const response = await handler(batch(...records), context());
          const stopped = new Map<string, number>();
          entries.forEach(({ group, fails }, i) => {
            if (fails && !stopped.has(group)) stopped.set(group, i);
          });
          const after = (i: number) => i >= (stopped.get(entries[i]!.group) ?? Number.POSITIVE_INFINITY);
          expect(failedIn(response)).toEqual(
            records.flatMap(({ messageId }, i) => (after(i) ? [messageId] : [])),
          );
          // Nothing behind a failure was tried, and every group kept its order.
          for (const group of ["a", "b", "c"]) {
            const inGroup = records.flatMap((r, i) =>
              entries[i]!.group === group && i <= (stopped.get(group) ?? 99) ? [r.messageId] : [],
            );
            expect(handled.filter((id) => entries[Number(id.slice(1))]!.group === group)).toEqual(inGroup);
          }
        },
      ),
    );
  });

  it("of a standard queue goes on in a group (fair queues have no order to keep)", async () => {
    logLines();
    const records = [true, false].map((fails, i) =>
      message(`m${i}`, { id: `${i}`, fails }, { group: "tenant" }),
    );
    for (const record of records) record.eventSourceARN = "arn:aws:sqs:eu-west-1:123456789012:orders";
    expect(failedIn(await queue(failing, handle)(batch(...records), context()))).toEqual(["m0"]);
  });

  it("is handled one by one by default, and never more at once than asked for", async () => {
    const most = async (concurrency?: number) => {
      let now = 0;
      let peak = 0;
      const handler = queue({ concurrency }, async () => {
        peak = Math.max(peak, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
      });
      await handler(batch(...Array.from({ length: 10 }, (_, i) => message(`m${i}`, "x"))), context());
      return peak;
    };
    expect(await most()).toBe(1);
    expect(await most(3)).toBe(3);
  });

  it("with a concurrency that makes no sense is refused when the handler is made", () => {
    expect(() => queue({ concurrency: 0 }, async () => {})).toThrow(
      /concurrency is 0; give a whole number from 1/,
    );
  });
});

describe("Each message", () => {
  it("has the correlation id that it was sent with, else its own id", async () => {
    const seen: unknown[] = [];
    const handler = queue({ concurrency: 2 }, async ({ correlationId }) => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push([correlationId, correlation.current()]);
    });
    await handler(
      batch(message("m0", "x", { correlationId: "abc" }), message("m1", "x", { correlationId: "bad id" })),
      context(),
    );
    expect(seen).toEqual([
      ["abc", "abc"],
      ["m1", "m1"],
    ]);
  });

  it.each([1, 2])("writes log lines with its own keys alone, %i at a time", async (concurrency) => {
    const lines = logLines();
    const handler = queue({ message: Order, concurrency }, async ({ message, log }) => {
      log.appendKeys({ [`order_${message.id}`]: true });
      await new Promise((resolve) => setImmediate(resolve));
      log.info("handled");
    });
    await handler(batch(message("m0", { id: "A" }), message("m1", { id: "B" })), context());
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ message_id: "m0", correlation_id: "m0", order_A: true });
    expect(lines[1]).toMatchObject({ message_id: "m1", correlation_id: "m1", order_B: true });
    expect(lines[0]).not.toHaveProperty("order_B");
    expect(lines[1]).not.toHaveProperty("order_A");
  });

  it("that fails is logged with its error, and its body is not", async () => {
    const lines = logLines();
    await queue(failing, handle)(batch(message("m0", { id: 1, secret: "hunter2" })), context());
    expect(lines).toEqual([
      expect.objectContaining({
        level: "ERROR",
        message_id: "m0",
        error: expect.objectContaining({ name: "InvalidInput" }),
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain("hunter2");
  });
});
