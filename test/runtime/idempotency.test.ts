import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { idempotencyTable } from "../../platform/runtime/idempotency.ts";
import { queue, schedule, step } from "../../platform/runtime/index.ts";
import { batch, context, logLines, message, setEnvironment } from "./support.ts";
import { startTable } from "./table-support.ts";

const Order = z.object({ id: z.string() });

beforeEach(() => startTable("ORDERS_TABLE_NAME", "orders-dev"));

function counting(fail: (attempt: number) => boolean = () => false) {
  const handled: string[] = [];
  const handler = queue(
    {
      message: Order,
      idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: (order) => order.id },
    },
    async ({ message }) => {
      handled.push(message.id);
      if (fail(handled.length)) throw new Error("not this time");
    },
  );
  return { handled, handler };
}

describe("A message with an idempotency key", () => {
  it("is handled once, however often it is delivered and under whatever message id", async () => {
    const { handled, handler } = counting();
    const first = await handler(batch(message("m0", { id: "A" }), message("m1", { id: "A" })), context());
    const second = await handler(batch(message("m2", { id: "A" }), message("m3", { id: "B" })), context());
    expect([first, second]).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(handled).toEqual(["A", "B"]);
  });

  it("is handled once whatever its handler returns, which nobody asks for", async () => {
    let handled = 0;
    const handler = queue(
      { idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: () => "one" } },
      async () => {
        handled += 1;
        return 1n as never;
      },
    );
    const results = [await handler(batch(message("m0", "a")), context())];
    results.push(await handler(batch(message("m1", "a")), context()));
    expect(results).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(handled).toBe(1);
  });

  it("is tried again when it failed", async () => {
    logLines();
    const { handled, handler } = counting((attempt) => attempt === 1);
    expect(await handler(batch(message("m0", { id: "A" })), context())).toEqual({
      batchItemFailures: [{ itemIdentifier: "m0" }],
    });
    expect(await handler(batch(message("m0", { id: "A" })), context())).toEqual({ batchItemFailures: [] });
    expect(handled).toEqual(["A", "A"]);
  });

  it("fails while it is being handled elsewhere, and is delivered again", async () => {
    logLines();
    let release = () => {};
    let started = () => {};
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    const options = {
      message: Order,
      idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: ({ id }: { id: string }) => id },
    };
    const slow = queue(options, async () => {
      started();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    const first = slow(batch(message("m0", { id: "A" })), context());
    await running;
    expect(await slow(batch(message("m1", { id: "A" })), context())).toEqual({
      batchItemFailures: [{ itemIdentifier: "m1" }],
    });
    release();
    expect(await first).toEqual({ batchItemFailures: [] });
  });

  it("fails with the link to add where no table is linked", async () => {
    const lines = logLines();
    setEnvironment({ ORDERS_TABLE_NAME: undefined });
    const { handler } = counting();
    expect(await handler(batch(message("m0", { id: "A" })), context())).toMatchObject({
      batchItemFailures: [{}],
    });
    expect(JSON.stringify(lines)).toContain('Link the Table called \\"orders\\"');
  });

  it("fails where its key is empty: all messages without one would count as the same", async () => {
    const lines = logLines();
    const { handler, handled } = counting();
    expect(await handler(batch(message("m0", { id: "" })), context())).toMatchObject({
      batchItemFailures: [{}],
    });
    expect(handled).toEqual([]);
    expect(JSON.stringify(lines)).toContain('queue: the idempotency key is \\"\\"; give a text.');
  });
});

describe("A run of a schedule", () => {
  const run = (scheduledTime: string, executionId: string) => ({ scheduledTime, executionId });

  it("is done once, however often it is handed over: its attempts share the time it was due", async () => {
    const done: string[] = [];
    const handler = schedule(
      { idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME") } },
      async ({ scheduledTime }) => void done.push(scheduledTime.toISOString()),
    );
    await handler(run("2026-01-31T02:00:00Z", "first"), context());
    await handler(run("2026-01-31T02:00:00Z", "second"), context());
    await handler(run("2026-02-01T02:00:00Z", "third"), context());
    expect(done).toEqual(["2026-01-31T02:00:00.000Z", "2026-02-01T02:00:00.000Z"]);
  });

  it("may have a key of its own, which is a text", async () => {
    logLines();
    const handler = schedule(
      { idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: () => "" } },
      async () => {},
    );
    await expect(handler(run("2026-01-31T02:00:00Z", "x"), context())).rejects.toThrow(
      'schedule: the idempotency key is ""; give a text.',
    );
  });
});

