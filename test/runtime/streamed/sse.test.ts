import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HttpError } from "../../../platform/runtime/index.ts";
import { type ServerSentEvent, sse, streaming } from "../../../platform/runtime/streaming.ts";
import { streamed } from "../../support/streamed.ts";
import { logLines, request } from "../support.ts";

const send = (...events: (ServerSentEvent | Error)[]) =>
  streamed(
    streaming({}, async () =>
      sse(
        (async function* () {
          for (const event of events) {
            if (event instanceof Error) throw event;
            yield event;
          }
        })(),
      ),
    ),
    request(),
  );

/** Reads a stream as the HTML standard says ("Interpreting an event stream"). */
function parse(text: string): { event: string; data: string; id?: string }[] {
  const events: { event: string; data: string; id?: string }[] = [];
  let event = "";
  let data: string[] = [];
  let id: string | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === "") {
      if (data.length > 0)
        events.push({ event: event || "message", data: data.join("\n"), ...(id && { id }) });
      event = "";
      data = [];
      continue;
    }
    const [, name = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === "event") event = value;
    if (name === "data") data.push(value);
    if (name === "id") id = value;
  }
  return events;
}

describe("Server-sent events", () => {
  it("go out with their fields, texts as they are and anything else as JSON", async () => {
    const answer = await send(
      { data: "two\nlines" },
      { event: "token", id: "7", retry: 500, data: { n: 1 } },
    );
    expect(answer).toMatchObject({
      status: 200,
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
      body: 'data: two\ndata: lines\n\nevent: token\nid: 7\nretry: 500\ndata: {"n":1}\n\n',
      ended: true,
    });
  });

  it("are read by a client as they were sent, whatever they hold", async () => {
    const unit = fc.constantFrom(..."ab: {}\\é😀\u2028\r\n\0");
    const line = fc.string({ unit }).filter((text) => !/[\r\n\0]/.test(text));
    const event = fc.record({
      data: fc.string({ unit }),
      event: line.filter((text) => text !== ""),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async (events) => {
        const { body } = await send(...events);
        const sent = events.map(({ data, event }) => ({ event, data: data.replace(/\r\n?/g, "\n") }));
        expect(parse(body)).toEqual(sent);
      }),
      { numRuns: 100 },
    );
  });

  it("can't be forged through a name or an id", async () => {
    logLines();
    const answer = await send({ data: "1", event: "a\ndata: forged" });
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain("forged");
  });

  it.each([
    ["an error", new Error("password=hunter2"), 500, "Internal Server Error"],
    ["an HttpError", new HttpError(503, "Try later"), 503, "Try later"],
  ])(
    "that fail midway with %s end with an event that says so, without internals",
    async (_, error, status, title) => {
      logLines();
      const answer = await send({ data: "first" }, error);
      expect(answer).toMatchObject({ status: 200, ended: true });
      const [first, last, ...more] = parse(answer.body);
      expect([first?.data, last?.event, more]).toEqual(["first", "error", []]);
      expect(JSON.parse(last?.data ?? "")).toEqual({ type: "about:blank", title, status });
    },
  );
});
