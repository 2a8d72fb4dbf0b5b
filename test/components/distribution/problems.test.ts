import { describe, expect, test } from "vitest";
import { abTest, Bucket, Distribution, Gateway, redirects } from "../../../platform/index.ts";
import { errorOf } from "../../support/index.ts";
import { refusal } from "./support.ts";

const handler = "src/handler.ts";

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
  expect(message).toContain(
    'origin: "https://example.com" given; a Bucket or a Gateway of this program is expected.',
  );
  expect(message).toContain(
    'paths["/api/*"]: undefined given; a Bucket or a Gateway of this program is expected.',
  );
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
