import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Gateway, type GatewayArgs } from "../../../../../platform/index.ts";
import { errorOf } from "../../../../support/index.ts";

const handler = "src/handler.ts";
const refused = (args: object) => errorOf(() => void new Gateway("api", args as GatewayArgs));
const routes = { "GET /": handler };
const plan = { keys: ["acme"] };

describe("what only one type of gateway has is refused for the others, naming the type that has it", () => {
  test.each([
    [
      { routes, usagePlans: { basic: plan } },
      'usagePlans: an HTTP API has none; leave it out, or choose type: "rest".',
    ],
    [{ routes, webAcl: "arn:aws:wafv2:x" }, "webAcl: an HTTP API has none"],
    [{ routes, binaryMediaTypes: ["image/png"] }, "binaryMediaTypes: an HTTP API has none"],
    [{ routes, endpointType: "EDGE" }, "endpointType: an HTTP API has none"],
    [
      { routes: { "GET /": { target: handler, apiKey: true } } },
      'routes: "GET /": apiKey: an HTTP API has none',
    ],
    [
      { routes: { "GET /": { target: handler, validate: { query: ["a"] } } } },
      "validate: an HTTP API has none",
    ],
    [
      { routes: { "GET /": { target: handler, responseTransferMode: "STREAM" } } },
      "responseTransferMode: an HTTP API has none",
    ],
    [
      { type: "rest", routes, transform: { route: {} } },
      'transform.route: a REST API has none; leave it out, or choose type: "http"',
    ],
    [
      {
        type: "rest",
        routes,
        auth: "x",
        authorizers: { x: { type: "jwt", issuer: "https://a.example.com", audience: ["a"] } },
      },
      'authorizers.x: a REST API has no authorisers of type "jwt"; "cognito" and "lambda" are there.',
    ],
    [
      {
        type: "rest",
        routes,
        auth: "x",
        authorizers: {
          x: { type: "cognito", userPoolArn: "arn:aws:cognito-idp:eu-west-1:1:userpool/a", clientIds: ["a"] },
        },
      },
      "authorizers.x.clientIds: a REST API takes the tokens of every client of the pool",
    ],
  ])("%j", async (args, problem) => {
    expect(await refused(args)).toContain(problem);
  });
});

test("types refuse it too, before anything runs", () => {
  const routes = { "GET /": handler } as const;
  const program = () => {
    // @ts-expect-error an HTTP API has no usage plans
    new Gateway("a", { routes, usagePlans: { basic: { keys: ["acme"] } } });
    // @ts-expect-error an HTTP API's routes need no keys
    new Gateway("b", { routes: { "GET /": { target: handler, apiKey: true } } });
    // @ts-expect-error a type that isn't one
    new Gateway("c", { type: "soap", routes });
  };
  expect(program).toBeTypeOf("function");
});

