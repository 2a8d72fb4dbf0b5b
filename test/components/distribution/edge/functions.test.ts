import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ViewerBehavior } from "../../../../platform/components/distribution/edge/viewer.ts";
import { loopIn, redirectData } from "../../../../platform/components/distribution/ready-made/redirects.ts";
import type { Graph } from "../../../../platform/engine/index.ts";
import {
  abTest,
  Bucket,
  basicAuth,
  Distribution,
  type DistributionArgs,
  indexDocuments,
  redirects,
} from "../../../../platform/index.ts";
import { type RedirectData, targetOf } from "../../../../platform/runtime/cloudfront/redirects.ts";
import { type EdgeCall, runAtEdge } from "../../../support/edge.ts";
import { serviceFolder } from "../../../support/folder.ts";
import { errorOf, graphOfProgram, inputsOf, statements } from "../../../support/index.ts";

type Viewers = DistributionArgs["viewer"];

const graphWith = (viewer: Viewers, dir?: string): Promise<Graph> =>
  graphOfProgram(
    () => void new Distribution("site", { origin: new Bucket("files"), viewer }),
    dir === undefined ? {} : { dir },
  );

/** What the function of an event answers, as it would be deployed. */
async function edge(viewer: Viewers, event: "viewer-request" | "viewer-response" = "viewer-request") {
  const code = String(inputsOf(await graphWith(viewer), `site-${event}`).code);
  return { code, call: (call: EdgeCall = {}) => runAtEdge(code, call) };
}

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

describe("basic authentication", () => {
  const credentials = Buffer.from("ada:correct horse").toString("base64");
  const store = { [createHash("sha256").update(credentials).digest("hex")]: "ada" };

  test("reads whom to let in from a key value store, which is empty at first: nothing secret is in code or plan", async () => {
    const graph = await graphWith([basicAuth()]);
    expect(inputsOf(graph, "site-store")).toEqual({ name: "shop-prod-site" });
    expect(inputsOf(graph, "site-viewer-request").keyValueStoreAssociations).toEqual([
      graph.get("site-store").outputs.arn,
    ]);
    expect(graph.of("aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey")).toEqual([]);
  });

  test("lets in who is known, and keeps the credentials from what is behind it", async () => {
    const { call } = await edge([basicAuth()]);
    const asked = await call({ uri: "/", headers: { authorization: `Basic ${credentials}` }, store });
    expect(asked.uri).toBe("/");
    expect(asked.headers).not.toHaveProperty("authorization");
  });

  test.each([
    [undefined],
    ["Basic "],
    [`Bearer ${credentials}`],
    [`Basic ${Buffer.from("ada:wrong").toString("base64")}`],
    ["Basic constructor"],
  ])("asks who brings %j", async (authorization) => {
    const { call } = await edge([basicAuth({ realm: "Staff" })]);
    const answer = await call({ headers: authorization === undefined ? {} : { authorization }, store });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers?.["www-authenticate"]?.value).toBe('Basic realm="Staff", charset="UTF-8"');
  });
});

test.each([
  ["/", "/index.html", "/index.html"],
  ["/docs", "/docs/index.html", "/index.html"],
  ["/docs/", "/docs/index.html", "/index.html"],
  ["/app.js", "/app.js", "/app.js"],
  ["/v1.2/docs", "/v1.2/docs/index.html", "/index.html"],
])("%s is answered by the document of its folder, or by the one page", async (uri, folder, single) => {
  expect((await (await edge([indexDocuments()])).call({ uri })).uri).toBe(folder);
  expect((await (await edge([indexDocuments({ singlePage: true })])).call({ uri })).uri).toBe(single);
});

