import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import * as z from "zod";
import { type Change, correlation, stream } from "../../../platform/runtime/index.ts";
import { context, logLines } from "../support.ts";
import { changeRecord, kinesisRecord, shard } from "./stream-support.ts";

const Reading = z.object({ id: z.number(), fails: z.boolean().default(false) });
const readings = { record: Reading };
async function handle({ record }: { record: z.infer<typeof Reading> }) {
  // Lanes get into each other's way only when they wait.
  await new Promise((resolve) => setImmediate(resolve));
  if (record.fails) throw new Error(`reading ${record.id} failed`);
}
const checkpointOf = ({ batchItemFailures }: { batchItemFailures: readonly { itemIdentifier: string }[] }) =>
  batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier.slice(-4)));

const kinds = fc.constantFrom("fine", "fine", "fine", "fails", "invalid", "not JSON");
const records = fc.array(fc.record({ kind: kinds, key: fc.constantFrom("a", "b", "c", "d") }), {
  maxLength: 20,
});

describe("A batch of a shard", () => {
  it("loses nothing: whatever fails, all before the place to go on from was handled once, in the order of each key", async () => {
    logLines();
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 1, max: 6 }), async (given, concurrency) => {
        const handled: number[] = [];
        const handler = stream({ ...readings, concurrency }, async ({ record }) => {
          await handle({ record });
          handled.push(record.id);
        });
        const event = shard(
          ...given.map(({ kind, key }, id) =>
            kinesisRecord(
              id,
              kind === "not JSON" ? "{" : kind === "invalid" ? { id: "x" } : { id, fails: kind === "fails" },
              key,
            ),
          ),
        );
        const [stop = given.length, ...more] = checkpointOf(await handler(event, context()));

        const firstFailure = given.findIndex(({ kind }) => kind !== "fine");
        expect(more).toEqual([]);
        expect(stop).toBe(firstFailure === -1 ? given.length : firstFailure);
        // What is before the place to go on from is not delivered again: it must have been handled, once.
        expect(handled.filter((id) => id < stop).sort((a, b) => a - b)).toEqual([...Array(stop).keys()]);
        for (const key of ["a", "b", "c", "d"]) {
          const ofKey = handled.filter((id) => given[id]!.key === key);
          expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
          // Nothing of a key is handled behind its own first failure.
          const failure = given.findIndex((one) => one.key === key && one.kind !== "fine");
          if (failure !== -1) expect(ofKey.every((id) => id < failure)).toBe(true);
        }
      }),
    );
  });

  it("is handled to its end when Lambda goes on where it is told to, and bad records are given up", async () => {
    logLines();
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 1, max: 4 }), async (given, concurrency) => {
        const handled = new Set<number>();
        const handler = stream({ ...readings, concurrency }, async ({ record }) => {
          await handle({ record });
          handled.add(record.id);
        });
        let from = 0;
        while (from < given.length) {
          const event = shard(
            ...given
              .map(({ kind, key }, id) => kinesisRecord(id, { id, fails: kind !== "fine" }, key))
              .slice(from),
          );
          const [stop] = checkpointOf(await handler(event, context()));
          // As after the last retry: Lambda reports the record to the dead-letter queue and passes it.
          from = (stop ?? given.length) + 1;
        }
        expect([...handled].sort((a, b) => a - b)).toEqual(
          given.flatMap(({ kind }, id) => (kind === "fine" ? [id] : [])),
        );
      }),
    );
  });

  it("stops at a failure by default, without trying what comes after it", async () => {
    logLines();
    const tried: number[] = [];
    const handler = stream(readings, async ({ record }) => {
      tried.push(record.id);
      await handle({ record });
    });
    const event = shard(...[0, 1, 2, 3].map((id) => kinesisRecord(id, { id, fails: id === 2 }, `${id}`)));
    expect(checkpointOf(await handler(event, context()))).toEqual([2]);
    expect(tried).toEqual([0, 1, 2]);
  });

  it("runs as many keys at once as asked for, and never two records of one key", async () => {
    const now = new Set<string>();
    let peak = 0;
    const handler = stream({ concurrency: 3 }, async ({ event: record }) => {
      const key = "kinesis" in record ? record.kinesis.partitionKey : "";
      expect(now.has(key)).toBe(false);
      now.add(key);
      peak = Math.max(peak, now.size);
      await new Promise((resolve) => setImmediate(resolve));
      now.delete(key);
    });
    const event = shard(...Array.from({ length: 20 }, (_, i) => kinesisRecord(i, "x", `${i % 5}`)));
    expect(await handler(event, context())).toEqual({ batchItemFailures: [] });
    expect(peak).toBe(3);
  });

  it("of a tumbling window is refused with the wrapper that keeps its state", async () => {
    const event = { ...shard(), window: { start: "2026-01-01T00:00:00Z", end: "2026-01-01T00:01:00Z" } };
    await expect(stream({}, async () => {})(event, context())).rejects.toThrow(/handle it by streamWindow/);
  });

  it("with a concurrency that makes no sense is refused when the handler is made", () => {
    expect(() => stream({ concurrency: 0.5 }, async () => {})).toThrow(/stream: concurrency is 0.5/);
  });
});

