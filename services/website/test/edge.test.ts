import { expect, test } from "vitest";
import { type EdgeCall, graphOf, runAtEdge } from "#test";

const graph = await graphOf(`${import.meta.dirname}/..`);
const codeOf = (event: string) => String(graph.get(`site-${event}`).inputs.code);

/** What CloudFront would do, by the very code that is deployed. */
const ask = (call: EdgeCall) => runAtEdge(codeOf("viewer-request"), call);
const answer = (call: EdgeCall) =>
  runAtEdge(codeOf("viewer-response"), { response: { statusCode: 200, headers: {} }, ...call });

test.each([
  ["/kontakt", "/contact/"],
  ["/shop/tea/green", "https://shop.example.com/tea/green"],
])("%s leads to %s for good", async (uri, location) => {
  expect(await ask({ uri })).toMatchObject({ statusCode: 301, headers: { location: { value: location } } });
});

test.each([
  ["calm", "/", "/index.html"],
  ["bold", "/", "/bold.html"],
  ["bold", "/contact/", "/contact/index.html"],
  ["bold", "/site.css", "/site.css"],
])("who has the %s variant and asks for %s gets %s", async (variant, uri, file) => {
  expect(await ask({ uri, cookies: { "ab-welcome": variant } })).toMatchObject({
    uri: file,
    headers: { "x-ab-welcome": { value: variant } },
  });
});

test("a new visitor keeps the variant of the first page", async () => {
  for (const requestId of ["a", "b", "c", "d", "e", "f"]) {
    const { headers } = await ask({ requestId });
    const { cookies } = await answer({ requestId });
    expect(cookies?.["ab-welcome"]?.value).toBe(headers?.["x-ab-welcome"]?.value);
  }
});

test("search engines are kept from CloudFront's own name, and not from the site's", async () => {
  const robots = async (host: string) =>
    (await answer({ headers: { host } })).headers?.["x-robots-tag"]?.value;

  expect(await robots("d111111abcdef8.cloudfront.net")).toBe("noindex");
  expect(await robots("www.example.com")).toBeUndefined();
});
