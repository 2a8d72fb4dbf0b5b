import http from "node:http";
import type { AddressInfo } from "node:net";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { tokenBucket } from "../../platform/local/http/throttle.ts";
import { type HttpApiOptions, type HttpApiRoute, httpApi } from "../../platform/local/http-api.ts";
import type { InvokeResult } from "../../platform/local/types.ts";

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

const open: http.Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((done) => server.close(done));
});

function result(payload: unknown, status: InvokeResult["status"] = "ok"): InvokeResult {
  const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
  return { status, payload: bytes, requestId: "r", durationMs: 1, coldStart: false, logs: [] };
}

/** A route that answers with its own event. */
const echo = (routeKey: string): HttpApiRoute => ({ routeKey, invoke: async (event) => result(event) });
const answering = (payload: unknown): HttpApiRoute => ({
  routeKey: "$default",
  invoke: async () => result(payload),
});

async function serve(options: Partial<HttpApiOptions>) {
  const server = httpApi({ apiId: "abc", stage: "$default", routes: [echo("$default")], ...options });
  open.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  // Node's own client, since fetch rewrites paths and forbids some headers.
  return function call(
    method: string,
    path: string,
    { body, headers = {} }: { body?: string | Buffer; headers?: http.OutgoingHttpHeaders } = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        { port, host: "127.0.0.1", method, path, headers, agent: false },
        async (got) => {
          const bytes = Buffer.concat(await got.toArray());
          resolve({ status: got.statusCode ?? 0, headers: got.headers, bytes, text: bytes.toString() });
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  };
}

const eventOf = ({ text }: Answer) => JSON.parse(text) as APIGatewayProxyEventV2;

describe("a request goes to the route API Gateway would select", () => {
  const keys = [
    "GET /pets/dog/1",
    "GET /pets/dog/{id}",
    "GET /pets/{proxy+}",
    "GET /{kind}/list",
    "ANY /pets/any",
    "ANY /{proxy+}",
    "GET /v1:beta/x",
    "$default",
  ];

  test.each([
    ["GET", "/pets/dog/1", "GET /pets/dog/1"],
    ["GET", "/pets/dog/2", "GET /pets/dog/{id}"],
    ["GET", "/pets/cat/1", "GET /pets/{proxy+}"],
    ["GET", "/pets/list", "GET /{kind}/list"],
    ["GET", "/pets/any", "ANY /pets/any"],
    ["POST", "/test/5", "ANY /{proxy+}"],
    ["GET", "/pets/dog/", "GET /pets/{proxy+}"],
    ["GET", "/v1:beta/x", "GET /v1:beta/x"],
    ["GET", "/", "$default"],
    ["PROPFIND", "/pets/any", "$default"],
  ])("%s %s goes to %s", async (method, path, expected) => {
    const call = await serve({ routes: keys.map(echo) });
    expect(eventOf(await call(method, path)).routeKey).toBe(expected);
  });

  test.each([
    ["GET", "/users/"],
    ["GET", "/users/1/x"],
    ["GET", "/files/"],
    ["POST", "/users/1"],
    ["GET", "/Users/1"],
  ])("%s %s fits no route and is not found", async (method, path) => {
    const call = await serve({ routes: ["GET /users/{id}", "GET /files/{proxy+}"].map(echo) });
    const { status, text } = await call(method, path);
    expect([status, text]).toEqual([404, '{"message":"Not Found"}']);
  });

  test("its own method goes before ANY, whichever was declared first", async () => {
    const call = await serve({ routes: ["ANY /users/{x}", "GET /users/{y}"].map(echo) });
    expect(eventOf(await call("GET", "/users/1"))).toMatchObject({
      routeKey: "GET /users/{y}",
      pathParameters: { y: "1" },
    });
  });

  test("a named stage is the first part of every path", async () => {
    const call = await serve({ stage: "prod", routes: [echo("GET /users"), echo("GET /")] });
    expect(eventOf(await call("GET", "/prod/users"))).toMatchObject({
      rawPath: "/prod/users",
      requestContext: { stage: "prod", http: { path: "/prod/users" } },
    });
    expect((await call("GET", "/prod")).status).toBe(200);
    expect((await call("GET", "/users")).status).toBe(404);
    expect((await call("GET", "/production/users")).status).toBe(404);
  });

  test("invalid routes are refused before anything listens", () => {
    const routes = ["GET users", "GET /a/{x}", "GET /a/{y}"].map(echo);
    expect(() => httpApi({ apiId: "abc", stage: "$default", routes })).toThrow(
      /start with a slash[\s\S]*match the same requests/,
    );
  });
});

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
    const text = fc.string({ minLength: 1, unit: "binary" }).filter((value) => value.isWellFormed());
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

describe("limits of API Gateway", () => {
  const failing = (error: Error): HttpApiRoute => ({
    routeKey: "$default",
    invoke: () => Promise.reject(error),
  });

  test("a function at its concurrency is unavailable", async () => {
    const error = Object.assign(new Error("Rate Exceeded"), { name: "TooManyRequestsException" });
    const call = await serve({ routes: [failing(error)] });
    const { status, text } = await call("GET", "/");
    expect([status, text]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  test("a function that can't be invoked is an Internal Server Error", async () => {
    const call = await serve({ routes: [failing(new Error("broken"))] });
    expect((await call("GET", "/")).status).toBe(500);
  });

  test("a function that takes longer than its integration's timeout is unavailable", async () => {
    const invoke = () => new Promise<InvokeResult>(() => {});
    const call = await serve({ routes: [{ routeKey: "$default", timeoutMs: 20, invoke }] });
    const { status, text } = await call("GET", "/");
    expect([status, text]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  test("a body of 10 MB passes and one byte more is refused", async () => {
    const invoke = async (event: object) =>
      result({ length: Buffer.from((event as APIGatewayProxyEventV2).body ?? "", "base64").length });
    const call = await serve({ routes: [{ routeKey: "$default", invoke }] });
    const most = Buffer.alloc(10 * 1024 * 1024);
    expect((await call("POST", "/", { body: most })).text).toBe('{"length":10485760}');
    const more = await call("POST", "/", { body: Buffer.alloc(most.length + 1) });
    expect([more.status, more.text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });

  test("headers over 10,240 bytes are refused", async () => {
    const call = await serve({});
    expect((await call("GET", "/", { headers: { x: "x".repeat(11_000) } })).status).toBe(431);
  });

  test("a path that is not percent-encoded text is a bad request", async () => {
    const call = await serve({});
    expect((await call("GET", "/%ff")).status).toBe(400);
  });

  test("requests over the stage's burst are too many", async () => {
    const call = await serve({ throttling: { rateLimit: 0.001, burstLimit: 2 } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await call("GET", "/")).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  test("a throttled stage recovers at its rate", () => {
    let now = 0;
    const take = tokenBucket({ rateLimit: 10, burstLimit: 1 }, () => now);
    expect([take(), take()]).toEqual([true, false]);
    now = 99;
    expect(take()).toBe(false);
    now = 100;
    expect(take()).toBe(true);
  });
});

describe("CORS", () => {
  const cors = {
    allowOrigins: ["https://app.test", "http://*"],
    allowMethods: ["GET", "POST"],
    allowHeaders: ["content-type"],
    exposeHeaders: ["x-count"],
    allowCredentials: true,
    maxAge: 60,
  };
  const preflightFrom = (origin: string) => ({
    headers: { origin, "access-control-request-method": "POST" },
  });

  test("a preflight request is answered without the function", async () => {
    const call = await serve({ cors, routes: [echo("GET /users")] });
    const { status, headers } = await call("OPTIONS", "/users", preflightFrom("https://app.test"));
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      "access-control-allow-origin": "https://app.test",
      "access-control-allow-methods": "GET,POST",
      "access-control-allow-headers": "content-type",
      "access-control-allow-credentials": "true",
      "access-control-max-age": "60",
    });
  });

  test("another origin gets no CORS headers", async () => {
    const call = await serve({ cors });
    const refused = await call("OPTIONS", "/users", preflightFrom("https://evil.test"));
    expect(refused.headers).not.toHaveProperty("access-control-allow-origin");
    const read = await call("GET", "/users", { headers: { origin: "https://evil.test" } });
    expect(read.headers).not.toHaveProperty("access-control-allow-origin");
  });

  test("a whole scheme can be allowed", async () => {
    const call = await serve({ cors });
    const { headers } = await call("GET", "/", { headers: { origin: "http://localhost:3000" } });
    expect(headers["access-control-allow-origin"]).toBe("http://localhost:3000");
    expect(headers["access-control-expose-headers"]).toBe("x-count");
  });

  test("the API's headers replace the function's, also on errors", async () => {
    const routes = [
      { ...answering({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "https://mine.test" } }) },
    ];
    const call = await serve({ cors: { allowOrigins: ["*"] }, routes });
    const asked = { headers: { origin: "https://a.test" } };
    expect((await call("GET", "/", asked)).headers["access-control-allow-origin"]).toBe("*");
    expect((await call("GET", "/")).headers).not.toHaveProperty("access-control-allow-origin");
    const none = await serve({ cors, routes: [echo("GET /users")] });
    const missing = await none("GET", "/", { headers: { origin: "http://a.test" } });
    expect([missing.status, missing.headers["access-control-allow-origin"]]).toEqual([404, "http://a.test"]);
  });

  test("without a configuration OPTIONS is a method like any other", async () => {
    const call = await serve({ routes: [echo("OPTIONS /users")] });
    const answer = await call("OPTIONS", "/users", preflightFrom("https://app.test"));
    expect(eventOf(answer).routeKey).toBe("OPTIONS /users");
  });
});
