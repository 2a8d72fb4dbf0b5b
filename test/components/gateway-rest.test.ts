import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Graph } from "../../platform/engine/index.ts";
import { Function, Gateway, type GatewayArgs } from "../../platform/index.ts";
import { graphOfProgram, inputsOf, partsOf } from "../support/index.ts";

const handler = "src/handler.ts";
const userPoolArn = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc";

type RestArgs = Extract<GatewayArgs, { type: "rest" }>;
const rest = (args: Omit<RestArgs, "type">) =>
  graphOfProgram(() => void new Gateway("api", { type: "rest", ...args }));

interface Operation {
  readonly [key: string]: unknown;
  readonly "x-amazon-apigateway-integration": Record<string, unknown>;
}
interface Document {
  readonly [key: string]: unknown;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: Record<"schemas" | "securitySchemes", Record<string, Record<string, unknown>>>;
}
const documentOf = (graph: Graph): Document => JSON.parse(String(inputsOf(graph, "api-rest").body));
const integration = "x-amazon-apigateway-integration";
const triggers = (graph: Graph) => inputsOf(graph, "api-rest-deployment").triggers;

describe("a REST gateway of which only a route is said", async () => {
  const graph = await graphOfProgram(() => {
    const api = new Gateway("api", { type: "rest", routes: { "GET /users/{id}": handler } });
    return { url: api.url, stage: api.parts.stage.stageName };
  });
  const id = graph.get("api-rest").id;

  test("consists of these parts and no others: its routes are one document", () => {
    expect(partsOf(graph)).toEqual([
      "apigateway.Deployment api-rest-deployment",
      "apigateway.MethodSettings api-rest-throttling",
      "apigateway.RestApi api-rest",
      "apigateway.Stage api-stage",
      "cloudwatch.LogGroup api-access-log",
      "cloudwatch.LogGroup api-handler-logs",
      "cloudwatch.MetricAlarm api-handler-concurrency",
      "cloudwatch.MetricAlarm api-handler-duration",
      "cloudwatch.MetricAlarm api-handler-errors",
      "cloudwatch.MetricAlarm api-handler-throttles",
      "cloudwatch.MetricAlarm api-server-errors",
      "codedeploy.Application api-handler-application",
      "codedeploy.DeploymentGroup api-handler-deployment-group",
      "iam.Role api-handler-deployment-role",
      "iam.Role api-handler-role",
      "iam.RolePolicy api-handler-deployment-policy",
      "iam.RolePolicy api-handler-policy",
      "lambda.Alias api-handler-alias",
      "lambda.Function api-handler-function",
      "lambda.Permission api-GET /users/{id}-permission",
    ]);
  });

  test("is regional and speaks no TLS older than 1.2", () => {
    const { body, ...rest } = inputsOf(graph, "api-rest");
    expect(rest).toEqual({
      name: "shop-prod-api",
      endpointConfiguration: { types: "REGIONAL" },
      securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06",
      endpointAccessMode: "STRICT",
    });
    expect(JSON.parse(String(body))).toEqual({
      openapi: "3.0.1",
      info: { title: "shop-prod-api", version: "1" },
      paths: {
        "/users/{id}": {
          get: {
            parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
            responses: {},
            [integration]: {
              type: "aws_proxy",
              httpMethod: "POST",
              uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-api-handler:live/invocations",
            },
          },
        },
      },
      components: { schemas: {}, securitySchemes: {} },
    });
  });

  test("has a stage called as the stack, throttled, traced, with each request logged", () => {
    const { accessLogSettings, ...rest } = inputsOf(graph, "api-stage");
    expect(rest).toEqual({
      restApi: id,
      deployment: graph.get("api-rest-deployment").id,
      stageName: "prod",
      xrayTracingEnabled: true,
    });
    const { destinationArn, format } = accessLogSettings as Record<string, string>;
    expect(destinationArn).toMatch(/:log-group:\/aws\/vendedlogs\/apigateway\/shop-prod-api$/);
    expect(JSON.parse(format!)).toMatchObject({
      routeKey: "$context.httpMethod $context.resourcePath",
      apiKeyId: "$context.identity.apiKeyId",
    });
    expect(format).not.toContain('identity.apiKey"');
    expect(inputsOf(graph, "api-rest-throttling")).toEqual({
      restApi: id,
      stageName: "prod",
      methodPath: "*/*",
      settings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 },
    });
  });

  test("lets just that route invoke the function, and raises an alarm on server errors", () => {
    expect(inputsOf(graph, "api-GET /users/{id}-permission").sourceArn).toBe(
      `arn:aws:execute-api:eu-west-1:123456789012:${id}/*/GET/users/*`,
    );
    expect(inputsOf(graph, "api-server-errors")).toMatchObject({
      namespace: "AWS/ApiGateway",
      metricName: "5XXError",
      dimensions: { ApiName: "shop-prod-api", Stage: "prod" },
      threshold: 5,
    });
  });

  test("gives its URL and its parts to the program", () => {
    expect(graph.outputs).toEqual({
      url: `https://${id}.execute-api.eu-west-1.amazonaws.com/prod`,
      stage: "prod",
    });
  });
});

