import { describe, expect, test } from "vitest";
import { Function, Gateway, type GatewayArgs } from "../../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../../../support/index.ts";

const handler = "src/handler.ts";
const userPoolArn = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc";
const gateway = (args: GatewayArgs) => graphOfProgram(() => void new Gateway("api", args));

describe("an HTTP API's routes", () => {
  test("are public unless something is said", async () => {
    const graph = await gateway({ routes: { "GET /": handler } });
    expect(inputsOf(graph, "api-GET /")).not.toHaveProperty("authorizationType");
    expect(graph.of("aws:apigatewayv2/authorizer:Authorizer")).toEqual([]);
  });

  test("ask the gateway's authoriser, a route's own before it, and nobody where a route is public", async () => {
    const graph = await gateway({
      authorizers: {
        staff: { type: "jwt", issuer: "https://login.example.com", audience: ["shop"] },
        users: { type: "cognito", userPoolArn, clientIds: ["app"] },
      },
      auth: "staff",
      routes: {
        "GET /staff": { target: handler, scopes: ["orders/read"] },
        "GET /mine": { target: handler, auth: "users" },
        "GET /signed": { target: handler, auth: "iam" },
        "GET /health": { target: handler, auth: "public" },
        "GET /plain": handler,
      },
    });
    const [staff, users] = ["staff", "users"].map((name) => graph.get(`api-authorizer ${name}`));
    expect(inputsOf(graph, "api-authorizer staff")).toEqual({
      apiId: graph.get("api-http").id,
      name: "staff",
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer: "https://login.example.com", audiences: ["shop"] },
    });
    expect(inputsOf(graph, "api-authorizer users").jwtConfiguration).toEqual({
      issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc",
      audiences: ["app"],
    });
    expect(inputsOf(graph, "api-GET /staff")).toMatchObject({
      authorizationType: "JWT",
      authorizerId: staff!.id,
      authorizationScopes: ["orders/read"],
    });
    expect(inputsOf(graph, "api-GET /mine").authorizerId).toBe(users!.id);
    expect(inputsOf(graph, "api-GET /signed").authorizationType).toBe("AWS_IAM");
    expect(inputsOf(graph, "api-GET /health")).not.toHaveProperty("authorizationType");
    expect(inputsOf(graph, "api-GET /plain").authorizerId).toBe(staff!.id);
  });

  test("ask a function, which only this authoriser may invoke; its answer is remembered by route", async () => {
    const graph = await gateway({
      authorizers: { keys: { type: "lambda", target: "src/other.ts", headers: ["x-key"], ttl: 60 } },
      auth: "keys",
      routes: { "GET /": handler },
    });
    const { apiId, ...rest } = inputsOf(graph, "api-authorizer keys");
    expect(rest).toEqual({
      name: "keys",
      authorizerType: "REQUEST",
      authorizerUri: expect.stringContaining(":function:shop-prod-api-other:live/invocations"),
      authorizerPayloadFormatVersion: "2.0",
      enableSimpleResponses: true,
      authorizerResultTtlInSeconds: 60,
      identitySources: ["$request.header.x-key", "$context.httpMethod", "$context.path"],
    });
    expect(inputsOf(graph, "api-authorizer keys-permission")).toEqual({
      action: "lambda:InvokeFunction",
      function: "shop-prod-api-other",
      qualifier: "live",
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:eu-west-1:123456789012:${apiId}/authorizers/${graph.get("api-authorizer keys").id}`,
    });
    expect(inputsOf(graph, "api-GET /").authorizationType).toBe("CUSTOM");
  });

  test("ask a function made elsewhere, and remember its answer for as long as the organisation says", async () => {
    const graph = await graphOfProgram(() => {
      const target = new Function("authorise", { handler: "src/other.ts" });
      new Gateway("api", {
        authorizers: { keys: { type: "lambda", target } },
        routes: { "GET /": { target: handler, auth: "keys" } },
      });
    });
    expect(graph.of("aws:lambda/function:Function")).toHaveLength(2);
    expect(inputsOf(graph, "api-authorizer keys")).toMatchObject({
      authorizerResultTtlInSeconds: 300,
      identitySources: ["$request.header.Authorization", "$context.httpMethod", "$context.path"],
    });
  });

  test("may have limits of their own, which the stage takes once the routes are there", async () => {
    const graph = await gateway({
      routes: {
        "GET /": handler,
        "POST /": { target: "src/other.ts", throttlingRate: 2, throttlingBurst: 4 },
      },
    });
    expect(inputsOf(graph, "api-stage").routeSettings).toEqual([
      { routeKey: "POST /", throttlingRateLimit: 2, throttlingBurstLimit: 4 },
    ]);
    expect(graph.get("api-stage").dependencies).toContain(graph.get("api-POST /").urn);
  });
});

describe("an HTTP API refuses", () => {
  const refused = (args: object) => errorOf(() => void new Gateway("api", args as GatewayArgs));
  const jwt = { type: "jwt", issuer: "https://login.example.com", audience: ["shop"] };
  const routes = { "GET /": handler };

  test.each([
    [
      "an authoriser that isn't there",
      { routes, auth: "staf", authorizers: { staff: jwt } },
      'auth: "staf" is no authoriser; did you mean "staff"?',
    ],
    [
      "one that no route asks",
      { routes, authorizers: { staff: jwt } },
      "authorizers.staff: no route asks it",
    ],
    [
      "a name that means something else",
      { routes, auth: "iam", authorizers: { iam: jwt } },
      'authorizers.iam: "iam" means something else',
    ],
    [
      "a name that isn't one",
      { routes, auth: "a b", authorizers: { "a b": jwt } },
      "authorizers.a b: a name of letters",
    ],
    [
      "tokens for anybody",
      { routes, auth: "staff", authorizers: { staff: { ...jwt, audience: [] } } },
      "authorizers.staff.audience: there is none",
    ],
    [
      "an issuer that isn't a URL",
      { routes, auth: "staff", authorizers: { staff: { ...jwt, issuer: "login" } } },
      'authorizers.staff.issuer: "login" given; a URL with https://',
    ],
    [
      "tokens of any client of a pool",
      { routes, auth: "users", authorizers: { users: { type: "cognito", userPoolArn } } },
      "authorizers.users.clientIds: there is none",
    ],
    [
      "a type that isn't one",
      { routes, auth: "x", authorizers: { x: { type: "saml" } } },
      'authorizers.x.type: "saml" given; "jwt", "cognito" and "lambda" are allowed.',
    ],
    [
      "options of another type",
      { routes, auth: "staff", authorizers: { staff: { ...jwt, ttl: 1 } } },
      "authorizers.staff.ttl: there is no such argument",
    ],
    [
      "a cache longer than AWS's",
      { routes, auth: "x", authorizers: { x: { type: "lambda", target: "src/other.ts", ttl: 3601 } } },
      "authorizers.x.ttl: 3601 given; whole numbers from 0 to 3600 seconds are allowed.",
    ],
    [
      "an authoriser that only gets the token",
      { routes, auth: "x", authorizers: { x: { type: "lambda", target: "src/other.ts", payload: "token" } } },
      "authorizers.x.payload: an HTTP API gives its authorisers the whole request",
    ],
    [
      "scopes without tokens",
      { routes: { "GET /": { target: handler, auth: "iam", scopes: ["a"] } } },
      'routes: "GET /": scopes: only tokens have scopes',
    ],
    [
      "a rate without a burst",
      { routes: { "GET /": { target: handler, throttlingRate: 1 } } },
      "throttlingRate and throttlingBurst: one is given; give both.",
    ],
    [
      "a route's options among its function's",
      { routes: { "GET /": { handler, auth: "iam" } } },
      'auth belongs to the route, not to its function; write { target: "src/handler.ts", auth: ... }.',
    ],
    [
      "an authoriser's file that also answers a route, with other settings",
      { routes, auth: "x", authorizers: { x: { type: "lambda", target: { handler, memory: 256 } } } },
      "src/handler.ts is used with different settings",
    ],
  ])("%s", async (_, args, problem) => {
    expect(await refused(args)).toContain(problem);
  });
});
