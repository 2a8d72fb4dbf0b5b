import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { correlation, type EventRequest, event } from "../../../platform/runtime/index.ts";
import { context, logLines } from "../support.ts";
import { eventBridge, snsMessage } from "./pushed-support.ts";

const Order = z.object({ id: z.string() });

/** Runs a handler and returns what it was given. */
async function received(given: unknown, more: { failing?: string[] } = {}) {
  const requests: { request: EventRequest<typeof Order>; current: string | undefined }[] = [];
  const handler = event({ detail: Order }, async (request) => {
    requests.push({ request, current: correlation.current() });
    if (more.failing?.includes(request.detail.id)) throw new Error(`order ${request.detail.id} failed`);
  });
  const error = await handler(given, context()).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { requests, error };
}

const sns = (...messages: object[]) => ({
  Records: messages.map((Sns) => ({ EventSource: "aws:sns", Sns })),
});
const s3 = (key: string, eventName = "ObjectCreated:Put") => ({
  Records: [
    {
      eventSource: "aws:s3",
      eventName,
      eventTime: "2026-11-23T10:00:00.000Z",
      s3: { bucket: { name: "photos" }, object: { key, size: 7, eTag: "tag", sequencer: "0A" } },
    },
  ],
});

describe("An event of EventBridge", () => {
  it("is its detail, checked, with who tells, what happened and when", async () => {
    logLines();
    const { requests } = await received(eventBridge({ id: "1" }));
    expect(requests[0]?.request).toMatchObject({
      detail: { id: "1" },
      id: "e1",
      source: "shop.orders",
      type: "Order Placed",
      time: new Date("2026-11-23T10:00:00Z"),
    });
  });

  // "AWS service event metadata" names the fields that every event has.
  it("has its account, region and resources, and the event itself", async () => {
    logLines();
    const given = { ...eventBridge({ id: "1" }), resources: ["arn:aws:s3:::photos"] };
    const { requests } = await received(given);
    expect(requests[0]?.request).toMatchObject({
      account: "123456789012",
      region: "eu-west-1",
      resources: ["arn:aws:s3:::photos"],
      subject: undefined,
      attributes: {},
      event: given,
    });
  });

  it("carries its correlation id in the detail; else its own id is that", async () => {
    logLines();
    const ids = [{ id: "1", correlationId: "c1" }, { id: "1" }, { id: "1", correlationId: "not valid" }];
    const found = await Promise.all(
      ids.map(async (detail) => (await received(eventBridge(detail))).requests[0]?.current),
    );
    expect(found).toEqual(["c1", "e1", "e1"]);
  });

  it("that fails or doesn't fit its schema fails the invocation, so that Lambda tries again", async () => {
    const lines = logLines();
    expect((await received(eventBridge({ id: "1" }), { failing: ["1"] })).error).toMatchObject({
      message: "order 1 failed",
    });
    const { error, requests } = await received(eventBridge({ id: 1 }));
    expect(requests).toEqual([]);
    expect(error).toMatchObject({ name: "InvalidInput", message: expect.stringContaining("detail.id") });
    expect(lines).toContainEqual(
      expect.objectContaining({ message: "The event failed", event_id: "e1", correlation_id: "e1" }),
    );
  });
});

