import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type StreamBody, streaming } from "../../../platform/runtime/streaming.ts";
import { FakeResponse, streamed } from "../../support/streamed.ts";
import { context, logLines, request } from "../support.ts";

/** Sources that never end by themselves, and say when they were cancelled. */
const endless: Record<string, (cancelled: () => void, signal: AbortSignal) => StreamBody> = {
  "a generator": async function* (cancelled) {
    try {
      for (;;) {
        yield "x";
        await pause(1);
      }
    } finally {
      cancelled();
    }
  },
  "a Node.js stream that is stuck": (cancelled) => {
    const stream = new Readable({ read() {} }).on("close", cancelled);
    stream.push("x");
    return stream;
  },
  "a Web stream that is stuck": (cancelled) =>
    new ReadableStream({ start: (controller) => controller.enqueue("x"), cancel: cancelled }),
  "a function that writes": (cancelled) => async (write) => {
    try {
      for (;;) {
        await write("x");
        await pause(1);
      }
    } catch {
      cancelled();
    }
  },
  "a call that gets the signal": (cancelled, signal) =>
    (async function* () {
      yield "x";
      await pause(60_000, undefined, { signal }).finally(cancelled);
    })(),
};

describe.each(Object.entries(endless))("From %s", (_, source) => {
  it("the rest is cancelled when the client has gone", async () => {
    const lines = logLines();
    const cancelled = Promise.withResolvers<void>();
    const stream = new FakeResponse();
    const handler = streaming({}, async ({ signal }) => ({ body: source(cancelled.resolve, signal) }));
    setTimeout(() => stream.destroy(), 20);
    const answer = await streamed(handler, request(), { stream });
    await cancelled.promise;
    expect(answer.error).toBeUndefined();
    expect(lines).toContainEqual(
      expect.objectContaining({ level: "INFO", message: expect.stringContaining("closed before its end") }),
    );
  });

  it("the rest is cancelled shortly before the function's timeout", async () => {
    logLines();
    const cancelled = Promise.withResolvers<void>();
    const handler = streaming({}, async ({ signal }) => ({
      body: source(cancelled.resolve, signal),
      lastWords: (error) => `!${(error as Error).name}`,
    }));
    const short = context({ getRemainingTimeInMillis: () => 50 });
    const answer = await streamed(handler, request(), { context: short });
    await cancelled.promise;
    expect(answer).toMatchObject({ body: expect.stringMatching(/^x+!OutOfTime$/), ended: true });
  });
});

it("An answer that doesn't begin before the function's timeout is a 504", async () => {
  logLines();
  const handler = streaming({}, () => new Promise(() => {}));
  const answer = await streamed(handler, request(), {
    context: context({ getRemainingTimeInMillis: () => 50 }),
  });
  expect(answer).toMatchObject({ status: 504, ended: true });
});

it("A client that stops reading doesn't hold the source past the function's time", async () => {
  logLines();
  const handler = streaming({}, async () => ({ body: Readable.from(["aaaa", "bbbb", "cccc", "dddd"]) }));
  const stream = new FakeResponse({ highWaterMark: 1, slow: 600_000 });
  const answer = await streamed(handler, request(), {
    stream,
    context: context({ getRemainingTimeInMillis: () => 50 }),
  });
  expect(answer.error).toMatchObject({ name: "OutOfTime" });
});
