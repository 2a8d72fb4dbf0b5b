import { expect, test } from "vitest";
import type { Target } from "../../../platform/local/target.ts";
import { arn, bringUp, fn } from "../support.ts";

const api = (
  urls: Target["urls"],
  name: string,
  routes: Record<string, string>,
  stage: object = { name: "$default" },
) => [
  {
    type: "aws:apigatewayv2/api:Api",
    name,
    id: name,
    inputs: { protocolType: "HTTP" },
    outputs: { apiEndpoint: urls.api(name) },
  },
  { type: "aws:apigatewayv2/stage:Stage", name: `${name}-stage`, inputs: { apiId: name, ...stage } },
  ...Object.entries(routes).flatMap(([routeKey, target], i) => [
    {
      type: "aws:apigatewayv2/integration:Integration",
      name: `${name}-i${i}`,
      id: `${name}-i${i}`,
      inputs: {
        apiId: name,
        integrationType: "AWS_PROXY",
        integrationUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn.function(target)}/invocations`,
      },
    },
    {
      type: "aws:apigatewayv2/route:Route",
      name: `${name}-r${i}`,
      inputs: { apiId: name, routeKey, target: `integrations/${name}-i${i}` },
    },
  ]),
];

test("a request reaches the function of its route, with path parameters", async () => {
  await using app = await bringUp((urls) => [fn("api"), ...api(urls, "web", { "GET /users/{id}": "api" })]);
  const response = await fetch(`${app.url}/users/42`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ route: "GET /users/{id}", id: "42" });
  expect((await fetch(`${app.url}/nothing`)).status).toBe(404);
});

test("a handler that throws is a 500 without the reason", async () => {
  await using app = await bringUp((urls) => [fn("fail"), ...api(urls, "web", { "GET /": "fail" })]);
  const response = await fetch(app.url);
  expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
});

test("the stage's throttling holds", async () => {
  const limited = {
    name: "$default",
    defaultRouteSettings: { throttlingRateLimit: 0.001, throttlingBurstLimit: 2 },
  };
  await using app = await bringUp((urls) => [fn("api"), ...api(urls, "web", { "GET /": "api" }, limited)]);
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) statuses.push((await fetch(app.url)).status);
  expect(statuses).toEqual([200, 200, 429]);
});

test("a stage with a name is part of the URL", async () => {
  await using app = await bringUp((urls) => [
    fn("api"),
    ...api(urls, "web", { "GET /": "api" }, { name: "v1" }),
  ]);
  expect(app.url).toMatch(/\/v1$/);
  expect((await fetch(`${app.url}/`)).status).toBe(200);
});
