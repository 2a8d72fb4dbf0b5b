import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkRoute, checkRoutes, methods, parseRoute, ValueError } from "../../platform/values/route.ts";

describe("a route key", () => {
  test("is read into its method, path and parameters", () => {
    expect(parseRoute("GET /users/{id}/files/{proxy+}")).toEqual({
      method: "GET",
      path: "/users/{id}/files/{proxy+}",
      parameters: ["id", "proxy"],
      greedy: "proxy",
    });
    expect(parseRoute("ANY /")).toEqual({ method: "ANY", path: "/", parameters: [] });
    expect(parseRoute("$default")).toEqual({ method: "$default", path: "", parameters: [] });
  });

  test.each([...methods])("may name the method %s", (method) => {
    expect(checkRoute(`${method} /users`)).toEqual([]);
  });

  test.each([
    ["FETCH /users", "none of the methods"],
    ["get /users", "none of the methods"],
    ["GET users", "start with a slash"],
    ["GET", "a method, one space and a path"],
    ["GET  /users", "a method, one space and a path"],
    ["", "a method, one space and a path"],
    ["GET /users/", "slash at its end"],
    ["GET //users", "two slashes"],
    ["GET /us ers", "a method, one space and a path"],
    ["GET /users?x=1", "may hold letters"],
    ["GET /{proxy+}/x", "only the last part"],
    ["GET /{id}/x/{id}", "more than once"],
    ["GET /file-{id}", "is not a parameter"],
    ["GET /{}", "is not a parameter"],
  ])("%j is refused in words", (key, words) => {
    expect(checkRoute(key)).toEqual([expect.stringContaining(words)]);
  });

  test("reports all its problems together", () => {
    expect(checkRoute("get /{a+}/{a}/ü")).toHaveLength(4);
    expect(() => parseRoute("get /{a+}/{a}/ü")).toThrow(ValueError);
  });

  test("is either read or refused in words, whatever the string", () => {
    const part = fc.oneof(fc.constantFrom("{id}", "{proxy+}", "users", ""), fc.string({ maxLength: 5 }));
    const keys = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.constantFrom(...methods, "get"), fc.array(part))
        .map(([method, parts]) => `${method} /${parts.join("/")}`),
    );
    fc.assert(
      fc.property(keys, (key) => {
        const problems = checkRoute(key);
        if (problems.length > 0) expect(problems.every((problem) => problem.endsWith("."))).toBe(true);
        else expect(`${parseRoute(key).method} ${parseRoute(key).path}`.trim()).toBe(key);
      }),
    );
  });
});

describe("the routes of an API", () => {
  test("may differ in method or path", () => {
    expect(checkRoutes(["GET /users/{id}", "PUT /users/{id}", "GET /users/{proxy+}", "$default"])).toEqual(
      [],
    );
  });

  test("may not differ in the names of parameters alone", () => {
    expect(checkRoutes(["GET /users/{id}", "GET /users/{name}"])).toEqual([
      expect.stringContaining("match the same requests"),
    ]);
  });

  test("are at most as many as the quota", () => {
    const keys = Array.from({ length: 301 }, (_, index) => `GET /r${index}`);
    expect(checkRoutes(keys)).toEqual([expect.stringContaining("301 routes; up to 300")]);
  });
});
