import { afterAll, beforeAll, expect, test } from "vitest";
import { Target } from "../../../platform/local/target.ts";
import { arn, fn, graph, handlers } from "../support.ts";

const modes = { parts: "RESPONSE_STREAM", api: "BUFFERED", fail: "BUFFERED", off: "BUFFERED" };
const addresses: Record<string, string> = {};
let app: Target;
beforeAll(async () => {
  app = await Target.open({ region: "eu-west-1", timing: "fast", port: 0 });
  const ask = () => {
    for (const name of Object.keys(modes)) addresses[name] = app.urls.api(`${name}-url`);
  };
  ask();
  await app.grow();
  ask();
  const urls = Object.entries(modes).map(([name, invokeMode]) => ({
    type: "aws:lambda/functionUrl:FunctionUrl",
    name: `${name}-url`,
    inputs: {
      functionName: name,
      authorizationType: name === "api" ? "AWS_IAM" : "NONE",
      invokeMode,
      cors: { allowOrigins: ["https://shop.example.com"] },
    },
    outputs: { urlId: name, functionUrl: `${addresses[name]}/`, functionArn: arn.function(name) },
  }));
  const off = fn("off", { handler: "index.api", reservedConcurrentExecutions: 0 });
  await app.apply(graph([fn("parts"), fn("api"), fn("fail"), off, ...urls]), handlers);
});
afterAll(() => app.stop());

const get = (name: string, path = "/", headers: Record<string, string> = {}) =>
  fetch(`${addresses[name]}${path}`, { headers });

test("a function URL leads every path to its function, in payload format 2.0", async () => {
  const response = await get("api", "/any/path");
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ route: "$default" });
});

test("a function that fails is a 502, one without free concurrency a 429", async () => {
  expect((await get("fail")).status).toBe(502);
  expect((await get("off")).status).toBe(429);
});

test("a streamed response has its status, headers and cookies, and arrives while it is made", async () => {
  const response = await get("parts", "/?parts=one,two,three", { origin: "https://shop.example.com" });
  expect(response.status).toBe(202);
  expect(response.headers.get("content-type")).toBe("text/x-parts");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(response.headers.get("access-control-allow-origin")).toBe("https://shop.example.com");
  const seen: string[] = [];
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) seen.push(chunk);
  expect(seen.join("")).toBe("onetwothree");
  expect(seen.length).toBeGreaterThan(1);
});

test("a stream that breaks off shows as such, one that fails before its first byte as a 502", async () => {
  const response = await get("parts", "/?parts=one,fail");
  expect(response.status).toBe(202);
  await expect(response.text()).rejects.toThrow();
  expect((await get("parts", "/?parts=fail")).status).toBe(502);
});

test("signatures are not checked, which is listed at the start", () => {
  expect(app.unsupported).toEqual([
    expect.objectContaining({ name: "api-url", instead: "asks for IAM: every caller is let in." }),
  ]);
});
