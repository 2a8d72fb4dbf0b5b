import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { anyCharacter } from "../../support/any-character.ts";
import { answering, closeServers, echo, eventOf, result, serve } from "./support.ts";

afterEach(closeServers);

describe("an event", () => {
  test("has the fields of payload format 2.0", async () => {
    const call = await serve({ routes: [echo("POST /users/{id}")], stageVariables: { colour: "blue" } });
    const before = Date.now();
    const event = eventOf(
      await call("POST", "/users/a%20b%2Fc?x=1&x=2&y=%C3%BC+z&empty", {
        body: '{"name":"ü"}',
        headers: {
          "Content-Type": "application/json; charset=utf-8",
          "User-Agent": "test/1",
          "X-Many": ["a", "b"],
          Cookie: "a=1; b=2",
          "X-Forwarded-For": "203.0.113.9",
        },
      }),
    );
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "POST /users/{id}",
      rawPath: "/users/a b/c",
      rawQueryString: "x=1&x=2&y=%C3%BC+z&empty",
      cookies: ["a=1", "b=2"],
      queryStringParameters: { x: "1,2", y: "ü z", empty: "" },
      pathParameters: { id: "a b/c" },
      stageVariables: { colour: "blue" },
      body: '{"name":"ü"}',
      isBase64Encoded: false,
    });
    expect(event.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "x-many": "a,b",
      "x-forwarded-for": "203.0.113.9, 127.0.0.1",
      "x-forwarded-proto": "http",
      "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    });
    expect(event.headers).not.toHaveProperty("cookie");
    expect(event.headers).not.toHaveProperty("connection");
    const { requestContext } = event;
    expect(requestContext).toMatchObject({
      accountId: "123456789012",
      apiId: "abc",
      domainName: event.headers.host,
      domainPrefix: "abc",
      http: {
        method: "POST",
        path: "/users/a b/c",
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "test/1",
      },
      routeKey: "POST /users/{id}",
      stage: "$default",
    });
    expect(requestContext.timeEpoch).toBeGreaterThanOrEqual(before);
    expect(requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    const [day, month, year] = requestContext.time.slice(0, 11).split("/");
    const clock = requestContext.time.slice(12, 20);
    const seconds = Math.floor(requestContext.timeEpoch / 1000) * 1000;
    expect(Date.parse(`${day} ${month} ${year} ${clock} GMT`)).toBe(seconds);
  });

  test("leaves out what the request does not have", async () => {
    const call = await serve({});
    const event = eventOf(await call("GET", "/"));
    for (const field of ["cookies", "queryStringParameters", "pathParameters", "stageVariables", "body"])
      expect(event).not.toHaveProperty(field);
    expect(event).toMatchObject({ rawQueryString: "", isBase64Encoded: false });
  });

  test("carries the request id that the client gets", async () => {
    const call = await serve({});
    const answer = await call("GET", "/");
    expect(eventOf(answer).requestContext.requestId).toBe(answer.headers["apigw-requestid"]);
  });

  test.each([
    ["text/csv", false],
    ["application/xml", false],
    ["application/javascript", false],
    ["application/x-www-form-urlencoded", true],
    ["application/problem+json", true],
    ["image/png", true],
    [undefined, true],
  ])("has a body of type %s in base64: %s, as in API Gateway", async (type, base64) => {
    const call = await serve({});
    const event = eventOf(
      await call("POST", "/", { body: "a=1", headers: type ? { "content-type": type } : {} }),
    );
    expect(event).toMatchObject({ isBase64Encoded: base64, body: base64 ? "YT0x" : "a=1" });
  });

  test("gives back any bytes", async () => {
    const call = await serve({});
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), async (bytes) => {
        const event = eventOf(await call("PUT", "/", { body: Buffer.from(bytes) }));
        expect(Buffer.from(event.body ?? "", "base64")).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 30 },
    );
  });

  test("has the path parameters and the query of any URL, decoded", async () => {
    const call = await serve({ routes: [echo("GET /a/{one}/{rest+}")] });
    const text = fc.string({ minLength: 1, unit: anyCharacter }).filter((value) => value.isWellFormed());
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(text, { minLength: 1 }),
        fc.array(fc.tuple(text, text)),
        async (one, rest, query) => {
          const raw = new URLSearchParams(query).toString();
          const path = `/a/${encodeURIComponent(one)}/${rest.map(encodeURIComponent).join("/")}`;
          const event = eventOf(await call("GET", `${path}?${raw}`));
          expect(event.pathParameters).toEqual({ one, rest: rest.join("/") });
          expect(event.rawPath).toBe(`/a/${one}/${rest.join("/")}`);
          expect(event.rawQueryString).toBe(raw);
          const expected = new Map<string, string[]>();
          for (const [key, value] of query) expected.set(key, [...(expected.get(key) ?? []), value]);
          expect(Object.entries(event.queryStringParameters ?? {}).sort()).toEqual(
            [...expected].map(([key, values]) => [key, values.join(",")]).sort(),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a function's result", () => {
  test("with a status code is the response", async () => {
    const call = await serve({
      routes: [
        answering({
          statusCode: 201,
          headers: { "Content-Type": "text/html", "X-Count": 3, "Content-Length": "999" },
          cookies: ["a=1; HttpOnly", "b=2"],
          body: "<p>ü</p>",
        }),
      ],
    });
    const { status, headers, text } = await call("GET", "/");
    expect([status, text]).toEqual([201, "<p>ü</p>"]);
    expect(headers).toMatchObject({
      "content-type": "text/html",
      "x-count": "3",
      "content-length": "9",
      "set-cookie": ["a=1; HttpOnly", "b=2"],
    });
  });

  test.each([
    [{ id: 1 }, '{"id":1}'],
    ["hello", "hello"],
    [[1, 2], "[1,2]"],
    [null, "null"],
  ])("%j without a status code is the body of a 200 in JSON", async (value, body) => {
    const call = await serve({ routes: [answering(value)] });
    const { status, headers, text } = await call("GET", "/");
    expect([status, headers["content-type"], text]).toEqual([200, "application/json", body]);
  });

  test("in base64 is sent as bytes", async () => {
    const bytes = Buffer.from([0, 255, 128]);
    const call = await serve({
      routes: [answering({ statusCode: 200, isBase64Encoded: true, body: bytes.toString("base64") })],
    });
    expect((await call("GET", "/")).bytes).toEqual(bytes);
  });

  test("without a body or a type is an empty plain text", async () => {
    const call = await serve({ routes: [answering({ statusCode: 404 })] });
    const { status, headers, text } = await call("GET", "/");
    expect([status, headers["content-type"], text]).toEqual([404, "text/plain;charset=UTF-8", ""]);
  });

  test.each([204, 304])("of status %d has no body", async (statusCode) => {
    const call = await serve({ routes: [answering({ statusCode, body: "ignored" })] });
    const { status, text, headers } = await call("GET", "/");
    expect([status, text, headers["content-length"]]).toEqual([statusCode, "", undefined]);
  });

  test("to a HEAD request keeps its length and loses its body", async () => {
    const call = await serve({ routes: [answering("hello")] });
    const { headers, text } = await call("HEAD", "/");
    expect([headers["content-length"], text]).toEqual(["5", ""]);
  });

  test.each([
    ["a status that is none", { statusCode: "soon" }],
    ["a status out of range", { statusCode: 99 }],
    ["a body that is no text", { statusCode: 200, body: { id: 1 } }],
    ["a header that is no text", { statusCode: 200, headers: { x: ["a"] } }],
    ["a header with a line break", { statusCode: 200, headers: { x: "a\r\nb: c" } }],
    ["cookies that are no list", { statusCode: 200, cookies: "a=1" }],
    ["no JSON", Buffer.from("{")],
  ])("with %s is an Internal Server Error", async (_, payload) => {
    const call = await serve({ routes: [answering(payload)] });
    const { status, text } = await call("GET", "/");
    expect([status, text]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  test("that is an error shows nothing of it to the client", async () => {
    const invoke = async () => result({ errorType: "Error", errorMessage: "secret" }, "error");
    const call = await serve({ routes: [{ routeKey: "$default", invoke }] });
    const { status, text } = await call("GET", "/");
    expect([status, text]).toEqual([500, '{"message":"Internal Server Error"}']);
  });
});
