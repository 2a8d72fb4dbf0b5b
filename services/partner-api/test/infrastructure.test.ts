import { expect, test } from "vitest";
import { checkRunbook, checkTags, graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const { paths, components } = JSON.parse(String(graph.get("api-rest").inputs.body));

test("the API has exactly the routes that are documented", () => {
  const routes = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );

  expect(routes.sort()).toEqual(["GET /products", "POST /orders"]);
});

test("every route needs an API key, and an order a partner's token too", () => {
  expect(paths["/products"].get.security).toEqual([{ api_key: [] }]);
  expect(paths["/orders"].post.security).toEqual([{ partners: [] }, { api_key: [] }]);
  expect(components.securitySchemes.partners["x-amazon-apigateway-authorizer"].authorizerUri).toContain(
    ":function:partner-api-dev-api-authorise/",
  );
});

test("an order that doesn't fit is refused before it costs an invocation", () => {
  const { requestBody, "x-amazon-apigateway-request-validator": validator } = paths["/orders"].post;
  const model = requestBody.content["application/json"].schema.$ref.split("/").at(-1);

  expect(validator).toBe("request");
  expect(components.schemas[model]).toMatchObject({
    required: ["reference", "sku", "quantity"],
    properties: { sku: { enum: ["MUG-01", "TEE-01"] }, quantity: { minimum: 1, maximum: 1000 } },
    additionalProperties: false,
  });
});

test("each partner has a key whose value nobody writes down, and a quota", () => {
  const keys = graph.of("aws:apigateway/apiKey:ApiKey");

  expect(keys.map(({ inputs }) => inputs.name).sort()).toEqual([
    "partner-api-dev-api-acme",
    "partner-api-dev-api-globex",
  ]);
  for (const { inputs } of keys) expect(inputs).not.toHaveProperty("value");
  expect(graph.get("api-plan basic").inputs.quotaSettings).toEqual({ limit: 10_000, period: "DAY" });
});

test("only the function that takes orders may write them", () => {
  const writes = (fn: string) =>
    statements(graph, `${fn}-policy`).some(({ actions }) => actions.includes("dynamodb:PutItem"));

  expect(["api-submit-order", "api-list-products", "api-authorise"].map(writes)).toEqual([
    true,
    false,
    false,
  ]);
});

test("the runbook says what to do about every alarm", () =>
  checkRunbook(dir, { handler: ["authorise", "list-products", "submit-order"] }));

test("tags name the service and its owner", () => checkTags(graph, "partnerships"));