describe("A record", () => {
  it("without a schema is its text", async () => {
    const seen: unknown[] = [];
    await stream({}, async ({ record }) => {
      expectTypeOf(record).toEqualTypeOf<string | Change>();
      seen.push(record);
    })(shard(kinesisRecord(0, "grüße")), context());
    expect(seen).toEqual(["grüße"]);
  });

  it("of a table's stream is the change, in plain values", async () => {
    const seen: unknown[] = [];
    const newImage = {
      id: { S: "1" },
      count: { N: "3" },
      price: { N: "-0.5" },
      large: { N: "9007199254740993" },
      open: { BOOL: true },
      gone: { NULL: true },
      tags: { SS: ["a", "b"] },
      sizes: { NS: ["1", "2"] },
      raw: { B: "AQI=" },
      list: { L: [{ S: "x" }, { M: { y: { N: "1" } } }] },
    };
    await stream({}, async ({ record }) => {
      seen.push(record);
    })(shard(changeRecord(0, { newImage, oldImage: { id: { S: "1" } } })), context());
    expect(seen).toEqual([
      {
        eventName: "MODIFY",
        keys: { id: "0" },
        newImage: {
          id: "1",
          count: 3,
          price: -0.5,
          large: 9007199254740993n,
          open: true,
          gone: null,
          tags: new Set(["a", "b"]),
          sizes: new Set([1, 2]),
          raw: new Uint8Array([1, 2]),
          list: ["x", { y: 1 }],
        },
        oldImage: { id: "1" },
      },
    ]);
  });

  it("of a table's stream goes through its schema and is reported by its own sequence number", async () => {
    logLines();
    const Item = z.object({ newImage: z.object({ id: z.string(), count: z.number() }) });
    const handler = stream({ record: Item }, async ({ record }) => {
      expectTypeOf(record.newImage.count).toEqualTypeOf<number>();
    });
    const event = shard(
      changeRecord(0, { newImage: { id: { S: "1" }, count: { N: "1" } } }),
      changeRecord(1, { newImage: { id: { S: "2" }, count: { S: "many" } } }),
      changeRecord(2, { oldImage: { id: { S: "3" } } }),
    );
    expect(await handler(event, context())).toEqual({ batchItemFailures: [{ itemIdentifier: "1001" }] });
  });

  it("has the correlation id that it carries, else its own id", async () => {
    const seen: unknown[] = [];
    const handler = stream({ record: z.looseObject({}), concurrency: 2 }, async ({ correlationId }) => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push([correlationId, correlation.current()]);
    });
    const [given, own] = [kinesisRecord(0, { correlationId: "abc" }, "a"), kinesisRecord(1, {}, "b")];
    await handler(
      shard(given, own, changeRecord(2, { newImage: { correlationId: { S: "def" } } })),
      context(),
    );
    expect(seen).toEqual(
      expect.arrayContaining([
        ["abc", "abc"],
        [own.eventID, own.eventID],
        ["def", "def"],
      ]),
    );
  });

  it("that fails is logged with its place and its error, and its data is not", async () => {
    const lines = logLines();
    const record = kinesisRecord(0, { id: "one", secret: "hunter2" });
    await stream(readings, handle)(shard(record), context());
    expect(lines).toEqual([
      expect.objectContaining({
        level: "ERROR",
        message: "The record failed",
        event_id: record.eventID,
        sequence_number: record.kinesis.sequenceNumber,
        error: expect.objectContaining({ name: "InvalidInput" }),
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain("hunter2");
  });

  it("with an idempotency key is handled once, under whatever sequence number", async () => {
    const done = new Set<string>();
    const table = {
      once: async (key: string, _: unknown, work: () => Promise<void>) => {
        if (done.has(key)) return;
        await work();
        done.add(key);
      },
    };
    const handled: number[] = [];
    const handler = stream(
      { ...readings, idempotent: { key: ({ id }) => (id < 0 ? "" : `${id}`), table } },
      async ({ record }) => void handled.push(record.id),
    );
    const twice = shard(
      kinesisRecord(0, { id: 7 }),
      kinesisRecord(1, { id: 7 }),
      kinesisRecord(2, { id: 8 }),
    );
    expect(await handler(twice, context())).toEqual({ batchItemFailures: [] });
    expect(await handler(twice, context())).toEqual({ batchItemFailures: [] });
    expect(handled).toEqual([7, 8]);
    const lines = logLines();
    expect(checkpointOf(await handler(shard(kinesisRecord(0, { id: -1 })), context()))).toEqual([0]);
    expect(JSON.stringify(lines)).toContain('stream: the idempotency key is \\"\\"; give a text.');
  });
});
