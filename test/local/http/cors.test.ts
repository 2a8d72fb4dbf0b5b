import { afterEach, describe, expect, test } from "vitest";
import { answering, closeServers, echo, eventOf, serve } from "./support.ts";

afterEach(closeServers);

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

  // AWS: "Configure CORS for HTTP APIs in API Gateway", "Configuring CORS for an HTTP API with a $default route and an
  // authorizer".
  test("a preflight request meets the authoriser of the route that takes it, as on AWS", async () => {
    const guarded = (key: string) => ({ ...echo(key), authorization: "JWT" });
    const asked = preflightFrom("https://app.test");
    const call = await serve({
      cors,
      routes: [guarded("$default"), guarded("GET /users"), { ...echo("ANY /x"), authorization: "AWS_IAM" }],
    });
    expect((await call("OPTIONS", "/users", asked)).status).toBe(401);
    expect((await call("OPTIONS", "/x", asked)).status).toBe(403);
    const open = await serve({ cors, routes: [guarded("$default"), echo("OPTIONS /{proxy+}")] });
    expect((await open("OPTIONS", "/users", asked)).status).toBe(204);
    const named = await serve({ cors, routes: [guarded("GET /users")] });
    expect((await named("OPTIONS", "/users", asked)).status).toBe(204);
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
