import { describe, expect, test } from "vitest";
import { Gateway } from "../../../../../platform/index.ts";
import { graphOfProgram, inputsOf, partsOf } from "../../../../support/index.ts";
import { handler, integration, rest, triggers } from "./support.ts";

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
      "cloudwatch.MetricAlarm api-5xx",
      "cloudwatch.MetricAlarm api-handler-concurrency",
      "cloudwatch.MetricAlarm api-handler-duration",
      "cloudwatch.MetricAlarm api-handler-errors",
      "cloudwatch.MetricAlarm api-handler-throttles",
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
    expect(inputsOf(graph, "api-5xx")).toMatchObject({
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
