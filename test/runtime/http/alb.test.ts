import type { ALBEvent } from "aws-lambda";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { HttpError, http } from "../../../platform/runtime/index.ts";
import { context, logLines } from "../support.ts";

/** A request as a load balancer sends it to a target group with multi-value headers. */
const request = (more: Partial<ALBEvent> = {}): ALBEvent => ({
  requestContext: {
    elb: {
      targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/6d0ecf831eec9f09",
    },
  },
  httpMethod: "GET",
  path: "/users/42",
  multiValueQueryStringParameters: {},
  multiValueHeaders: { host: ["api.example.com"], "x-forwarded-for": ["198.51.100.7, 192.0.2.1"] },
  body: "",
  isBase64Encoded: false,
  ...more,
});

describe("A request of a load balancer", () => {
  it("is answered by the same handler, with a status in words", async () => {
    const handler = http({}, async ({ event }) => ({
      status: 201,
      cookies: ["a=1", "b=2"],
      body: {
        method: event.requestContext.http.method,
        path: event.rawPath,
        ip: event.requestContext.http.sourceIp,
      },
    }));
    expect(await handler(request(), context())).toEqual({
      statusCode: 201,
      statusDescription: "201 Created",
      multiValueHeaders: {
        "content-type": ["application/json"],
        "x-correlation-id": [context().awsRequestId],
        "set-cookie": ["a=1", "b=2"],
      },
      body: '{"method":"GET","path":"/users/42","ip":"192.0.2.1"}',
      isBase64Encoded: false,
    });
  });

  it("of a target group without multi-value headers is answered in its form", async () => {
    const plain = { ...request(), multiValueHeaders: undefined, headers: { "x-correlation-id": "abc" } };
    const handler = http({}, async () => ({ body: "fine" }));
    expect(await handler(plain as ALBEvent, context())).toMatchObject({
      statusDescription: "200 OK",
      headers: { "content-type": "text/plain; charset=utf-8", "x-correlation-id": "abc" },
      body: "fine",
    });
  });

  it("has each cookie of all its cookie headers", async () => {
    const handler = http({}, async ({ event }) => ({ body: event.cookies }));
    const multiValueHeaders = { cookie: ["a=1", "b=2; c=3"] };
    expect(await handler(request({ multiValueHeaders }), context())).toMatchObject({
      body: '["a=1","b=2","c=3"]',
    });
  });

  it("has the parameters that the handler's route names", async () => {
    const handler = http(
      { route: "/users/{id}/{rest+}", path: z.object({ id: z.string(), rest: z.string() }) },
      async ({ path }) => ({ body: path }),
    );
    const answer = await handler(request({ path: "/users/a%20b/x/y" }), context());
    expect(JSON.parse(answer.body ?? "")).toEqual({ id: "a b", rest: "x/y" });
  });

  it("has its query decoded, repeated parameters as lists, whatever they hold", async () => {
    const handler = http({}, async ({ query }) => ({ body: query }));
    const text = fc.string({ unit: fc.constantFrom(..."ab&=+% é?#,") });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(text, fc.array(text, { minLength: 1, maxLength: 3 })), async (query) => {
        const sent = Object.fromEntries(
          Object.entries(query).map(([name, values]) => [
            encodeURIComponent(name),
            values.map(encodeURIComponent),
          ]),
        );
        const answer = await handler(request({ multiValueQueryStringParameters: sent }), context());
        const read = Object.entries(query).map(([name, values]) => [
          name,
          values.length > 1 ? values : values[0],
        ]);
        expect(JSON.parse(answer.body ?? "")).toEqual(Object.fromEntries(read));
      }),
    );
  });

  it("that fails is answered with a problem in the same form", async () => {
    logLines();
    const handler = http({}, async () => Promise.reject(new HttpError(418, "Teapot")));
    expect(await handler(request(), context())).toMatchObject({
      statusCode: 418,
      statusDescription: "418 Status",
      multiValueHeaders: { "content-type": ["application/problem+json"] },
    });
  });

  it("can't be answered with more than the 1 MB that a load balancer takes", async () => {
    const handler = http({}, async () => ({ body: "x".repeat(1_100_000) }));
    await expect(handler(request(), context())).rejects.toThrow(/1 MB that a load balancer takes/);
  });
});
