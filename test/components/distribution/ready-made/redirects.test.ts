import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loopIn, redirectData } from "../../../../platform/components/distribution/ready-made/redirects.ts";
import { redirects } from "../../../../platform/index.ts";
import { type RedirectData, targetOf } from "../../../../platform/runtime/cloudfront/redirects.ts";
import { edge } from "../support.ts";

describe("redirects", () => {
  test("send a path elsewhere for good, its query along", async () => {
    const { call } = await edge([
      redirects({ "/old": "/new", "/shop": "https://shop.example.com/?from=www" }),
    ]);
    expect(await call({ uri: "/old", query: { a: "1", b: "" } })).toMatchObject({
      statusCode: 301,
      headers: { location: { value: "/new?a=1&b" } },
    });
    expect((await call({ uri: "/shop", query: { a: "1" } })).headers?.location?.value).toBe(
      "https://shop.example.com/?from=www&a=1",
    );
    expect((await call({ uri: "/other" })).uri).toBe("/other");
  });

  test("may be for now only", async () => {
    const { call } = await edge([redirects({ "/old": "/new" }, { kind: "temporary" })]);
    expect((await call({ uri: "/old" })).statusCode).toBe(302);
  });

  test("take the narrowest rule, whatever the order", async () => {
    const { call } = await edge([
      redirects({ "/blog/*": "/articles/*", "/blog/2020/*": "/archive", "/blog/about": "/about" }),
    ]);
    const to = async (uri: string) => (await call({ uri })).headers?.location?.value;
    expect(await to("/blog/a/b")).toBe("/articles/a/b");
    expect(await to("/blog/2020/a")).toBe("/archive");
    expect(await to("/blog/about")).toBe("/about");
  });

  test("never lead to another host because of what is in the path", async () => {
    const { call } = await edge([redirects({ "/a/*": "https://shop.example.com/*", "/b/*": "/c/*" })]);
    for (const uri of ["/a//evil.example", "/a/\\evil.example", "/a/@evil.example"])
      expect(new URL((await call({ uri })).headers!.location!.value).host).toBe("shop.example.com");
    for (const uri of ["/b//evil.example", "/b/\\evil.example"])
      expect((await call({ uri })).headers!.location!.value).toBe("/c/evil.example");
  });

  const part = fc.constantFrom("a", "b", "c");
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join("/")}` as const);
  const pattern = path.map((one) => `${one}/*` as const);
  const rule = fc.oneof(fc.tuple(path, path), fc.tuple(pattern, fc.oneof(path, pattern)));
  const rules = fc.uniqueArray(rule, { minLength: 1, maxLength: 5, selector: ([from]) => from });
  const start = fc.oneof(
    path,
    path.map((one) => `${one}/`),
  );

  test("that are accepted never lead in a circle", () => {
    fc.assert(
      fc.property(rules, fc.array(start, { minLength: 3 }), (all, starts) => {
        fc.pre(loopIn(all) === undefined);
        const data = redirectData(Object.fromEntries(all), 301);
        for (const first of starts) {
          let at: string | undefined = first;
          for (let steps = 0; at !== undefined; steps++) {
            expect(steps).toBeLessThanOrEqual(all.length);
            at = targetOf(at, data);
          }
        }
      }),
    );
  });

  test("that are refused hold a rule that may lead back to itself", () => {
    fc.assert(
      fc.property(rules, (all) => {
        const loop = loopIn(all);
        fc.pre(loop !== undefined);
        expect(loop![0]).toBe(loop!.at(-1));
        for (const from of loop!) expect(all.map(([one]) => one)).toContain(from);
      }),
    );
  });

  test("answer as the plainest way to look rules up would", () => {
    fc.assert(
      fc.property(rules, path, (all, uri) => {
        const data: RedirectData = redirectData(Object.fromEntries(all), 301);
        expect(targetOf(uri, data)).toBe(reference(all, uri));
      }),
    );
  });
});

/** The whole path first, then the longest pattern that fits. */
function reference(rules: readonly (readonly [string, string])[], uri: string): string | undefined {
  const exact = rules.find(([from]) => from === uri);
  if (exact) return exact[1];
  const [best] = rules
    .filter(([from]) => from.endsWith("/*") && uri.startsWith(from.slice(0, -1)))
    .sort(([a], [b]) => b.length - a.length);
  if (!best) return undefined;
  const [from, to] = best;
  return to.endsWith("/*") ? to.slice(0, -1) + uri.slice(from.length - 1) : to;
}
