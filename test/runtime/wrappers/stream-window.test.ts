import { describe, expect, it } from "vitest";
import * as z from "zod";
import { streamWindow, type WindowEvent } from "../../../platform/runtime/index.ts";
import { context, logLines } from "../support.ts";
import { kinesisRecord, shard } from "./stream-support.ts";

const Reading = z.object({ count: z.number() });

function summing() {
  const ended: unknown[] = [];
  const handler = streamWindow(
    { record: Reading, initial: () => ({ sum: 0 }) },
    {
      add: (state, { count }) => ({ sum: state.sum + count }),
      end: async (state, { window, shardId, early }) => void ended.push({ state, window, shardId, early }),
    },
  );
  return { ended, handler };
}

const windowed = (more: Partial<WindowEvent> = {}): WindowEvent => ({
  ...shard(kinesisRecord(0, { count: 1 }), kinesisRecord(1, { count: 2 })),
  window: { start: "2026-01-01T00:00:00Z", end: "2026-01-01T00:01:00Z" },
  state: {},
  shardId: "shardId-000000000006",
  isFinalInvokeForWindow: false,
  isWindowTerminatedEarly: false,
  ...more,
});

describe("A tumbling window", () => {
  it("begins with the initial state, goes on with the one before, and hands it over at its end", async () => {
    const { handler, ended } = summing();
    const first = await handler(windowed(), context());
    expect(first).toEqual({ state: { sum: 3 }, batchItemFailures: [] });
    expect(await handler(windowed({ state: first.state }), context())).toMatchObject({ state: { sum: 6 } });
    expect(ended).toEqual([]);

    await handler(windowed({ Records: [], state: { sum: 6 }, isFinalInvokeForWindow: true }), context());
    expect(ended).toEqual([
      {
        state: { sum: 6 },
        window: { start: new Date("2026-01-01T00:00:00Z"), end: new Date("2026-01-01T00:01:00Z") },
        shardId: "shardId-000000000006",
        early: false,
      },
    ]);
  });

  it("fails as a whole, so that its batch comes again with the state before it", async () => {
    const lines = logLines();
    const { handler } = summing();
    const Records = [kinesisRecord(0, { count: 1 }), kinesisRecord(1, { count: "two" })];
    await expect(handler(windowed({ Records }), context())).rejects.toThrow(/count/);
    expect(lines).toEqual([expect.objectContaining({ message: "The window's batch failed" })]);
  });

  it("is missed with a word on how to get one", async () => {
    const { handler } = summing();
    const event = { ...windowed(), window: undefined } as unknown as WindowEvent;
    await expect(handler(event, context())).rejects.toThrow(/has no tumbling window/);
  });
});
