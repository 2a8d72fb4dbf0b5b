import type { APIGatewayProxyEvent } from "aws-lambda";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { http } from "../../../platform/runtime/index.ts";
import { context, logLines, request, restRequest } from "../support.ts";

beforeEach(() => void logLines());

describe("One handler answers HTTP APIs and REST APIs", () => {
  const options = {
    body: z.object({ name: z.string() }),
    path: z.object({ id: z.string() }),
    query: z.object({ limit: z.coerce.number(), tag: z.array(z.string()) }),
  };
  const update = http(options, async ({ body, path, query, headers, event }) => ({
    status: 201,
    headers: { location: event.rawPath },
    cookies: ["a=1", "b=2"],
    body: { body, path, query, tenant: headers["x-tenant"], method: event.requestContext.http.method },
  }));
  const json = { name: "Ünal" };
  const answer = {
    body: json,
    path: { id: "42" },
    query: { limit: 5, tag: ["a,b", "c d"] },
    tenant: "acme",
    method: "POST",
  };

  it("with the same answer to the same request, each in the format it asked in", async () => {
    const v2 = await update(
      request({
        json,
        headers: { "x-tenant": "acme" },
        pathParameters: { id: "42" },
        rawQueryString: "limit=5&tag=a%2Cb&tag=c+d",
      }),
      context(),
    );
    const v1 = await update(
      restRequest({
        body: JSON.stringify(json),
        multiValueHeaders: { "X-Tenant": ["acme"], "Content-Type": ["application/json"] },
        pathParameters: { id: "42" },
        multiValueQueryStringParameters: { limit: ["5"], tag: ["a,b", "c d"] },
      }),
      context(),
    );
    expect(JSON.parse(v2.body ?? "")).toEqual(answer);
    expect(JSON.parse(v1.body ?? "")).toEqual(answer);
    expect(v2).toMatchObject({ statusCode: 201, cookies: ["a=1", "b=2"] });
    expect(v1).toEqual({
      ...v2,
      cookies: undefined,
      multiValueHeaders: { "set-cookie": ["a=1", "b=2"] },
      headers: { ...v2.headers },
    });
  });

  it("with every issue of a request that doesn't fit", async () => {
    const response = await update(restRequest({ body: "{}" }), context());
    expect(response.statusCode).toBe(400);
    const parts = JSON.parse(response.body ?? "").issues.map(({ in: part }: { in: string }) => part);
    expect(new Set(parts)).toEqual(new Set(["body", "path", "query"]));
  });

  it("whose bodies may be bytes, both ways", async () => {
    const echo = http({}, async ({ body }) => ({ body: Buffer.from(body ?? "") }));
    const body = Buffer.from("ünal").toString("base64");
    const response = await echo(restRequest({ body, isBase64Encoded: true }), context());
    expect(response).toMatchObject({ body, isBase64Encoded: true });
  });

  it("with a body, which REST APIs want, also where there is none", async () => {
    const response = await http({}, async () => undefined)(restRequest(), context());
    expect(response).toMatchObject({ statusCode: 204, body: "" });
  });

  it("and the caller's correlation id, however the header is written", async () => {
    const response = await http({}, async () => ({}))(
      restRequest({ headers: { "X-Correlation-Id": "order-42" } }),
      context(),
    );
    expect(response.headers).toMatchObject({ "x-correlation-id": "order-42" });
  });
});

// RFC 9113, 8.2.3: several Cookie fields are joined by "; ", unlike other fields (RFC 9110, 5.3).
it("Cookies of several headers reach the handler each by itself, and other headers joined", async () => {
  const seen = http({}, async ({ event, headers }) => ({ body: [event.cookies, headers] }));
  const multiValueHeaders = { Cookie: ["a=1; b=2", "c=3;"], "X-Tag": ["x", "y"] };
  const response = await seen(restRequest({ headers: { Cookie: "c=3;" }, multiValueHeaders }), context());
  expect(JSON.parse(response.body ?? "")).toEqual([["a=1", "b=2", "c=3"], { "x-tag": "x,y" }]);
});

it("A client's certificate is where format 2.0 has it", async () => {
  const clientCert = {
    clientCertPem: "pem",
    serialNumber: "1",
    subjectDN: "CN=partner",
    issuerDN: "CN=ca",
    validity: { notBefore: "Nov 1 00:00:00 2026 GMT", notAfter: "Nov 1 00:00:00 2027 GMT" },
  };
  const rest = restRequest();
  rest.requestContext.identity = { ...rest.requestContext.identity, clientCert };
  const who = http({}, async ({ event }) => ({ body: event.requestContext.authentication }));
  expect(JSON.parse((await who(rest, context())).body ?? "")).toEqual({ clientCert });
});

it("A query reaches the handler as it was sent, whatever it holds", async () => {
  const echo = http({}, async ({ query }) => ({ body: query }));
  const text = fc.string({ unit: "grapheme", minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(text, fc.array(text, { minLength: 1, maxLength: 3 })), async (query) => {
      const event = restRequest({ multiValueQueryStringParameters: query });
      const { body } = await echo(event, context());
      const expected = Object.entries(query).map(([name, all]) => [name, all.length === 1 ? all[0] : all]);
      expect(Object.entries(JSON.parse(body ?? ""))).toEqual(expect.arrayContaining(expected));
    }),
    { numRuns: 50 },
  );
});

describe("What is known of the caller", () => {
  const who = http({}, async ({ caller }) => ({ body: caller }));
  const callerOf = async (event: Parameters<typeof who>[0]) =>
    JSON.parse((await who(event, context())).body ?? "");
  const v1 = (authorizer: object | undefined, identity: object = {}) => {
    const event = restRequest();
    const requestContext = { ...event.requestContext, authorizer, identity };
    return { ...event, requestContext } as unknown as APIGatewayProxyEvent;
  };
  const v2 = (authorizer: object) => {
    const event = request();
    return { ...event, requestContext: { ...event.requestContext, authorizer } };
  };

  it.each([
    ["a token's claims, HTTP", v2({ jwt: { claims: { sub: "ada" }, scopes: null } }), { sub: "ada" }],
    ["a token's claims, REST", v1({ claims: { sub: "ada" } }), { sub: "ada" }],
    ["an authoriser's context, HTTP", v2({ lambda: { tenant: "acme" } }), { tenant: "acme" }],
    [
      "an authoriser's context, REST",
      v1({ principalId: "p", tenant: "acme", integrationLatency: 5 }),
      { principalId: "p", tenant: "acme" },
    ],
    [
      "the IAM identity, REST",
      v1(undefined, { userArn: "arn:u", user: "U" }),
      { userArn: "arn:u", userId: "U" },
    ],
    ["nothing where nobody was asked", v1(undefined), {}],
  ])("is %s", async (_, event, expected) => {
    expect(await callerOf(event)).toEqual(expected);
  });
});

describe("Headers that the gateway can't add itself", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("stand on every answer, errors included; the handler's own come first", async () => {
    vi.stubEnv(
      "PLATFORM_RESPONSE_HEADERS",
      '{"Access-Control-Allow-Origin":"https://shop.example.com","x-a":"1"}',
    );
    const fine = http({}, async () => ({ headers: { "x-a": "2" } }));
    const broken = http({}, async () => {
      throw new Error("broken");
    });
    expect((await fine(restRequest(), context())).headers).toMatchObject({
      "Access-Control-Allow-Origin": "https://shop.example.com",
      "x-a": "2",
    });
    expect(await broken(restRequest(), context())).toMatchObject({
      statusCode: 500,
      headers: { "Access-Control-Allow-Origin": "https://shop.example.com" },
    });
  });
});