test("security headers come by a policy, over what the origin says, without a function", async () => {
  const { securityHeaders } = await import("../../../../platform/index.ts");
  const graph = await graphWith([securityHeaders({ headers: { "permissions-policy": "camera=()" } })]);
  expect(inputsOf(graph, "site-headers")).toEqual({
    name: "shop-prod-site",
    securityHeadersConfig: {
      contentSecurityPolicy: {
        contentSecurityPolicy:
          "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true },
    },
    customHeadersConfig: { items: [{ header: "permissions-policy", value: "camera=()", override: true }] },
  });
  expect(graph.of("aws:cloudfront/function:Function")).toEqual([]);
});

test("something ready-made of one's own is an object of the same form", async () => {
  const own: ViewerBehavior = { title: "nothing", problems: [] };
  expect((await graphWith([own])).of("aws:cloudfront/function:Function")).toEqual([]);
});

describe("a function of Lambda@Edge", async () => {
  const graph = await graphOfProgram(
    () =>
      void new Distribution("site", {
        origin: new Bucket("files"),
        lambdaEdge: {
          "viewer-request": "src/handler.ts",
          "origin-request": {
            code: { type: "python", dir: "python", handler: "app.handler" },
            memory: 256,
            timeout: 20,
            includeBody: true,
            skipDestroy: true,
            permissions: [
              {
                actions: ["dynamodb:GetItem"],
                resources: ["arn:aws:dynamodb:eu-west-1:123456789012:table/t"],
              },
            ],
          },
        },
      }),
  );

  test("is in us-east-1 on x86_64, published, without environment, layers, tracing or reservation", () => {
    const { code: _, sourceCodeHash, ...rest } = inputsOf(graph, "site-viewer-request-function");
    expect(sourceCodeHash).toBeTruthy();
    expect(rest).toEqual({
      region: "us-east-1",
      name: "shop-prod-site-viewer-request",
      role: "arn:aws:iam::123456789012:role/shop-prod-site-viewer-request-edge",
      runtime: "nodejs24.x",
      handler: "index.handler",
      architectures: ["x86_64"],
      memorySize: 128,
      timeout: 5,
      publish: true,
    });
  });

  test("is run by its numbered version, at its event", () => {
    expect(inputsOf(graph, "site-distribution").defaultCacheBehavior).toMatchObject({
      lambdaFunctionAssociations: [
        {
          eventType: "viewer-request",
          lambdaArn: "arn:aws:lambda:us-east-1:123456789012:function:shop-prod-site-viewer-request:1",
        },
        {
          eventType: "origin-request",
          includeBody: true,
          lambdaArn: "arn:aws:lambda:us-east-1:123456789012:function:shop-prod-site-origin-request:1",
        },
      ],
    });
  });

  test("may write its own logs wherever it runs, and what it was given", () => {
    const logs = (event: string) => ({
      actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`arn:aws:logs:*:123456789012:log-group:/aws/lambda/us-east-1.shop-prod-site-${event}:*`],
    });
    expect(statements(graph, "site-viewer-request-policy")).toMatchObject([logs("viewer-request")]);
    expect(statements(graph, "site-origin-request-policy")).toMatchObject([
      logs("origin-request"),
      { actions: ["dynamodb:GetItem"] },
    ]);
  });

  test("may be assumed by Lambda and by its replicator at the edge", () => {
    const policy = JSON.parse(String(inputsOf(graph, "site-viewer-request-role").assumeRolePolicy));
    expect(policy.Statement[0].Principal.Service).toEqual([
      "lambda.amazonaws.com",
      "edgelambda.amazonaws.com",
    ]);
  });

  test("may be Python, with more memory and time before the origin, and stay behind when it is deleted", () => {
    expect(inputsOf(graph, "site-origin-request-function")).toMatchObject({
      runtime: "python3.13",
      handler: "app.handler",
      memorySize: 256,
      timeout: 20,
      skipDestroy: true,
    });
  });

  test("past what viewer events allow is refused when it is built, and fine before the origin", async () => {
    const noise = createHash("shake256", { outputLength: 1_300_000 }).update("noise").digest("hex");
    using folder = serviceFolder({
      "src/large.ts": `export const handler = () => ${JSON.stringify(noise)};`,
    });
    const program = (event: string) => () =>
      void new Distribution("site", {
        origin: new Bucket("files"),
        lambdaEdge: { [event]: "src/large.ts" },
      });
    expect(await errorOf(program("viewer-request"), { dir: folder.dir })).toMatch(
      /lambdaEdge\["viewer-request"\]: 1\.\d MB zipped; Lambda@Edge takes 1 MB at viewer-request \("Quotas on Lambda@Edge"\)/,
    );
    await graphOfProgram(program("origin-request"), { dir: folder.dir });
  });
});
