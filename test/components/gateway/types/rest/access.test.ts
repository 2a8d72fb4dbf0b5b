import { describe, expect, test } from "vitest";
import { Gateway } from "../../../../../platform/index.ts";
import { graphOfProgram, inputsOf } from "../../../../support/index.ts";
import { documentOf, handler, rest } from "./support.ts";

const userPoolArn = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc";

describe("who may call a REST gateway", () => {
  test("who may call is in the document: Cognito, IAM, functions, and everybody where a route is public", async () => {
    const graph = await rest({
      authorizers: {
        users: { type: "cognito", userPoolArn },
        partners: { type: "lambda", target: "src/other.ts", ttl: 0, headers: ["x-tenant"] },
        tokens: { type: "lambda", target: "src/states.ts", payload: "token" },
      },
      auth: "users",
      routes: {
        "GET /mine": { target: handler, scopes: ["shop/read"] },
        "GET /partner": { target: handler, auth: "partners" },
        "GET /token": { target: handler, auth: "tokens" },
        "GET /signed": { target: handler, auth: "iam" },
        "GET /health": { target: handler, auth: "public" },
      },
    });
    const { paths, components } = documentOf(graph);
    const security = (path: string) => paths[path]?.get?.security;
    expect(security("/mine")).toEqual([{ users: ["shop/read"] }]);
    expect(security("/partner")).toEqual([{ partners: [] }]);
    expect(security("/signed")).toEqual([{ sigv4: [] }]);
    expect(security("/health")).toBeUndefined();
    const uri = (name: string) =>
      `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-api-${name}:live/invocations`;
    expect(components.securitySchemes).toEqual({
      users: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [userPoolArn] },
      },
      partners: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
          type: "request",
          authorizerUri: uri("other"),
          authorizerResultTtlInSeconds: 0,
          identitySource: "method.request.header.x-tenant,context.httpMethod,context.path",
        },
      },
      tokens: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
          type: "token",
          authorizerUri: uri("states"),
          authorizerResultTtlInSeconds: 300,
          identitySource: "method.request.header.Authorization",
        },
      },
      sigv4: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "awsSigv4",
      },
    });
    expect(inputsOf(graph, "api-authorizer partners-permission").sourceArn).toBe(
      `arn:aws:execute-api:eu-west-1:123456789012:${graph.get("api-rest").id}/authorizers/*`,
    );
  });

  test("usage plans ask every route for a key, but those that say otherwise", async () => {
    const graph = await rest({
      usagePlans: {
        basic: { keys: ["acme", "globex"], quota: { limit: 1000, period: "DAY" } },
        gold: { keys: ["initech"], throttlingRate: 50, throttlingBurst: 100 },
      },
      routes: { "GET /": handler, "GET /health": { target: handler, apiKey: false } },
    });
    const { paths, components } = documentOf(graph);
    expect(paths["/"]?.get?.security).toEqual([{ api_key: [] }]);
    expect(paths["/health"]?.get?.security).toBeUndefined();
    expect(components.securitySchemes.api_key).toEqual({ type: "apiKey", name: "x-api-key", in: "header" });
    const stages = [{ apiId: graph.get("api-rest").id, stage: "prod" }];
    expect(inputsOf(graph, "api-plan basic")).toEqual({
      name: "shop-prod-api-basic",
      apiStages: stages,
      quotaSettings: { limit: 1000, period: "DAY" },
    });
    expect(inputsOf(graph, "api-plan gold")).toEqual({
      name: "shop-prod-api-gold",
      apiStages: stages,
      throttleSettings: { rateLimit: 50, burstLimit: 100 },
    });
    expect(inputsOf(graph, "api-key acme")).toEqual({
      name: "shop-prod-api-acme",
      description: "Plan basic of shop-prod-api",
    });
    expect(inputsOf(graph, "api-key acme of plan basic")).toEqual({
      keyId: graph.get("api-key acme").id,
      keyType: "API_KEY",
      usagePlanId: graph.get("api-plan basic").id,
    });
  });

  test("the value of a key is secret", async () => {
    const graph = await graphOfProgram(() => {
      const args = {
        type: "rest",
        usagePlans: { basic: { keys: ["acme"] } },
        routes: { "GET /": handler },
      } as const;
      return { key: new Gateway("api", args).parts.usagePlans?.keys.acme?.value };
    });
    expect(JSON.stringify(graph.outputs)).not.toMatch(/[a-z0-9]{40}/);
  });
});