/** A step that counts how often it is done. */
function giving(result: unknown) {
  let done = 0;
  const handler = step(
    { idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: () => "one" } },
    async () => {
      done += 1;
      return result;
    },
  );
  return { done: () => done, handler };
}

describe("A step of a pipeline", () => {
  it("is done once under a key, and gives the first result again", async () => {
    let charged = 0;
    const handler = step(
      {
        input: Order,
        idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: ({ id }) => `charge ${id}` },
      },
      async ({ input }) => {
        charged += 1;
        return { order: input.id, receipt: charged };
      },
    );
    const first = await handler({ id: "A" }, context());
    expect(first).toEqual({ order: "A", receipt: 1 });
    expect(await handler({ id: "A" }, context())).toEqual(first);
    expect(await handler({ id: "B" }, context())).toEqual({ order: "B", receipt: 2 });
  });

  class Money {
    readonly amount = 5;
  }
  const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ inner }), "end");
  // Expected: what JSON.parse(JSON.stringify()) gives, by ECMAScript's "JSON.stringify". DynamoDB takes neither numbers
  // beyond 9.9E+125 nor more than 32 levels ("Supported data types and naming rules in Amazon DynamoDB").
  it.each([
    ["undefined", undefined, undefined],
    ["null", null, null],
    ["an empty text", "", ""],
    ["a text that looks like JSON", '{"problem":"none"}', '{"problem":"none"}'],
    ["an object like a record", { json: "{", problem: "x" }, { json: "{", problem: "x" }],
    ["a Date", { at: new Date(0) }, { at: "1970-01-01T00:00:00.000Z" }],
    ["undefined inside", { a: undefined, b: { c: undefined, d: [undefined] } }, { b: { d: [null] } }],
    ["NaN and Infinity", { a: NaN, b: -Infinity }, { a: null, b: null }],
    ["-0", -0, 0],
    ["numbers that DynamoDB refuses", [1e300, 2 ** 60, 5e-324], [1e300, 2 ** 60, 5e-324]],
    ["a Map and a Set", { map: new Map([[1, 2]]), set: new Set([1]) }, { map: {}, set: {} }],
    ["an instance of a class", new Money(), { amount: 5 }],
    ["bytes", Buffer.from("a"), { type: "Buffer", data: [97] }],
    ["40 levels", deep, JSON.parse(JSON.stringify(deep))],
  ])(
    "that gives %s is done once, and gives the same both times, as JSON holds it",
    async (_, given, kept) => {
      const { done, handler } = giving(given);
      const first = await handler({}, context());
      const second = await handler({}, context());
      expect([first, second]).toStrictEqual([kept, kept]);
      expect(done()).toBe(1);
    },
  );

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  it.each([
    ["a BigInt", { id: 1n }, "BigInt"],
    ["a cycle", cycle, "circular structure"],
    ["more than an item holds", "x".repeat(400_000), "it has 400002 bytes"],
  ])("that gives %s fails both times and says why, and is done once", async (_, given, why) => {
    const lines = logLines();
    const { done, handler } = giving(given);
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(handler({}, context())).rejects.toMatchObject({
        name: "ResultNotKept",
        message: expect.stringContaining(why),
      });
    expect(done()).toBe(1);
    expect(lines.filter(({ message }) => message === "The step failed")).toHaveLength(2);
  });

  it("that gives the most that is kept is done once", async () => {
    const most = "x".repeat(399_998);
    const { done, handler } = giving(most);
    expect([await handler({}, context()), await handler({}, context())]).toEqual([most, most]);
    expect(done()).toBe(1);
  });

  it("that failed is done again", async () => {
    logLines();
    let attempts = 0;
    const handler = step(
      { idempotent: { table: idempotencyTable("ORDERS_TABLE_NAME"), key: () => "one" } },
      async () => {
        attempts += 1;
        if (attempts === 1) throw new Error("not this time");
        return attempts;
      },
    );
    await expect(handler({}, context())).rejects.toThrow();
    expect(await handler({}, context())).toBe(2);
  });
});
