import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { HttpError, http } from "../../../platform/runtime/index.ts";
import { context, logLines, request } from "../support.ts";

const User = z.object({ name: z.string(), tags: z.array(z.string()).default([]) });
const create = http({ body: User }, async ({ body }) => ({ status: 201, body }));
const problemOf = (response: { body?: string }) => JSON.parse(response.body ?? "");

describe("A valid request", () => {
  it("reaches the handler parsed, with defaults filled in", async () => {
    const response = await create(request({ json: { name: "Ada" } }), context());
    expect(response).toEqual({
      statusCode: 201,
      headers: { "content-type": "application/json", "x-correlation-id": context().awsRequestId },
      body: '{"name":"Ada","tags":[]}',
    });
  });

  it("may have a body in base64", async () => {
    const body = Buffer.from('{"name":"Ünal"}').toString("base64");
    const event = request({ body, isBase64Encoded: true, headers: { "content-type": "application/json" } });
    expect(JSON.parse((await create(event, context())).body ?? "")).toMatchObject({ name: "Ünal" });
  });

  it("gives path and query as their schemas make them", async () => {
    const list = http(
      {
        path: z.object({ id: z.string() }),
        query: z.object({ limit: z.coerce.number(), tag: z.array(z.string()) }),
      },
      async ({ path, query }) => ({ body: { path, query } }),
    );
    const event = request({ pathParameters: { id: "42" }, rawQueryString: "limit=5&tag=a%2Cb&tag=c" });
    expect(JSON.parse((await list(event, context())).body ?? "")).toEqual({
      path: { id: "42" },
      query: { limit: 5, tag: ["a,b", "c"] },
    });
  });

  it("without schemas gives text, and names of headers in lower case", async () => {
    const echo = http({}, async ({ body, query, headers }) => ({
      body: { body, query, type: headers["x-type"] },
    }));
    const event = request({ body: "a=1", headers: { "X-Type": "t" }, rawQueryString: "__proto__=x&q=1" });
    expect((await echo(event, context())).body).toBe(
      '{"body":"a=1","query":{"__proto__":"x","q":"1"},"type":"t"}',
    );
  });
});

describe("An invalid request", () => {
  beforeEach(() => void logLines());

  it("is answered with every issue of body, path and query together", async () => {
    const update = http(
      {
        body: z.object({ items: z.array(z.object({ sku: z.string(), count: z.number() })) }),
        path: z.object({ id: z.uuid() }),
        query: z.object({ dry: z.enum(["yes", "no"]) }),
      },
      async () => ({ body: "unreachable" }),
    );
    const response = await update(
      request({ json: { items: [{ sku: 1, count: "x" }] }, pathParameters: { id: "42" } }),
      context(),
    );
    expect(response.statusCode).toBe(400);
    expect(response.headers?.["content-type"]).toBe("application/problem+json");
    expect(problemOf(response)).toMatchObject({
      type: "about:blank",
      title: "Invalid request",
      status: 400,
      detail: "4 things are wrong with the request.",
      issues: [
        { in: "body", path: "items[0].sku", message: expect.stringContaining("expected string") },
        { in: "body", path: "items[0].count", message: expect.stringContaining("expected number") },
        { in: "path", path: "id" },
        { in: "query", path: "dry" },
      ],
    });
  });

  it.each([
    ["that isn't JSON", '{"name":'],
    ["that is missing", undefined],
  ])("with a body %s is a 400", async (_, body) => {
    const response = await create(
      request({ body, headers: { "content-type": "application/json" } }),
      context(),
    );
    expect(response.statusCode).toBe(400);
    expect(problemOf(response).issues).toEqual([{ in: "body", path: "", message: expect.any(String) }]);
  });

  it.each([
    ["text/plain", 415],
    ["application/jsonp", 415],
    ["application/json; charset=utf-8", 201],
    ["application/merge-patch+json", 201],
    ["Application/JSON", 201],
  ])("of content type %s is answered with %i", async (type, status) => {
    const event = request({ json: { name: "Ada" }, headers: { "content-type": type } });
    expect((await create(event, context())).statusCode).toBe(status);
  });

  it("never makes a handler's wrapper throw, whatever the event's body, path and query are", async () => {
    const strict = http(
      { body: User, path: z.object({ id: z.string() }), query: z.object({ q: z.string() }) },
      async ({ body }) => ({ body }),
    );
    const texts = fc.dictionary(fc.string(), fc.string());
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.json()),
        texts,
        texts,
        fc.boolean(),
        async (body, path, query, base64) => {
          const rawQueryString = new URLSearchParams(query).toString();
          const event = request({ body, isBase64Encoded: base64, pathParameters: path, rawQueryString });
          const { statusCode } = await strict(event, context());
          expect([200, 400]).toContain(statusCode);
        },
      ),
    );
  });
});

