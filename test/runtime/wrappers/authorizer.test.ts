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

  it("no token where the caller sent none", async () => {
    const nobody = authorizer(async ({ token: given }) => given !== "");
    expect(await nobody({ ...http, headers: {} }, context())).toMatchObject({ isAuthorized: false });
  });
});