describe("a deployment is made anew", () => {
  const before = { routes: { "GET /": handler } } as const;
  test.each([
    ["by another route", { routes: { "GET /": handler, "POST /": handler } }],
    ["by another function behind a route", { routes: { "GET /": "src/other.ts" } }],
    ["by another authorisation", { ...before, auth: "iam" }],
    ["by what counts as bytes", { ...before, binaryMediaTypes: ["image/png"] }],
    [
      "by a domain, which turns AWS's name off",
      { ...before, domain: { name: "a.example.com", zoneId: "Z1" } },
    ],
    ["by a transform of the document", { ...before, transform: { api: { body: "{}" } } }],
  ] as const)("%s", async (_, after) => {
    expect(triggers(await rest(after))).not.toEqual(triggers(await rest(before)));
  });

  test.each([
    ["throttling", { ...before, throttlingRate: 7 }],
    ["a function's settings", { ...before, function: { memory: 1024 } }],
    ["a web ACL", { ...before, webAcl: "arn:aws:wafv2:eu-west-1:1:regional/webacl/a/b" }],
  ] as const)("and not by %s", async (_, after) => {
    expect(triggers(await rest(after))).toEqual(triggers(await rest(before)));
  });
});

describe("what a service says about a REST gateway", () => {
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

  test("requests are checked by a JSON schema before they cost an invocation; equal schemas are one model", async () => {
    const body = { type: "object", properties: { id: { type: "string", minLength: 1 } }, required: ["id"] };
    const validate = { body: { $schema: "https://json-schema.org/draft-04/schema#", ...body } };
    const graph = await rest({
      routes: {
        "POST /orders": { target: handler, validate },
        "PUT /orders": { target: handler, validate: { body, query: ["dry"], headers: ["x-tenant"] } },
      },
    });
    const { paths, components, ...document } = documentOf(graph);
    const [model = "", ...others] = Object.keys(components.schemas);
    expect(others).toEqual([]);
    expect(components.schemas[model]).toEqual(body);
    expect(document["x-amazon-apigateway-request-validators"]).toEqual({
      request: { validateRequestBody: true, validateRequestParameters: true },
    });
    expect(paths["/orders"]?.put).toMatchObject({
      "x-amazon-apigateway-request-validator": "request",
      parameters: [
        { name: "dry", in: "query", required: true },
        { name: "x-tenant", in: "header", required: true },
      ],
      requestBody: {
        required: true,
        content: { "application/json": { schema: { $ref: `#/components/schemas/${model}` } } },
      },
    });
  });

  test("the handler's own schema is the JSON schema that it stands for", async () => {
    const body = z.object({ id: z.string().min(1), size: z.enum(["s", "m"]).default("m") });
    const graph = await rest({ routes: { "POST /": { target: handler, validate: { body } } } });
    expect(Object.values(documentOf(graph).components.schemas)).toEqual([
      {
        type: "object",
        properties: {
          id: { type: "string", minLength: 1 },
          size: { type: "string", enum: ["s", "m"], default: "m" },
        },
        required: ["id"],
      },
    ]);
  });

  test("a streaming route invokes by the streaming path, for as long as its function may run", async () => {
    const graph = await rest({
      function: { timeout: 60 },
      routes: { "GET /": { target: handler, responseTransferMode: "STREAM" } },
    });
    expect(documentOf(graph).paths["/"]?.get?.[integration]).toEqual({
      type: "aws_proxy",
      httpMethod: "POST",
      uri: "arn:aws:apigateway:eu-west-1:lambda:path/2021-11-15/functions/arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-api-handler:live/response-streaming-invocations",
      responseTransferMode: "STREAM",
      timeoutInMillis: 60_000,
    });
  });

  test("CORS is answered without a function, and stands on refusals and on the functions' own answers", async () => {
    const graph = await rest({
      cors: {
        origins: ["https://shop.example.com"],
        headers: ["authorization"],
        credentials: true,
        maxAge: 60,
      },
      routes: { "GET /a": handler, "POST /a": handler, "ANY /b": handler },
    });
    const document = documentOf(graph);
    const preflight = (path: string) =>
      document.paths[path]?.options?.[integration] as unknown as {
        type: string;
        responses: { default: { responseParameters: Record<string, string> } };
      };
    expect(preflight("/a").type).toBe("mock");
    expect(preflight("/a").responses.default.responseParameters).toEqual({
      "method.response.header.Access-Control-Allow-Origin": "'https://shop.example.com'",
      "method.response.header.Access-Control-Allow-Methods": "'GET,POST,OPTIONS'",
      "method.response.header.Access-Control-Allow-Headers": "'authorization'",
      "method.response.header.Access-Control-Allow-Credentials": "'true'",
      "method.response.header.Access-Control-Max-Age": "'60'",
    });
    expect(
      preflight("/b").responses.default.responseParameters[
        "method.response.header.Access-Control-Allow-Methods"
      ],
    ).toBe("'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS'");
    expect(document.paths["/b"]).toHaveProperty("x-amazon-apigateway-any-method");
    const refusal = {
      responseParameters: {
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://shop.example.com'",
        "gatewayresponse.header.Access-Control-Allow-Credentials": "'true'",
      },
    };
    expect(document["x-amazon-apigateway-gateway-responses"]).toEqual({
      DEFAULT_4XX: refusal,
      DEFAULT_5XX: refusal,
    });
    const { variables } = inputsOf(graph, "api-handler-function").environment as {
      variables: Record<string, string>;
    };
    expect(JSON.parse(variables.PLATFORM_RESPONSE_HEADERS!)).toEqual({
      "Access-Control-Allow-Origin": "https://shop.example.com",
      "Access-Control-Allow-Credentials": "true",
    });
  });

  test("limits of a route, a web ACL, bytes and a domain become exactly those settings", async () => {
    const webAcl = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shop/a1";
    const graph = await rest({
      routes: { "GET /users/{id}": { target: handler, throttlingRate: 2, throttlingBurst: 3 } },
      webAcl,
      binaryMediaTypes: ["image/png"],
      domain: { name: "api.example.com", zoneId: "Z1" },
    });
    expect(inputsOf(graph, "api-throttling ~1users~1{id}/GET")).toMatchObject({
      methodPath: "~1users~1{id}/GET",
      settings: { throttlingRateLimit: 2, throttlingBurstLimit: 3 },
    });
    expect(inputsOf(graph, "api-rest-web-acl")).toEqual({
      resourceArn: graph.get("api-stage").outputs.arn,
      webAclArn: webAcl,
    });
    expect(inputsOf(graph, "api-rest")).toMatchObject({
      binaryMediaTypes: ["image/png"],
      disableExecuteApiEndpoint: true,
    });
    expect(inputsOf(graph, "api-domain-mapping")).toMatchObject({
      apiId: graph.get("api-rest").id,
      stage: "prod",
    });
  });

  test("a function made elsewhere may answer its routes", async () => {
    const graph = await graphOfProgram(() => {
      const worker = new Function("worker", { handler });
      new Gateway("api", { type: "rest", routes: { "GET /": worker } });
    });
    expect(graph.of("aws:lambda/function:Function")).toHaveLength(1);
    expect(String(documentOf(graph).paths["/"]?.get?.[integration].uri)).toContain(
      ":function:shop-prod-worker/",
    );
  });
});