describe("An error", () => {
  it("of class HttpError is answered with its status, title, detail and headers", async () => {
    logLines();
    const handler = http({}, async () => {
      throw new HttpError(409, "A user with this e-mail exists", {
        detail: "ada@example.com is taken",
        type: "https://example.com/problems/taken",
        headers: { "retry-after": "5" },
      });
    });
    const response = await handler(request(), context());
    expect(response.statusCode).toBe(409);
    expect(response.headers).toMatchObject({ "retry-after": "5", "x-correlation-id": expect.any(String) });
    expect(problemOf(response)).toEqual({
      type: "https://example.com/problems/taken",
      title: "A user with this e-mail exists",
      status: 409,
      detail: "ada@example.com is taken",
    });
  });

  it("of any other kind is logged with its stack and answered without internals", async () => {
    const lines = logLines();
    class ConnectionLost extends Error {}
    const handler = http({}, async () => {
      throw new ConnectionLost("password=hunter2");
    });
    const response = await handler(request(), context());
    expect(problemOf(response)).toEqual({ type: "about:blank", title: "Internal Server Error", status: 500 });
    expect(JSON.stringify(response)).not.toContain("hunter2");
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "ERROR",
        correlation_id: context().awsRequestId,
        function_request_id: context().awsRequestId,
        error: expect.objectContaining({
          name: "ConnectionLost",
          message: "password=hunter2",
          stack: expect.stringContaining("http.test.ts"),
        }),
      }),
    );
  });

  it("that isn't an Error is a 500 too", async () => {
    const lines = logLines();
    const handler = http({}, () => Promise.reject("just text"));
    expect((await handler(request(), context())).statusCode).toBe(500);
    expect(JSON.stringify(lines)).toContain("just text");
  });

  it("is what a response larger than 6 MB becomes, and the log says so", async () => {
    const lines = logLines();
    const sized = http({ query: z.object({ n: z.coerce.number() }) }, async ({ query }) => ({
      body: "é".repeat(query.n),
    }));
    const answer = (n: number) => sized(request({ rawQueryString: `n=${n}` }), context());
    expect((await answer(3 * 2 ** 20 - 1000)).statusCode).toBe(200);
    expect((await answer(3 * 2 ** 20)).statusCode).toBe(500);
    expect(JSON.stringify(lines)).toContain("Lambda returns at most 6 MB");
  });

  it("of a status that is none is refused where it is made", () => {
    expect(() => new HttpError(200, "fine")).toThrow(/200 is not an error; give one from 400 to 599/);
  });
});

describe("A response", () => {
  const answer = async (result: Parameters<typeof Promise.resolve>[0]) =>
    http({}, async () => result as never)(request(), context());

  it("without a result is a 204", async () => {
    expect(await answer(undefined)).toMatchObject({ statusCode: 204 });
  });
  it("of bytes is sent as they are, of a string as text", async () => {
    expect(await answer({ body: Buffer.from([0, 255]) })).toMatchObject({
      body: "AP8=",
      isBase64Encoded: true,
      headers: { "content-type": "application/octet-stream" },
    });
    expect(await answer({ body: "hello" })).toMatchObject({
      body: "hello",
      headers: { "content-type": "text/plain; charset=utf-8" },
    });
  });
  it("keeps the handler's own content type and cookies", async () => {
    const response = await answer({
      body: "<p>",
      headers: { "Content-Type": "text/html" },
      cookies: ["a=1"],
    });
    expect(response).toMatchObject({ headers: { "Content-Type": "text/html" }, cookies: ["a=1"] });
    expect(response.headers).not.toHaveProperty("content-type");
  });
});
