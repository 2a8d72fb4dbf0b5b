import { describe, expect, test } from "vitest";
import type { ViewerBehavior } from "../../../../platform/components/distribution/edge/viewer.ts";
import {
  abTest,
  Bucket,
  basicAuth,
  Distribution,
  indexDocuments,
  redirects,
} from "../../../../platform/index.ts";
import { runAtEdge } from "../../../support/edge.ts";
import { serviceFolder } from "../../../support/folder.ts";
import { errorOf, inputsOf } from "../../../support/index.ts";
import { edge, graphWith, type Viewers } from "../support.ts";

/** The problem of a handler of one's own. */
async function problemOf(source: string): Promise<string> {
  using folder = serviceFolder({ "src/edge.ts": source });
  return await errorOf(
    () => void new Distribution("site", { origin: new Bucket("files"), viewer: ["src/edge.ts"] }),
    { dir: folder.dir },
  );
}

describe("a CloudFront Function", () => {
  test("is published for the newer runtime, with what is in it as its comment", async () => {
    const graph = await graphWith([redirects({ "/old": "/new" }), indexDocuments()]);
    expect(inputsOf(graph, "site-viewer-request")).toMatchObject({
      name: "shop-prod-site-viewer-request",
      runtime: "cloudfront-js-2.0",
      publish: true,
      comment: "redirects, indexDocuments",
    });
  });

  test("is one plain script with a function called handler, without exports or Node.js", async () => {
    const { code } = await edge([redirects({ "/old": "/new" })]);
    expect(code).toMatch(/function handler\(event\)\{return [\w$]+\(event\)\}\n$/);
    expect(code).not.toMatch(/\bexport\b|\bimport\b|require\(|process\.|\/work\//);
  });

  test("has the same bytes every time", async () => {
    const viewer = () => [redirects({ "/old": "/new" }), abTest({ name: "x", variants: { a: 1, b: 1 } })];
    expect((await edge(viewer())).code).toBe((await edge(viewer())).code);
  });

  test("imports at its top what the runtime brings, and nothing else", async () => {
    const { code } = await edge([redirects({ "/old": "/new" }), basicAuth()]);
    expect(code).toMatch(/^(import \w+ from"(crypto|cloudfront)";){2}function/);
  });

  test.each([
    [
      "for-of loops",
      "export const handler = (e: any) => { for (const x of [1]) e.x = x; return e.request; }",
    ],
    ["destructuring", "export const handler = ({ request }: any) => request;"],
    ["class syntax", "export class A {}; export const handler = (e: any) => new A();"],
    ["default arguments", "export const handler = (e: any, b = 1) => b;"],
    ["generator functions", "export function* handler() { yield 1; }"],
  ])("that uses %s, which the runtime lacks, is refused with file and line", async (what, source) => {
    expect(await problemOf(source)).toMatch(
      new RegExp(`src/edge\\.ts:1:\\d+: CloudFront Functions have no ${what}; write it in another way\\.`),
    );
  });

  test("that wants Node.js is told so", async () => {
    const message = await problemOf(
      'import { readFileSync } from "node:fs"; export const handler = () => readFileSync("a");',
    );
    expect(message).toContain(
      "CloudFront Functions have no node:fs; they have buffer, cloudfront, crypto, querystring",
    );
  });

  test("that imports names from the runtime's modules is told how", async () => {
    const message = await problemOf(
      'import { createHash } from "node:crypto"; export const handler = () => createHash("md5");',
    );
    expect(message).toContain('there is only the default; write import crypto from "node:crypto".');
  });

  test("without a handler is refused", async () => {
    expect(await problemOf("export const handle = 1;")).toContain(
      "src/edge.ts has no export called handler; write `export const handler = ...`",
    );
  });

  test("past 10 KB is refused, naming what is in it", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, i) => [`/old/page-${i}`, `/new/page-${i}`]),
    );
    const message = await errorOf(
      () => void new Distribution("site", { origin: new Bucket("files"), viewer: [redirects(many)] }),
    );
    expect(message).toMatch(/The handler redirects .* can't be bundled/);
    expect(message).toMatch(/It has \d{5} bytes; a CloudFront Function takes 10240\./);
  });

  test("may use what the language has since: the build writes it in the runtime's own", async () => {
    using folder = serviceFolder({
      "src/edge.ts": `
        export async function handler(event) {
          const more = { ...event.request.headers, "x-a": { value: \`\${event.request.headers.none?.value ?? "b"}\` } };
          event.request.headers = more;
          return event.request;
        }`,
    });
    const graph = await graphWith(["src/edge.ts"], folder.dir);
    const code = String(inputsOf(graph, "site-viewer-request").code);
    expect(code).not.toMatch(/\?\?|\?\.|\{\.\.\./);
    expect((await runAtEdge(code)).headers).toMatchObject({
      "x-a": { value: "b" },
      host: { value: "www.example.com" },
    });
  });
});

describe("several handlers at one event", () => {
  test("become one function, in the order of the list, each seeing what the one before gave", async () => {
    using folder = serviceFolder({
      "src/edge.ts":
        'export const handler = (event) => { event.request.headers["x-seen"] = { value: event.request.uri }; return event.request; };',
    });
    const code = async (viewer: Viewers) =>
      String(inputsOf(await graphWith(viewer, folder.dir), "site-viewer-request").code);
    const after = await runAtEdge(await code([indexDocuments(), "src/edge.ts"]), { uri: "/docs" });
    const before = await runAtEdge(await code(["src/edge.ts", indexDocuments()]), { uri: "/docs" });
    expect([after.headers?.["x-seen"]?.value, before.headers?.["x-seen"]?.value]).toEqual([
      "/docs/index.html",
      "/docs",
    ]);
    expect([after.uri, before.uri]).toEqual(["/docs/index.html", "/docs/index.html"]);
  });

  test("end with the first that answers", async () => {
    const { call } = await edge([redirects({ "/old": "/new" }), basicAuth()]);
    expect((await call({ uri: "/old" })).statusCode).toBe(301);
    expect((await call({ uri: "/new" })).statusCode).toBe(401);
  });

  test("of responses are called with the response, each in turn", async () => {
    using folder = serviceFolder({
      "src/edge.ts":
        'export const handler = (event) => { event.response.headers = { "x-edge": { value: event.context.requestId } }; return event.response; };',
    });
    const viewer: Viewers = [
      { handler: "src/edge.ts", on: "viewer-response" },
      abTest({ name: "hero", variants: { a: 1, b: 0 } }),
    ];
    const code = String(inputsOf(await graphWith(viewer, folder.dir), "site-viewer-response").code);
    const answer = await runAtEdge(code, { requestId: "r1", response: { statusCode: 200, headers: {} } });
    expect(answer).toMatchObject({ statusCode: 200, headers: { "x-edge": { value: "r1" } } });
    expect(answer.cookies?.["ab-hero"]?.value).toBe("a");
  });
});

test("something ready-made of one's own is an object of the same form", async () => {
  const own: ViewerBehavior = { title: "nothing", problems: [] };
  expect((await graphWith([own])).of("aws:cloudfront/function:Function")).toEqual([]);
});
