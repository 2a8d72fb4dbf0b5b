import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterEach, describe, expect, test } from "vitest";
import { type HttpApiRoute, httpApi } from "../../../platform/local/http/http-api.ts";
import { tokenBucket } from "../../../platform/local/http/throttle.ts";
import type { InvokeResult } from "../../../platform/local/types.ts";
import { closeServers, echo, eventOf, result, serve } from "./support.ts";

afterEach(closeServers);

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
