import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { HttpError } from "../../platform/runtime/index.ts";
import { type StreamBody, streaming } from "../../platform/runtime/streaming.ts";
import { FakeResponse, streamed } from "../support/streamed.ts";
import { logLines, request } from "./support.ts";

const answering = (body: StreamBody) => streaming({}, async () => ({ body }));
async function* pieces(...all: (string | Error)[]) {
  for (const piece of all) {
    if (piece instanceof Error) throw piece;
    yield piece;
  }
}

describe("A streamed response", () => {
  it("has the handler's status, headers and cookies, and the correlation id", async () => {
    const lines = logLines();
    const handler = streaming({}, async () => ({
      status: 201,
      headers: { "content-type": "text/csv" },
      cookies: ["a=1"],
      body: pieces("a,b\n", "1,2\n"),
    }));
    expect(await streamed(handler, request({ headers: { "x-correlation-id": "abc" } }))).toEqual({
      status: 201,
      headers: { "content-type": "text/csv", "x-correlation-id": "abc" },
      cookies: ["a=1"],
      body: "a,b\n1,2\n",
      ended: true,
    });
    expect(lines.filter(({ message }) => message)).toEqual([]);
  });

  it.each<[string, () => StreamBody]>([
    ["a text", () => "ab"],
    ["bytes", () => Buffer.from("ab")],
    ["an async iterable", () => pieces("a", "b")],
    ["a Node.js stream", () => Readable.from(["a", Buffer.from("b")])],
    ["a Web stream", () => new Response("ab").body!],
    [
      "a function that writes",
      () => async (write) => {
        await write("a");
        await pause(1);
        await write("b");
      },
    ],
  ])("comes from %s", async (_, body) => {
    expect(await streamed(answering(body()), request())).toMatchObject({
      status: 200,
      body: "ab",
      ended: true,
    });
  });

  it("without a body still has its status and headers", async () => {
    const handler = streaming({}, async () => ({ status: 202, headers: { location: "/jobs/1" } }));
    expect(await streamed(handler, request())).toMatchObject({
      status: 202,
      headers: { location: "/jobs/1" },
      body: "",
      ended: true,
    });
    expect(
      await streamed(
        streaming({}, async () => undefined),
        request(),
      ),
    ).toMatchObject({ status: 200 });
  });

  it("arrives whole and in order, whatever the sizes of chunks and buffers", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40 })),
        fc.integer({ min: 1, max: 32 }),
        fc.constantFrom("iterable", "node", "web", "writer"),
        async (chunks, highWaterMark, kind) => {
          const stream = new FakeResponse({ highWaterMark });
          const body: StreamBody = {
            iterable: async function* () {
              yield* chunks;
            },
            node: () => Readable.from(chunks, { objectMode: true }),
            web: () => ReadableStream.from(chunks),
            writer: () => async (write: (chunk: Uint8Array) => Promise<void>) => {
              for (const chunk of chunks) await write(chunk);
            },
          }[kind]();
          await streamed(answering(body), request(), { stream });
          const all = Buffer.concat(stream.chunks);
          expect(all.subarray(all.indexOf(Buffer.alloc(8)) + 8)).toEqual(Buffer.concat(chunks));
          expect(stream.writableFinished).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is made no faster than it is taken", async () => {
    const stream = new FakeResponse({ highWaterMark: 4 });
    const ahead: number[] = [];
    let made = 0;
    const handler = answering(
      (async function* () {
        for (; made < 40; made++) {
          ahead.push(stream.writableLength);
          yield "12345678";
        }
      })(),
    );
    await streamed(handler, request(), { stream });
    expect(made).toBe(40);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(8);
  });
});

describe("An error before the first chunk", () => {
  it("of the input is answered with 400 and every issue, as by `http`", async () => {
    logLines();
    const handler = streaming(
      { body: z.object({ prompt: z.string() }), query: z.object({ n: z.string() }) },
      async () => ({
        body: "unreachable",
      }),
    );
    const answer = await streamed(handler, request({ json: { prompt: 1 } }));
    expect(answer).toMatchObject({
      status: 400,
      headers: { "content-type": "application/problem+json", "x-correlation-id": expect.any(String) },
      ended: true,
    });
    expect(JSON.parse(answer.body).issues).toHaveLength(2);
  });

  it.each([
    ["thrown by the handler", async () => Promise.reject(new HttpError(409, "Busy"))],
    ["thrown by the body", async () => ({ body: pieces(new HttpError(409, "Busy")) })],
    [
      "thrown by a function that writes",
      async () => ({ body: () => Promise.reject(new HttpError(409, "Busy")) }),
    ],
  ])("%s has its own status", async (_, handle) => {
    logLines();
    const answer = await streamed(streaming({}, handle), request());
    expect(answer).toMatchObject({ status: 409, ended: true });
    expect(JSON.parse(answer.body)).toMatchObject({ title: "Busy" });
  });

  it("of any other kind is logged and answered without internals", async () => {
    const lines = logLines();
    const answer = await streamed(answering(pieces(new Error("password=hunter2"))), request());
    expect(answer).toMatchObject({ status: 500, ended: true });
    expect(answer.body).not.toContain("hunter2");
    expect(JSON.stringify(lines)).toContain("hunter2");
  });
});

describe("An error in the middle", () => {
  it("is logged with the correlation id and fails the invocation, so that Lambda breaks the response off", async () => {
    const lines = logLines();
    const body = pieces("half", new Error("lost"));
    const answer = await streamed(answering(body), request({ headers: { "x-correlation-id": "abc" } }));
    expect(answer).toMatchObject({ status: 200, body: "half", ended: false, error: new Error("lost") });
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "ERROR",
        message: "The response broke off",
        correlation_id: "abc",
        error: expect.objectContaining({ message: "lost" }),
      }),
    );
  });

  it("is told by the last words where there are some", async () => {
    const lines = logLines();
    const handler = streaming({}, async () => ({
      body: pieces("half", new Error("lost")),
      lastWords: () => "\n[incomplete]",
    }));
    const answer = await streamed(handler, request());
    expect(answer).toMatchObject({ body: "half\n[incomplete]", ended: true });
    expect(answer.error).toBeUndefined();
    expect(JSON.stringify(lines)).toContain("lost");
  });

  it("ends a source whose chunk can't be sent", async () => {
    logLines();
    let ended = false;
    const handler = answering(
      (async function* () {
        try {
          yield "fine";
          yield 42 as never;
        } finally {
          ended = true;
        }
      })(),
    );
    expect((await streamed(handler, request())).error).toBeInstanceOf(TypeError);
    expect(ended).toBe(true);
  });
});

it("Metrics of the handler and of its body are written at the end", async () => {
  const lines = logLines();
  const handler = streaming({}, async ({ metrics }) => ({
    body: (async function* () {
      yield "x";
      metrics.addMetric("Tokens", "Count", 7);
    })(),
  }));
  await streamed(handler, request());
  expect(lines).toContainEqual(expect.objectContaining({ Tokens: 7 }));
});
