import { describe, expect, test } from "vitest";
import { abTest, basicAuth, indexDocuments, redirects, securityHeaders } from "../../../../platform/index.ts";
import { refusal } from "../support.ts";

describe("ready-made behaviours", () => {
  test.each([
    [redirects({}), "there is no rule"],
    [redirects({ "/old?x": "/new" }), '"/old?x" given; a path such as "/old" or "/old/*" is expected'],
    [redirects({ "/old": "//evil.example" }), '"/old" leads to "//evil.example"'],
    [redirects({ "/old": "http://shop.example" }), 'an address that begins with "https://", is expected'],
    [redirects({ "/old": "/new/*" }), "only a pattern leads to one"],
    [redirects({ "/a": "/b", "/b": "/a" }), '"/a" leads to "/b" leads to "/a": a loop'],
    [redirects({ "/a/*": "/a/b/*" }), '"/a/*" leads to "/a/*": a loop'],
    [redirects({ "/a": "/b" }, { kind: "forever" as never }), 'kind: "forever" given'],
    [securityHeaders({ frameOptions: "ALLOW" as never }), 'frameOptions: "ALLOW" given'],
    [
      securityHeaders({ headers: { "a b": "c" } }),
      `headers: "a b" is not a header's name: use letters, digits and "-".`,
    ],
    [indexDocuments({ document: "a/b.html" }), 'document: "a/b.html" given'],
    [basicAuth({ realm: 'a"b' }), "realm: "],
    [abTest({ name: "Hero", variants: { a: 1, b: 1 } }), '"Hero" may hold lower-case letters'],
    [abTest({ name: "x", variants: { a: 0, b: 0 } }), "all shares are 0"],
    [abTest({ name: "x", variants: { a: 1.5, b: 1 } }), "variants.a: 1.5 given"],
    [abTest({ name: "x", variants: { a: 1, "b c": 1 } }), 'variants: "b c" given'],
    [abTest({ name: "x", variants: { a: 1, b: 1 }, days: 401 }), "days: 401 given"],
  ])("that can't be are refused %#", async (behavior, problem) => {
    expect(await refusal({ viewer: [behavior] })).toContain(problem);
  });

  test("that can stand there once only are refused twice", async () => {
    expect(await refusal({ viewer: [securityHeaders(), securityHeaders()] })).toContain(
      "viewer: securityHeaders stands there twice; put everything into one.",
    );
  });

  test("an A/B test doesn't trust a cache policy that may mix its variants up", async () => {
    const message = await refusal({
      viewer: [abTest({ name: "x", variants: { a: 1, b: 1 } })],
      cache: { policyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" },
    });
    expect(message).toContain("cache: abTest tells cached answers apart by a header");
  });
});
