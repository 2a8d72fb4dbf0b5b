import type { APIGatewayRequestAuthorizerEvent, APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import { beforeEach, describe, expect, it } from "vitest";
import { authorizer } from "../../../platform/runtime/index.ts";
import { context, logLines, request, restRequest } from "../support.ts";

beforeEach(() => void logLines());

const methodArn = "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/orders/42";
const http: APIGatewayRequestAuthorizerEventV2 = {
  ...request({ headers: { Authorization: "Bearer t0ken" } }),
  type: "REQUEST",
  routeArn: methodArn,
  identitySource: ["Bearer t0ken"],
  cookies: [],
};
const rest = {
  ...restRequest({ headers: { Authorization: "bearer t0ken" }, path: "/orders/42", httpMethod: "GET" }),
  type: "REQUEST",
  methodArn,
} as unknown as APIGatewayRequestAuthorizerEvent;
const token = { type: "TOKEN", methodArn, authorizationToken: "t0ken" } as const;

const byToken = authorizer(async ({ token: given }) => ({
  allow: given === "t0ken",
  context: { tenant: "acme" },
  principal: "acme",
}));
const policy = (Effect: string, Resource: string) => ({
  Version: "2012-10-17",
  Statement: [{ Action: "execute-api:Invoke", Effect, Resource }],
});

describe("An authoriser's answer", () => {
  it("to an HTTP API is a word, with what is known of the caller", async () => {
    expect(await byToken(http, context())).toEqual({ isAuthorized: true, context: { tenant: "acme" } });
  });

  it("to a REST API is a policy for the very request", async () => {
    expect(await byToken(rest, context())).toEqual({
      principalId: "acme",
      policyDocument: policy("Allow", methodArn),
      context: { tenant: "acme" },
    });
  });

  it("by nothing but a token holds for the stage, since it is remembered for all of it", async () => {
    expect(await byToken(token, context())).toMatchObject({
      policyDocument: policy("Allow", "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/*"),
    });
  });

  it("may be a bare no", async () => {
    const never = authorizer(async () => false);
    expect(await never(http, context())).toEqual({ isAuthorized: false, context: {} });
    expect(await never(rest, context())).toMatchObject({ policyDocument: policy("Deny", methodArn) });
  });

  it("is none when it fails: nobody is let in by a mistake", async () => {
    const broken = authorizer(async () => {
      throw new TypeError("no keys");
    });
    await expect(broken(http, context())).rejects.toThrow("no keys");
    await expect(broken(rest, context())).rejects.toThrow("no keys");
  });
});

describe("An authoriser is told", () => {
  it.each([
    ["by an HTTP API", http, { method: "POST", path: "/users/42", token: "t0ken" }],
    ["by a REST API", rest, { method: "GET", path: "/orders/42", token: "t0ken" }],
    [
      "by a REST API that gives the token alone",
      token,
      { method: "GET", path: "/orders/42", token: "t0ken" },
    ],
  ])("what is called and with which token, %s", async (_, event, expected) => {
    let told = {};
    const spy = authorizer(async ({ method, path, token: given }) => {
      told = { method, path, token: given };
      return true;
    });
    await spy(event, context());
    expect(told).toEqual(expected);
  });

  // "Working with Lambda authorizers for HTTP APIs" (format 2.0); "Input to an API Gateway Lambda authorizer" (REST).
  it("the same of a caller by an HTTP and by a REST API: cookies, query, address, and the event itself", async () => {
    const told: unknown[] = [];
    const spy = authorizer(async ({ cookies, query, sourceIp, path, headers, event }) => {
      told.push({ cookies, query, sourceIp, path, headers });
      expect([ofHttp, ofRest]).toContain(event);
      return true;
    });
    const ofHttp = {
      ...http,
      rawPath: "/orders/42",
      rawQueryString: "tag=a&tag=b%2Cc&page=1",
      headers: { "x-tenant": "acme" },
      cookies: ["session=s=1", "theme=dark", "theme=old"],
      requestContext: {
        ...http.requestContext,
        http: { ...http.requestContext.http, sourceIp: "192.0.2.1" },
      },
    };
    const ofRest = {
      ...rest,
      headers: { "X-Tenant": "acme", Cookie: "theme=old" },
      multiValueHeaders: { "X-Tenant": ["acme"], Cookie: ["session=s=1; theme=dark", "theme=old"] },
      multiValueQueryStringParameters: { tag: ["a", "b,c"], page: ["1"] },
    } as unknown as APIGatewayRequestAuthorizerEvent;
    await spy(ofHttp, context());
    await spy(ofRest, context());
    expect(told[0]).toEqual({
      cookies: { session: "s=1", theme: "dark" },
      query: { tag: ["a", "b,c"], page: "1" },
      sourceIp: "192.0.2.1",
      path: "/orders/42",
      headers: { "x-tenant": "acme" },
    });
    expect(told[1]).toEqual(told[0]);
  });

  it("no cookie and no query by a REST API that gives the token alone", async () => {
    const spy = authorizer(async ({ cookies, query, sourceIp, event }) => {
      expect({ cookies, query, sourceIp, event }).toEqual({
        cookies: {},
        query: {},
        sourceIp: "",
        event: token,
      });
      return true;
    });
    await spy(token, context());
    expect.assertions(1);
  });

  it("no token where the caller sent none", async () => {
    const nobody = authorizer(async ({ token: given }) => given !== "");
    expect(await nobody({ ...http, headers: {} }, context())).toMatchObject({ isAuthorized: false });
  });
});