describe("A message of SNS that comes directly", () => {
  it("is its JSON, checked, with the correlation id of its attributes, else its own id", async () => {
    logLines();
    const { requests } = await received(sns(snsMessage("m1", { id: "1" }, "c1")));
    expect(requests[0]).toMatchObject({
      request: { detail: { id: "1" }, id: "m1", source: "arn:aws:sns:eu-west-1:123456789012:shop-news" },
      current: "c1",
    });
    expect((await received(sns(snsMessage("m1", { id: "1" })))).requests[0]?.current).toBe("m1");
  });

  // "Amazon SNS event": the record of Lambda's own example.
  it("has its subject, its attributes as text, and its record", async () => {
    logLines();
    const MessageAttributes = {
      Test: { Type: "String", Value: "TestString" },
      TestBinary: { Type: "Binary", Value: "TestBinary" },
    };
    const given = sns({ ...snsMessage("m1", { id: "1" }), Subject: "TestInvoke", MessageAttributes });
    const { requests } = await received(given);
    expect(requests[0]?.request).toMatchObject({
      subject: "TestInvoke",
      attributes: { Test: "TestString", TestBinary: "TestBinary" },
      account: undefined,
      resources: [],
      event: given.Records[0],
    });
  });

  it("is text without a schema", async () => {
    logLines();
    let detail: unknown;
    await event({}, async (request) => {
      detail = request.detail;
    })(sns(snsMessage("m1", "Hello")), context());
    expect(detail).toBe("Hello");
  });

  it("fails the invocation with others of its batch, after these were done", async () => {
    logLines();
    const three = sns(...["1", "2", "3"].map((id) => snsMessage(`m${id}`, { id })));
    const one = await received(three, { failing: ["1"] });
    expect(one.requests.map(({ request }) => request.id)).toEqual(["m1", "m2", "m3"]);
    expect(one.error).toMatchObject({ message: "order 1 failed" });
    const two = await received(three, { failing: ["1", "3"] });
    expect(two.error).toMatchObject({
      message: "2 events failed",
      errors: [expect.any(Error), expect.any(Error)],
    });
  });
});

describe("What happens in a bucket", () => {
  const File = z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) });
  const seen = async (given: unknown) => {
    let found: unknown;
    const handler = event({ detail: File }, async ({ detail, source, type, id }) => {
      found = { detail, source, type, id };
    });
    await handler(given, context());
    return found as { detail: z.infer<typeof File>; source: string; type: string; id: string };
  };

  it("has the key as it was written, whatever is in it", async () => {
    logLines();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (key) => {
        const encoded = encodeURIComponent(key).replaceAll("%20", "+");
        expect((await seen(s3(encoded))).detail.object.key).toBe(key);
      }),
    );
  });

  it("has an id that is the same in every delivery and differs from that of the next change", async () => {
    logLines();
    const next = s3("a");
    next.Records[0]!.s3.object.sequencer = "0B";
    expect((await seen(s3("a"))).id).toBe((await seen(s3("a"))).id);
    expect((await seen(next)).id).not.toBe((await seen(s3("a"))).id);
  });
});

describe("A payload of IoT, or of anything else", () => {
  it("is the detail itself; the request's id, the same in every attempt, is its own", async () => {
    logLines();
    const { requests } = await received({ id: "1" });
    expect(requests[0]).toMatchObject({
      request: { detail: { id: "1" }, id: context().awsRequestId, source: undefined, type: undefined },
      current: context().awsRequestId,
    });
    expect((await received({ id: "1", correlationId: "c1" })).requests[0]?.current).toBe("c1");
  });

  it("never breaks the wrapper, whatever it is", async () => {
    logLines();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (payload) => {
        let detail: unknown;
        await event({}, async (request) => {
          detail = request.detail;
        })(payload, context());
        expect(detail).toEqual(payload);
      }),
    );
  });
});

describe("An event that is handled once", () => {
  const remembered = () => {
    const keys: string[] = [];
    const table = {
      async once(key: string, _context: unknown, work: () => Promise<void>) {
        if (!keys.includes(key)) await work();
        keys.push(key);
      },
    };
    return { keys, table };
  };

  it("goes by its id, or by what the service says", async () => {
    logLines();
    let calls = 0;
    const { keys, table } = remembered();
    const handler = event({ detail: Order, idempotent: { table } }, async () => void calls++);
    await handler(eventBridge({ id: "1" }), context());
    await handler(eventBridge({ id: "1" }), context());
    expect({ calls, keys }).toEqual({ calls: 1, keys: ["e1", "e1"] });
    const other = remembered();
    const byOrder = event(
      { detail: Order, idempotent: { table: other.table, key: ({ detail }) => detail.id } },
      async () => {},
    );
    await byOrder(eventBridge({ id: "1" }), context());
    expect(other.keys).toEqual(["1"]);
  });

  it("fails where its key is none", async () => {
    logLines();
    const idempotent = { table: remembered().table, key: () => "" };
    await expect(event({ idempotent }, async () => {})(eventBridge({}), context())).rejects.toThrow(
      'event: the idempotency key is ""; give a text.',
    );
  });
});
