import { describe, expect, test } from "vitest";
import {
  abTest,
  Bucket,
  basicAuth,
  Distribution,
  type DistributionArgs,
  Gateway,
  indexDocuments,
  redirects,
  securityHeaders,
} from "../../../platform/index.ts";
import { errorOf } from "../../support/index.ts";

const handler = "src/handler.ts";
const refusal = (args: object) =>
  errorOf(
    () =>
      void new Distribution("site", { origin: new Bucket("files"), ...args } as unknown as DistributionArgs),
  );

test("every problem is told at once, each with its place, what was given and what is allowed", async () => {
  const message = await refusal({
    pricClass: 1,
    priceClass: "PriceClass_1",
    originTimeout: 121,
    minimumProtocol: "TLSv1",
    webAclArn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/all/1",
    alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:alarms",
    domain: { name: "www.example.com", certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1" },
    index: "/index.html",
    notFoundPage: "404.html",
    cache: "always",
    viewer: [redirects({ "/a": "b" } as never), abTest({ name: "x", variants: { a: 1 } })],
    lambdaEdge: { "origin-request": { handler, timeout: 31 } },
    transform: { distributio: {} },
  });
  expect(message).toContain('Distribution "site" of service shop has 14 problem(s)');
  for (const part of [
    "pricClass: there is no such argument; did you mean priceClass?",
    'priceClass: "PriceClass_1" given; "PriceClass_100", "PriceClass_200" and "PriceClass_All" are allowed.',
    "originTimeout: 121 given; whole numbers from 1 to 120 seconds are allowed.",
    'minimumProtocol: "TLSv1" given',
    "webAclArn: ",
    "the ARN of a web ACL of scope CLOUDFRONT in us-east-1 is expected.",
    "the ARN of a topic in us-east-1 is expected.",
    "the ARN of a certificate (ACM) in us-east-1 is expected.",
    'index: "/index.html" given; a key without a slash in front is expected',
    'notFoundPage: "404.html" given; a path is expected',
    'cache: "always" given; "optimized" and "disabled" are allowed.',
    'viewer[0] (redirects): "/a" leads to "b"',
    'viewer[1] (abTest "x"): variants: 1 given; at least two are needed to compare.',
    'lambdaEdge["origin-request"]: timeout: 31 given; whole numbers from 1 to 30 seconds at origin-request are allowed.',
    "transform.distributio: there is no such argument; did you mean distribution?",
  ])
    expect(message).toContain(part);
});

test("ARNs that are only known later are checked then", async () => {
  const message = await errorOf(async () => {
    const pulumi = await import("@pulumi/pulumi");
    const webAclArn = pulumi.output("arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/all/1");
    new Distribution("site", { origin: new Bucket("files"), webAclArn });
  });
  expect(message).toContain("webAclArn: ");
  expect(message).toContain("in us-east-1 is expected");
});

test("what isn't a bucket or a gateway is no origin", async () => {
  const message = await refusal({ origin: "https://example.com", paths: { "/api/*": {} } });
  expect(message).toContain("origin: a Bucket or a Gateway of this program is expected.");
  expect(message).toContain('paths["/api/*"]: a Bucket or a Gateway of this program is expected.');
});

describe("a page for what isn't there", () => {
  test("is refused where it would stand in the place of a gateway's own answers", async () => {
    const message = await errorOf(() => {
      const api = new Gateway("api", { routes: { "GET /": handler } });
      new Distribution("site", {
        origin: new Bucket("files"),
        paths: { "/api/*": api },
        notFoundPage: "/404.html",
      });
    });
    expect(message).toContain("CloudFront would put it in the place of every 403 and 404, those of api too");
  });
});

test("more paths than CloudFront takes are refused", async () => {
  const message = await errorOf(() => {
    const files = new Bucket("files");
    const paths = Object.fromEntries(Array.from({ length: 75 }, (_, i) => [`/${i}/*`, files]));
    new Distribution("site", { origin: files, paths });
  });
  expect(message).toContain("paths: 75 given; CloudFront takes 74 beside the default.");
});

test("a pattern that CloudFront doesn't take is refused", async () => {
  const files = new Map([["api/*", "no slash"]]);
  for (const [pattern] of files)
    expect(
      await errorOf(() => {
        const origin = new Bucket("files");
        new Distribution("site", { origin, paths: { [pattern]: origin } });
      }),
    ).toContain('paths: "api/*" given; a pattern such as "/api/*" is expected');
});

test("a load balancer with a certificate of one's own needs a domain to be trusted by", async () => {
  const message = await errorOf(() => {
    const loadBalancer = {
      vpcId: "vpc-0a1b2c3d",
      subnets: ["subnet-0a1b2c3d", "subnet-0a1b2c3e"],
      certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
    };
    const shop = new Gateway("shop", { type: "alb", loadBalancer, routes: { $default: handler } });
    new Distribution("site", { origin: shop });
  });
  expect(message).toContain("give the distribution a domain that the certificate covers too");
});

test("a distribution that comes after an await is too late for the bucket's policy, and says what to do", async () => {
  const message = await errorOf(async () => {
    const files = new Bucket("files");
    await Promise.resolve();
    new Distribution("site", { origin: files });
  });
  expect(message).toContain('Bucket "files" of service shop');
  expect(message).toContain('make it before the first "await" that follows the bucket');
});

describe("functions that exclude each other", () => {
  test("on viewer events are named, both of them", async () => {
    const message = await refusal({
      viewer: [redirects({ "/a": "/b" }), "src/other.ts"],
      lambdaEdge: { "viewer-response": handler },
    });
    expect(message).toContain(
      'lambdaEdge["viewer-response"]: redirects, src/other.ts in viewer is a CloudFront Function',
    );
  });

  test("are found where a path has one of its own and the other from the distribution", async () => {
    const message = await errorOf(() => {
      const files = new Bucket("files");
      new Distribution("site", {
        origin: files,
        viewer: [indexDocuments()],
        paths: { "/app/*": { origin: files, lambdaEdge: { "viewer-request": handler } } },
      });
    });
    expect(message).toContain('paths["/app/*"].lambdaEdge["viewer-request"]: indexDocuments in viewer');
    expect(message).toContain("has 1 problem(s)");
  });

  test("at the origin are fine together, and security headers are no function at all", async () => {
    const origin = { viewer: [redirects({ "/a": "/b" })], lambdaEdge: { "origin-request": handler } };
    await expect(refusal(origin)).rejects.toThrow("the program ended well");
    const headers = { viewer: [securityHeaders()], lambdaEdge: { "viewer-request": handler } };
    await expect(refusal(headers)).rejects.toThrow("the program ended well");
  });
});

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

describe("Lambda@Edge", () => {
  const edge = (event: string, args: object) => refusal({ lambdaEdge: { [event]: { handler, ...args } } });

  test.each([
    ["environment", { A: "1" }],
    ["layers", ["arn:aws:lambda:us-east-1:123456789012:layer:a:1"]],
    ["vpc", true],
    ["reservedConcurrency", 1],
    ["provisionedConcurrency", 1],
    ["ephemeralStorage", 1024],
    ["architecture", "arm64"],
    ["tracing", "Active"],
    ["onFailure", {}],
    ["link", []],
  ])("has no %s", async (key, value) => {
    expect(await edge("origin-request", { [key]: value })).toContain(
      `lambdaEdge["origin-request"]: ${key}: Lambda@Edge has none ("Restrictions on Lambda@Edge")`,
    );
  });

  test.each([
    [
      "viewer-request",
      { timeout: 6 },
      "timeout: 6 given; whole numbers from 1 to 5 seconds at viewer-request",
    ],
    [
      "viewer-response",
      { memory: 256 },
      "memory: 256 given; whole numbers from 128 to 128 MB at viewer-response",
    ],
    [
      "origin-response",
      { timeout: 31 },
      "timeout: 31 given; whole numbers from 1 to 30 seconds at origin-response",
    ],
    [
      "origin-request",
      { memory: 10_241 },
      "memory: 10241 given; whole numbers from 128 to 10240 MB at origin-request",
    ],
    ["origin-response", { includeBody: true }, "includeBody: a response has no body of a request"],
    ["origin-request", { memry: 1 }, "memry: there is no such argument; did you mean memory?"],
    [
      "origin-request",
      { permissions: [{ actions: ["s3:*"], resources: [] }] },
      'the action "s3:*" has a "*"',
    ],
    ["viewer", {}, 'lambdaEdge: "viewer" given'],
  ])("at %s keeps to its limits %#", async (event, args, problem) => {
    expect(await edge(event, args)).toContain(problem);
  });

  test("runs Node.js and Python, and no container images or other programs", async () => {
    const code = { type: "go", dir: "go" };
    expect(await refusal({ lambdaEdge: { "origin-request": { code } } })).toContain(
      'code.type: "go" given; Lambda@Edge runs Node.js (handler) and "python".',
    );
  });
});
