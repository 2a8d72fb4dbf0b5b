import { describe, expect, test } from "vitest";
import { Gateway, type GatewayArgs } from "../../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../../../support/index.ts";

const handler = "src/handler.ts";
type HttpArgs = Extract<GatewayArgs, { readonly type?: "http" }>;
type Routes = HttpArgs["routes"];

const args = (routes: Routes, auth = "login") =>
  ({
    routes,
    auth,
    authorizers: { login: { type: "jwt", issuer: "https://login.example.com", audience: ["shop"] } },
    cors: { origins: ["https://shop.example.com"] },
  }) as const satisfies HttpArgs;
const gateway = (routes: Routes) => graphOfProgram(() => void new Gateway("api", args(routes)));
const refused = (routes: Routes) => errorOf(() => void new Gateway("api", args(routes)));
const open = { target: handler, auth: "public" } as const;

// AWS: "Configure CORS for HTTP APIs in API Gateway", "Configuring CORS for an HTTP API with a $default route and an
// authorizer": the $default route catches OPTIONS requests; an OPTIONS /{proxy+} route without authorization, which has
// higher priority, lets them through. That ANY catches them too is in sst's issue 5493.
describe("an HTTP API with CORS whose routes ask for authorisation", () => {
  test.each<[string, Routes, string]>([
    ["$default", { $default: handler }, "/{proxy+}"],
    ["ANY", { "ANY /user": handler }, "/user"],
    ["ANY of the rest of a path", { "ANY /web/{proxy+}": handler }, "/web/{proxy+}"],
    ["ANY beside a wider OPTIONS", { "ANY /user": handler, "OPTIONS /{proxy+}": open }, "/user"],
    ["$default beside a narrower OPTIONS", { $default: handler, "OPTIONS /user": open }, "/{proxy+}"],
  ])("is refused where %s would refuse preflight requests", async (_, routes, path) => {
    const [key] = Object.keys(routes);
    expect(await refused(routes)).toContain(
      `Gateway "api" of service shop has 1 problem(s):\n  - routes: "${key}" takes preflight requests too, which browsers send without credentials, so auth: "login" refuses them; add "OPTIONS ${path}": { target: "src/preflight.ts", auth: "public" }, or name the methods that the route takes.`,
    );
  });

  test("is refused where its own OPTIONS asks for authorisation", async () => {
    expect(await refused({ "GET /user": handler, "OPTIONS /user": handler })).toContain(
      '  - routes: "OPTIONS /user": browsers send preflight requests without credentials, so auth: "login" refuses them; give it auth: "public".',
    );
  });

  test("is refused for requests signed with SigV4 too", async () => {
    const { authorizers: _, ...signed } = args({ "ANY /user": handler }, "iam");
    expect(await errorOf(() => void new Gateway("api", signed))).toContain('so auth: "iam" refuses them');
  });

  test.each<[string, Routes]>([
    ["an open OPTIONS beside $default", { $default: handler, "OPTIONS /{proxy+}": open }],
    ["an open OPTIONS beside ANY", { "ANY /user": handler, "OPTIONS /user": open }],
    ["whatever its parameters are called", { "ANY /u/{id}": handler, "OPTIONS /u/{user}": open }],
    ["single methods", { "GET /user": handler, "POST /user": handler }],
    ["public routes for any method", { "GET /user": handler, "ANY /health": open }],
  ])("has %s", async (_, routes) => {
    const graph = await gateway(routes);
    for (const key of Object.keys(routes).filter((one) => one.startsWith("OPTIONS ")))
      expect(inputsOf(graph, `api-${key}`)).not.toHaveProperty("authorizationType");
  });

  test("is fine without CORS: no browser asks", async () => {
    const { cors: _, ...plain } = args({ $default: handler });
    const graph = await graphOfProgram(() => void new Gateway("api", plain));
    expect(inputsOf(graph, "api-$default").authorizationType).toBe("JWT");
  });
});

// AWS: "Enable CORS for a resource using the API Gateway console": the OPTIONS method of a resource is a mock of its own.
test("a REST API answers preflight requests of every path without authorisation, also where ANY asks for it", async () => {
  const graph = await graphOfProgram(
    () =>
      void new Gateway("api", {
        type: "rest",
        routes: { "ANY /": handler, "ANY /{proxy+}": handler },
        auth: "iam",
        cors: { origins: ["https://shop.example.com"] },
      }),
  );
  const { paths, ...document } = JSON.parse(String(inputsOf(graph, "api-rest").body));
  expect(document).not.toHaveProperty("security");
  for (const path of ["/", "/{proxy+}"]) {
    expect(paths[path]["x-amazon-apigateway-any-method"].security).toEqual([{ sigv4: [] }]);
    expect(paths[path].options["x-amazon-apigateway-integration"].type).toBe("mock");
    expect(paths[path].options).not.toHaveProperty("security");
  }
});
