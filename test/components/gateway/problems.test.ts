import { describe, expect, test } from "vitest";
import { Gateway, type GatewayArgs } from "../../../platform/index.ts";
import { errorOf } from "../../support/index.ts";

const handler = "src/handler.ts";

describe("a gateway refuses", () => {
  const refused = (args: object) => errorOf(() => void new Gateway("api", args as GatewayArgs));

  test("all that is wrong at once", async () => {
    const message = await refused({
      routes: {
        "get /users": handler,
        "GET /users/": handler,
        "PUT /a": { handler, memory: 256 },
        "PUT /b": { handler, memory: 512 },
      },
      throttlingRate: 0,
      throttlingBurst: 10_001,
      cors: { origins: ["*"], credentials: true, headrs: [] },
      transform: { apis: {} },
      route: {},
    });
    expect(message).toContain('Gateway "api" of service shop has');
    for (const problem of [
      "route: there is no such argument; did you mean routes?",
      "transform.apis: there is no such argument; did you mean api?",
      "cors.headrs: there is no such argument; did you mean headers?",
      "get /users",
      "a slash at its end",
      "routes: src/handler.ts is used with different settings; use the same object in each place.",
      "throttlingRate: 0 given; whole numbers from 1 to 10000 requests are allowed.",
      "throttlingBurst: 10001 given",
      'cors: credentials and the origin "*" exclude each other; name the origins.',
    ])
      expect(message).toContain(problem);
  });

  test.each([
    [{ routes: {} }, "routes: there is none; give at least one"],
    [{}, "routes: there is none; give at least one"],
    [{ routes: { "GET /": handler }, cors: {} }, "cors.origins: there is none; name at least one"],
    [{ routes: { "GET /": undefined } }, 'routes: "GET /" leads to nothing'],
    [
      { routes: { "GET /a": "src/get-user.ts", "GET /b": "src/get/user.ts" } },
      "routes: src/get-user.ts and src/get/user.ts both give the name api-get-user; rename one of the files.",
    ],
    [{ type: "soap", routes: { "GET /": handler } }, 'type: "soap" given; one of these is expected: "http"'],
    [
      { routes: { "GET /": { target: handler, thrtle: 1 } } },
      'routes: "GET /": thrtle: there is no such argument',
    ],
    [{ routes: { "GET /": { target: undefined } } }, 'routes: "GET /" leads to nothing'],
  ])("%j", async (args, problem) => {
    expect(await refused(args)).toContain(problem);
  });

  test("retries and destinations, which requests don't have", async () => {
    expect(await refused({ routes: { "GET /": { handler, retries: 1 } } })).toContain(
      'Function "api-handler" of service shop has 1 problem(s):\n  - retries: nothing invokes this function asynchronously',
    );
  });
});
