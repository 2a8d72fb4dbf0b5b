import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { abTest } from "../../../../platform/index.ts";
import { inputsOf } from "../../../support/index.ts";
import { edge, graphWith } from "../support.ts";

describe("an A/B test", () => {
  const viewer = () => [
    abTest({ name: "hero", variants: { current: 3, bold: { share: 1, serve: { "/": "/bold.html" } } } }),
  ];

  test("makes a cache policy that tells the variants apart, and keeps cookies and queries out", async () => {
    const graph = await graphWith(viewer());
    const made = inputsOf(graph, "site-distribution").defaultCacheBehavior;
    expect(made).toMatchObject({ cachePolicyId: graph.get("site-cache").id });
    expect(inputsOf(graph, "site-cache")).toMatchObject({
      name: "shop-prod-site-cache",
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "none" },
        headersConfig: { headerBehavior: "whitelist", headers: { items: ["x-ab-hero"] } },
      },
    });
  });

  test("tells request and response the same variant, and asks a new viewer to keep it", async () => {
    const [request, response] = await Promise.all([edge(viewer()), edge(viewer(), "viewer-response")]);
    for (let i = 0; i < 50; i++) {
      const requestId = createHash("sha256").update(`${i}`).digest("base64");
      const asked = await request.call({ requestId });
      const answered = await response.call({ requestId, response: { statusCode: 200 } });
      const variant = asked.headers?.["x-ab-hero"]?.value;
      expect(asked.uri).toBe(variant === "bold" ? "/bold.html" : "/");
      expect(answered.cookies?.["ab-hero"]).toEqual({
        value: variant,
        attributes: "Path=/; Max-Age=2592000; Secure; SameSite=Lax",
      });
    }
  });

  test("keeps a viewer's variant, sets no cookie again, and believes neither a made-up cookie nor a header", async () => {
    const [request, response] = await Promise.all([edge(viewer()), edge(viewer(), "viewer-response")]);
    const cookies = { "ab-hero": "bold" };
    const asked = await request.call({ cookies, headers: { "x-ab-hero": "current" } });
    expect(asked.headers?.["x-ab-hero"]?.value).toBe("bold");
    expect(await response.call({ cookies, response: { statusCode: 200 } })).not.toHaveProperty("cookies");
    const madeUp = await request.call({ cookies: { "ab-hero": "constructor" } });
    expect(["current", "bold"]).toContain(madeUp.headers?.["x-ab-hero"]?.value);
  });

  test("shares viewers out as it was told", async () => {
    const { call } = await edge(viewer());
    const ids = Array.from({ length: 2_000 }, (_, i) =>
      createHash("sha256").update(`id ${i}`).digest("base64"),
    );
    const variants = await Promise.all(
      ids.map(async (requestId) => (await call({ requestId })).headers!["x-ab-hero"]!.value),
    );
    const bold = variants.filter((variant) => variant === "bold").length / ids.length;
    expect(bold).toBeGreaterThan(0.21);
    expect(bold).toBeLessThan(0.29);
  });
});
