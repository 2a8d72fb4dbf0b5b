import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { queue, step } from "../../platform/runtime/index.ts";
import { type PayloadReference, payloadLimits, payloadStore } from "../../platform/runtime/payload.ts";
import { batch, context, logLines, message, setEnvironment } from "./support.ts";

const objects = new Map<string, Buffer>();
let reads: string[] = [];

/** S3 on loopback: objects by `/<bucket>/<key>`. */
const server = createServer(async (request, response) => {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  if (request.method === "PUT") {
    objects.set(path, Buffer.concat(chunks));
    return response.setHeader("etag", '"1"').end();
  }
  reads.push(path);
  const found = objects.get(path);
  if (found === undefined) return response.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
  response.setHeader("content-length", found.length).end(found);
});
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  objects.clear();
  reads = [];
  setEnvironment({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    LARGE_BUCKET_NAME: "shop-dev-large",
  });
});

const store = () => payloadStore("LARGE_BUCKET_NAME");
const reference = async (value: unknown = "x".repeat(100)) =>
  (await store().pack(value, 10)) as PayloadReference;

describe("A payload", () => {
  it("comes back as it was, by reference or not, whatever JSON it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.integer({ min: 0, max: 40 }), async (value, limit) => {
        const packed = await store().pack(value, limit);
        const sent = JSON.stringify(packed);
        const plain = JSON.parse(JSON.stringify(value));
        expect(await store().unpack(JSON.parse(sent))).toEqual(plain);
        expect(JSON.parse(await store().open(sent))).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it("is a reference exactly when its bytes, not its characters, are past the limit", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom("a", "é", "€", "🔴"), minLength: 1, maxLength: 30 }),
        fc.integer({ min: -1, max: 1 }),
        async (text, off) => {
          const limit = Buffer.byteLength(JSON.stringify(text)) + off;
          expect((await store().pack(text, limit)) === text).toBe(off >= 0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("that looks like a reference itself is sent by reference, and comes back as it was", async () => {
    const tricky = await reference();
    const packed = await store().pack(tricky, "sqs");
    expect(packed).not.toEqual(tricky);
    expect(await store().unpack(packed)).toEqual(tricky);
  });

  it("is stored once under its hash, with its version, size and hash in the reference", async () => {
    const packed = await reference({ text: "€".repeat(10) });
    expect(await reference({ text: "€".repeat(10) })).toEqual(packed);
    expect(packed).toEqual({
      version: 1,
      $ref: `s3://shop-dev-large/payloads/${packed.sha256}.json`,
      size: 41,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect([...objects.keys()]).toEqual([`/shop-dev-large/payloads/${packed.sha256}.json`]);
  });

  it("must be what JSON can hold", async () => {
    await expect(store().pack(undefined, "sqs")).rejects.toThrow("what JSON can hold is expected");
  });
});

describe("A reference is refused", () => {
  it("without a request when it isn't of the linked bucket, or not under its own hash", async () => {
    const good = await reference();
    const elsewhere = [
      `s3://other-bucket/payloads/${good.sha256}.json`,
      `s3://shop-dev-large/private/${good.sha256}.json`,
      `s3://shop-dev-large/payloads/../private/${good.sha256}.json`,
      `s3://shop-dev-large@other/payloads/${good.sha256}.json`,
    ];
    for (const $ref of elsewhere)
      await expect(store().unpack({ ...good, $ref })).rejects.toThrow(
        "isn't to a payload of the linked bucket",
      );
    expect(reads).toEqual([]);
  });

  it("when the payload isn't what the sender stored", async () => {
    const good = await reference();
    const path = `/shop-dev-large/payloads/${good.sha256}.json`;
    objects.set(path, Buffer.from(`"${"y".repeat(100)}"`));
    await expect(store().unpack(good)).rejects.toThrow("hash differs from the one in its reference");
    objects.set(path, Buffer.from("shorter"));
    await expect(store().unpack(good)).rejects.toThrow("has 7 bytes instead of the 102 in its reference");
  });

  it("when the payload is larger than may be fetched, without a request", async () => {
    const good = await reference();
    await expect(payloadStore("LARGE_BUCKET_NAME", { maxSize: 50 }).unpack(good)).rejects.toThrow(
      "The payload has 102 bytes; up to 50 are fetched.",
    );
    expect(reads).toEqual([]);
  });
});

describe("Wrappers that know the bucket", () => {
  const Order = z.object({ id: z.string(), notes: z.string() });
  const order = { id: "A", notes: "x".repeat(5_000) };

  it("queue: gives the handler the whole message, and fails only the one whose payload is refused", async () => {
    logLines();
    const seen: unknown[] = [];
    const handler = queue(
      { message: Order, payload: store() },
      async ({ message }) => void seen.push(message),
    );
    const large = await store().pack(order, 100);
    const wrong = { ...(large as object), $ref: "s3://other/x" };
    const small = { id: "B", notes: "" };
    const result = await handler(
      batch(message("m0", large), message("m1", wrong), message("m2", small)),
      context(),
    );
    expect(seen).toEqual([order, small]);
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
  });

  it("step: gives the handler the whole input", async () => {
    const handler = step({ input: Order, payload: store() }, async ({ input }) => input.notes.length);
    expect(await handler(await store().pack(order, "states"), context())).toBe(5_000);
    expect(await handler(await store().pack(order, 100), context())).toBe(5_000);
  });
});

describe("Over HTTP", () => {
  it("an answer within the limit is the body, a larger one is a redirect to an address that gives it", async () => {
    expect(await store().answer({ a: 1 })).toEqual({ body: { a: 1 } });
    const large = { text: "x".repeat(payloadLimits.http) };
    const { status, headers } = await store().answer(large, { expiresIn: 60 });
    expect(status).toBe(303);
    const url = new URL(headers?.location ?? "");
    expect(url.searchParams.get("X-Amz-Expires")).toBe("60");
    expect(await (await fetch(url)).json()).toEqual(large);
  });

  it("an upload's address takes one type and one size, which are signed", async () => {
    const upload = { types: ["image/png"], maxSize: 1_000, contentType: "image/png", size: 900 };
    const { url, key, headers } = await store().upload(upload);
    expect(key).toMatch(/^uploads\/[0-9a-f-]{36}$/);
    expect(headers).toEqual({ "content-type": "image/png", "content-length": "900" });
    const query = new URL(url).searchParams;
    expect(query.get("X-Amz-SignedHeaders")).toBe("content-length;content-type;host");
    expect(query.get("X-Amz-Expires")).toBe("300");
    await expect(store().upload({ ...upload, contentType: "text/html" })).rejects.toThrow(
      "The type text/html is not taken; image/png are.",
    );
    await expect(store().upload({ ...upload, size: 1_001 })).rejects.toThrow("1 to 1000 are");
  });
});
