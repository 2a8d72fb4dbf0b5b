import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Function, Gateway } from "../../../../../platform/index.ts";
import { graphOfProgram, inputsOf } from "../../../../support/index.ts";
import { documentOf, handler, integration, rest } from "./support.ts";

describe("what a service says about a REST gateway", () => {
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