describe("a REST gateway refuses", () => {
  const post = (options: object) => ({ type: "rest", routes: { "POST /": { target: handler, ...options } } });
  test.each([
    [
      "$default",
      { type: "rest", routes: { $default: handler } },
      'a REST API has no "$default"; use "ANY /{proxy+}"',
    ],
    [
      "two names for one parameter",
      { type: "rest", routes: { "GET /users/{id}": handler, "GET /users/{name}/orders": handler } },
      'a REST API has one parameter below "/users", and {id} is there; call it the same.',
    ],
    [
      "a path that AWS answers",
      { type: "rest", routes: { "GET /ping": handler } },
      "API Gateway answers this path itself",
    ],
    [
      "a key that nobody could have",
      post({ apiKey: true }),
      "no key exists without usagePlans; give usagePlans, or leave it out.",
    ],
    [
      "plans without keys",
      { type: "rest", routes, usagePlans: { basic: { keys: [] } } },
      "usagePlans.basic.keys: there is none",
    ],
    ["no plan at all", { type: "rest", routes, usagePlans: {} }, "usagePlans: there is none"],
    [
      "a key in two plans",
      { type: "rest", routes, usagePlans: { a: plan, b: plan } },
      'the key "acme" is given twice',
    ],
    [
      "a quota without a period",
      { type: "rest", routes, usagePlans: { a: { ...plan, quota: { limit: 1 } } } },
      "usagePlans.a.quota.period: null given",
    ],
    [
      "a quota without a limit",
      { type: "rest", routes, usagePlans: { a: { ...plan, quota: { period: "DAY" } } } },
      "usagePlans.a.quota.limit: null given",
    ],
    [
      "names of keys that AWS's list could not show well",
      { type: "rest", routes, usagePlans: { a: { keys: ["ACME Inc."] } } },
      'usagePlans.a.keys: "ACME Inc." given',
    ],
    [
      "several origins",
      { type: "rest", routes, cors: { origins: ["https://a.com", "https://b.com"] } },
      "a REST API answers every caller with the same origin",
    ],
    [
      "CORS beside a route for OPTIONS",
      { type: "rest", routes: { "OPTIONS /": handler }, cors: { origins: ["*"] } },
      "and cors exclude each other",
    ],
    ["TLS 1.0", { type: "rest", routes, securityPolicy: "TLS_1_0" }, "TLS 1.0 is broken"],
    [
      "a policy of the other endpoint type",
      { type: "rest", routes, endpointType: "EDGE" },
      "doesn't fit endpointType EDGE",
    ],
    [
      "an unknown endpoint type",
      { type: "rest", routes, endpointType: "PRIVATE" },
      'endpointType: "PRIVATE" given; "REGIONAL" and "EDGE" are allowed.',
    ],
    [
      "a domain of an edge-optimised API",
      {
        type: "rest",
        routes,
        endpointType: "EDGE",
        securityPolicy: "SecurityPolicy_TLS12_PFS_2025_EDGE",
        domain: { name: "a.example.com", zoneId: "Z1" },
      },
      "domain and endpointType EDGE exclude each other",
    ],
    ["what isn't a web ACL", { type: "rest", routes, webAcl: "my-acl" }, 'webAcl: "my-acl" given'],
    ["a check of nothing", post({ validate: {} }), "validate: it checks nothing"],
    [
      "a validator that has no JSON schema",
      post({ validate: { body: { "~standard": { validate: () => ({}) } } } }),
      "can't be converted to a JSON schema",
    ],
    [
      "what JSON has no type for",
      post({ validate: { body: z.object({ at: z.date() }) } }),
      "it can't be converted to a JSON schema",
    ],
    [
      "keywords that API Gateway doesn't know",
      post({ validate: { body: z.toJSONSchema(z.object({ a: z.literal("b"), c: z.int().positive() })) } }),
      "const is unknown to API Gateway",
    ],
    ["references", post({ validate: { body: { $ref: "#/x" } } }), "$ref is unknown to API Gateway"],
    [
      "a transfer mode that isn't one",
      post({ responseTransferMode: "CHUNKED" }),
      '"BUFFERED" and "STREAM" are allowed.',
    ],
    [
      "a token authoriser with several headers",
      {
        type: "rest",
        routes,
        auth: "x",
        authorizers: { x: { type: "lambda", target: "src/other.ts", payload: "token", headers: ["a", "b"] } },
      },
      'an authoriser of payload "token" gets one header',
    ],
  ])("%s", async (_, args, problem) => {
    expect(await refused(args)).toContain(problem);
  });

  test("nothing of what zod makes for OpenAPI 3.0, properties called like keywords included", async () => {
    const schema = z.object({
      const: z.literal("a"),
      if: z.int().positive(),
      list: z.array(z.email()).min(1),
      record: z.record(z.string(), z.number()).optional(),
      either: z.union([z.string(), z.null()]),
    });
    for (const body of [schema, z.toJSONSchema(schema, { target: "openapi-3.0", io: "input" })])
      await expect(refused(post({ validate: { body } }))).rejects.toThrow("the program ended well");
  });
});
