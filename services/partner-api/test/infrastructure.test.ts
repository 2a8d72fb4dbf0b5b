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

test("the function that takes orders may tell order-events of them, on exactly its queue", () => {
  const { environment } = graph.get("api-submit-order-function").inputs;

  expect(environment).toMatchObject({
    variables: {
      ORDER_EVENTS_QUEUE_URL:
        "https://sqs.eu-west-1.amazonaws.com/123456789012/order-events-dev-order-events",
    },
  });
  expect(statements(graph, "api-submit-order-policy")).toContainEqual({
    effect: "Allow",
    actions: ["sqs:SendMessage"],
    resources: ["arn:aws:sqs:eu-west-1:123456789012:order-events-dev-order-events"],
  });
});

test("the runbook says what to do about every alarm", () =>
  checkRunbook(dir, { handler: ["authorise", "list-products", "submit-order"] }));

test("tags name the service and its owner", () => checkTags(graph, "partnerships"));
