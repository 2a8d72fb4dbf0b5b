import { describe, expect, test } from "vitest";
import { Function, Gateway, Queue, Table } from "../../../platform/index.ts";
import { graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const handler = "src/handler.ts";
describe("a gateway of which only a route is said", async () => {
  const graph = await graphOfProgram(() => {
    const api = new Gateway("api", { routes: { "GET /users/{id}": handler } });
    return { url: api.url, names: Object.keys(api.functions) };
  });
  const apiId = graph.get("api-http").id;

  test("consists of these parts and no others: requests need no dead-letter queue", () => {
    expect(partsOf(graph)).toEqual([
      "apigatewayv2.Api api-http",
      "apigatewayv2.Integration api-handler-integration",
      "apigatewayv2.Route api-GET /users/{id}",
      "apigatewayv2.Stage api-stage",
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

  test("is an HTTP API without CORS", () => {
    expect(inputsOf(graph, "api-http")).toEqual({ name: "shop-prod-api", protocolType: "HTTP" });
  });

  test("deploys changes at once, is throttled, and logs each request", () => {
    const { accessLogSettings, ...rest } = inputsOf(graph, "api-stage");
    expect(rest).toEqual({
      apiId,
      name: "$default",
      autoDeploy: true,
      defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 },
    });
    const { destinationArn, format } = accessLogSettings as { destinationArn: string; format: string };
    expect(destinationArn).toMatch(/:log-group:\/aws\/vendedlogs\/apigateway\/shop-prod-api$/);
    expect(JSON.parse(format)).toMatchObject({ routeKey: "$context.routeKey", status: "$context.status" });
    expect(inputsOf(graph, "api-access-log")).toEqual({
      name: "/aws/vendedlogs/apigateway/shop-prod-api",
      retentionInDays: 30,
    });
  });

  test("leads the route to the function, which only that route may invoke", () => {
    expect(inputsOf(graph, "api-GET /users/{id}")).toEqual({
      apiId,
      routeKey: "GET /users/{id}",
      target: `integrations/${graph.get("api-handler-integration").id}`,
    });
    expect(inputsOf(graph, "api-handler-integration")).toEqual({
      apiId,
      integrationType: "AWS_PROXY",
      integrationUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-api-handler:live/invocations`,
      payloadFormatVersion: "2.0",
    });
    expect(inputsOf(graph, "api-GET /users/{id}-permission")).toEqual({
      action: "lambda:InvokeFunction",
      function: "shop-prod-api-handler",
      qualifier: "live",
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:eu-west-1:123456789012:${apiId}/*/GET/users/*`,
    });
  });

  test("raises an alarm on server errors", () => {
    expect(inputsOf(graph, "api-5xx")).toMatchObject({
      namespace: "AWS/ApiGateway",
      metricName: "5xx",
      dimensions: { ApiId: apiId },
      threshold: 5,
    });
  });

  test("gives its URL and its functions to the program", () => {
    expect(graph.outputs).toEqual({
      url: `https://${apiId}.execute-api.eu-west-1.amazonaws.com`,
      names: ["api-handler"],
    });
  });
});

describe("permissions of routes name exactly the requests they are for", () => {
  test.each([
    ["ANY /users", "/*/*/users"],
    ["HEAD /users", "/*/HEAD/users"],
    // Source: AWS's SAM, pull request 2574, "Fix generated Lambda permission's SourceARN when $default path is used in
    // HTTP API", which an integration test on AWS proves.
    ["$default", "/*/$default"],
    ["GET /files/{path+}", "/*/GET/files/*"],
    ["DELETE /a/{b}/c/{d}", "/*/DELETE/a/*/c/*"],
    ["GET /", "/*/GET/"],
  ] as const)("%s", async (key, path) => {
    const graph = await graphOfProgram(() => void new Gateway("api", { routes: { [key]: handler } }));
    expect(String(inputsOf(graph, `api-${key}-permission`).sourceArn)).toBe(
      `arn:aws:execute-api:eu-west-1:123456789012:${graph.get("api-http").id}${path}`,
    );
  });
});

describe("what a service says about a gateway", () => {
  test("the parts of its type are there for the program, by the type's own names", async () => {
    const graph = await graphOfProgram(() => {
      const api = new Gateway("api", { type: "http", routes: { "GET /": handler } });
      return { id: api.parts.api.id, stage: api.parts.stage.name, log: api.parts.accessLog.name };
    });
    expect(graph.outputs).toEqual({
      id: graph.get("api-http").id,
      stage: "$default",
      log: "/aws/vendedlogs/apigateway/shop-prod-api",
    });
  });

  test("a route with a target of its own is the same as the target alone", async () => {
    const graphs = await Promise.all([
      graphOfProgram(() => void new Gateway("api", { routes: { "GET /": handler } })),
      graphOfProgram(() => void new Gateway("api", { routes: { "GET /": { target: handler } } })),
    ]);
    expect(JSON.stringify(graphs[1])).toBe(JSON.stringify(graphs[0]));
  });

  test("routes of one file share a function and an integration", async () => {
    const graph = await graphOfProgram(
      () => void new Gateway("api", { routes: { "GET /users": handler, "POST /users": handler } }),
    );
    expect(graph.of("aws:lambda/function:Function")).toHaveLength(1);
    expect(graph.of("aws:apigatewayv2/integration:Integration")).toHaveLength(1);
    expect(graph.of("aws:apigatewayv2/route:Route")).toHaveLength(2);
    expect(graph.of("aws:lambda/permission:Permission")).toHaveLength(2);
  });

  test("a function made elsewhere may answer routes of two gateways", async () => {
    const graph = await graphOfProgram(() => {
      const worker = new Function("worker", { handler });
      new Gateway("inner", { routes: { "GET /": worker } });
      new Gateway("outer", { routes: { "GET /": worker } });
    });
    expect(graph.of("aws:lambda/function:Function")).toHaveLength(1);
    for (const name of ["inner", "outer"])
      expect(inputsOf(graph, `${name}-worker-integration`).apiId).toBe(graph.get(`${name}-http`).id);
  });

  test("links of the gateway reach every function, those of a route only its own", async () => {
    const graph = await graphOfProgram(() => {
      const [users, jobs] = [new Table("users", { partitionKey: "id" }), new Queue("jobs")];
      new Gateway("api", {
        link: [users.read],
        routes: { "GET /users": handler, "POST /users": { handler: "src/other.ts", link: [jobs] } },
      });
    });
    const variables = (name: string) =>
      inputsOf(graph, name).environment as { variables: Record<string, string> };
    expect(Object.keys(variables("api-handler-function").variables)).not.toContain("JOBS_QUEUE_URL");
    expect(variables("api-other-function").variables).toMatchObject({
      USERS_TABLE_NAME: "shop-prod-users",
      JOBS_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/shop-prod-jobs",
    });
    expect(statements(graph, "api-handler-policy").flatMap((s) => s.actions)).not.toContain(
      "sqs:SendMessage",
    );
    expect(statements(graph, "api-other-policy").flatMap((s) => s.actions)).toContain("sqs:SendMessage");
  });

  test("settings of a route come before those of the gateway, key by key", async () => {
    const graph = await graphOfProgram(
      () =>
        void new Gateway("api", {
          function: { memory: 1024, timeout: 5, environment: { AA: "1", BB: "gateway" } },
          transform: { function: { role: { path: "/all/" }, logGroup: { skipDestroy: true } } },
          routes: {
            "GET /": {
              handler,
              timeout: 20,
              memory: undefined,
              environment: { BB: "route" },
              transform: { role: { path: "/own/" } },
            },
          },
        }),
    );
    expect(inputsOf(graph, "api-handler-function")).toMatchObject({
      memorySize: 1024,
      timeout: 20,
      environment: { variables: { AA: "1", BB: "route" } },
    });
    expect(inputsOf(graph, "api-handler-role").path).toBe("/own/");
    expect(inputsOf(graph, "api-handler-logs").skipDestroy).toBe(true);
  });

  test("CORS and throttling become exactly those settings", async () => {
    const graph = await graphOfProgram(
      () =>
        void new Gateway("api", {
          routes: { "GET /": handler },
          throttlingRate: 5,
          throttlingBurst: 7,
          cors: {
            origins: ["https://shop.example.com"],
            methods: ["GET"],
            headers: ["authorization"],
            exposeHeaders: ["etag"],
            credentials: true,
            maxAge: 60,
          },
        }),
    );
    expect(inputsOf(graph, "api-http").corsConfiguration).toEqual({
      allowOrigins: ["https://shop.example.com"],
      allowMethods: ["GET"],
      allowHeaders: ["authorization"],
      exposeHeaders: ["etag"],
      allowCredentials: true,
      maxAge: 60,
    });
    expect(inputsOf(graph, "api-stage").defaultRouteSettings).toEqual({
      throttlingRateLimit: 5,
      throttlingBurstLimit: 7,
    });
  });
});
