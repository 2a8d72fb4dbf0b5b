import { describe, expect, test } from "vitest";
import { Bucket, Distribution, indexDocuments, redirects, securityHeaders } from "../../../platform/index.ts";
import { because, graphOfProgram, inputsOf, partsOf } from "../../support/index.ts";
import { siteOf } from "./support.ts";

const _handler = "src/handler.ts";
const distributionArn = /^arn:aws:cloudfront::123456789012:distribution\/E[A-Z0-9]{13}$/;

describe("a distribution of which only the bucket is said", async () => {
  const { graph, made, parts } = await siteOf();

  test("is CloudFront, what signs its requests, its access log and an alarm", () => {
    expect(parts).toEqual([
      "cloudfront.Distribution site-distribution",
      "cloudfront.OriginAccessControl site-s3-access",
      "cloudwatch.LogDelivery site-access-log-delivery",
      "cloudwatch.LogDeliveryDestination site-access-log-destination",
      "cloudwatch.LogDeliverySource site-access-log-source",
      "cloudwatch.LogGroup site-access-log",
      "cloudwatch.MetricAlarm site-error-rate",
    ]);
  });

  test("only reads from the bucket, compressed, cached and over TLS", () => {
    expect(made.defaultCacheBehavior).toEqual({
      targetOriginId: "bucket-files",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD", "OPTIONS"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      compress: true,
    });
  });

  test("speaks HTTP/3 and IPv6, serves index.html at the root, and has CloudFront's own name", () => {
    expect(made).toMatchObject({
      enabled: true,
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: "PriceClass_100",
      defaultRootObject: "index.html",
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    expect(made).not.toHaveProperty("aliases");
    expect(made).not.toHaveProperty("orderedCacheBehaviors");
  });

  test("signs what it asks the bucket for", () => {
    expect(inputsOf(graph, "site-s3-access")).toEqual({
      name: "shop-prod-site-s3",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    expect(made.origins).toEqual([
      {
        originId: "bucket-files",
        domainName: "shop-prod-files-123456789012-eu-west-1-an.s3.eu-west-1.amazonaws.com",
        originAccessControlId: graph.get("site-s3-access").id,
      },
    ]);
  });

  test("is the only one that may read the bucket, and may do nothing else there", () => {
    const { arn } = graph.get("site-distribution").outputs;
    expect(arn).toMatch(distributionArn);
    const [tlsOnly, ...allowed] = JSON.parse(String(inputsOf(graph, "files-policy").policy)).Statement;
    expect(tlsOnly.Sid).toBe("TlsOnly");
    expect(allowed).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::shop-prod-files-123456789012-eu-west-1-an/*",
        Condition: { StringEquals: { "aws:SourceArn": arn } },
      },
    ]);
  });

  test("keeps an access log that expires, without queries, cookies and referrers, in CloudFront's own region", () => {
    const { region, recordFields } = inputsOf(graph, "site-access-log-delivery");
    expect(region).toBe("us-east-1");
    expect(recordFields).toContain("cs-uri-stem");
    expect(String(recordFields)).not.toMatch(/query|cookie|referer/i);
    expect(inputsOf(graph, "site-access-log")).toEqual({
      region: "us-east-1",
      name: "/aws/vendedlogs/cloudfront/shop-prod-site",
      retentionInDays: 30,
    });
    expect(inputsOf(graph, "site-access-log-source").resourceArn).toMatch(distributionArn);
  });

  test("raises an alarm where CloudFront's metrics are, and has the service's tags there as well", () => {
    expect(inputsOf(graph, "site-error-rate")).toMatchObject({
      region: "us-east-1",
      namespace: "AWS/CloudFront",
      metricName: "5xxErrorRate",
      statistic: "Average",
      threshold: 5,
      dimensions: { DistributionId: graph.get("site-distribution").id, Region: "Global" },
      alarmActions: [],
    });
    for (const name of ["site-distribution", "site-error-rate", "site-access-log"])
      expect(graph.get(name).inputs.tags).toMatchObject({ service: "shop", owner: "crew" });
  });

  test("uses the program's own AWS provider for everything, whatever its region", () => {
    expect(graph.resources.filter(({ type }) => type === "pulumi:providers:aws")).toHaveLength(1);
  });
});

describe("what a service says about a distribution", () => {
  test("overrides the defaults", async () => {
    const webAclArn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/all/1";
    const { made, parts } = await siteOf({
      priceClass: "PriceClass_All",
      accessLog: because(false),
      index: "home.html",
      webAclArn,
      trustedKeyGroups: ["k1"],
    });
    expect(made).toMatchObject({
      priceClass: "PriceClass_All",
      defaultRootObject: "home.html",
      webAclId: webAclArn,
      defaultCacheBehavior: { trustedKeyGroups: ["k1"] },
    });
    expect(parts.filter((part) => /access-log/.test(part))).toEqual([]);
  });

  test("the stack's config overrides them too, and args override that", async () => {
    const config = { defaults: JSON.stringify({ distribution: { priceClass: "PriceClass_200" } }) };
    expect((await siteOf({}, { config: { "shop:defaults": config.defaults } })).made.priceClass).toBe(
      "PriceClass_200",
    );
    const both = await siteOf(
      { priceClass: "PriceClass_All" },
      { config: { "shop:defaults": config.defaults } },
    );
    expect(both.made.priceClass).toBe("PriceClass_All");
  });

  test("a transform is above everything", async () => {
    const { made } = await siteOf({ transform: { distribution: { priceClass: "PriceClass_200" } } });
    expect(made.priceClass).toBe("PriceClass_200");
  });

  test("shows a page of the bucket for what isn't there, with the status that says so", async () => {
    const { made } = await siteOf({ notFoundPage: "/404.html" });
    expect(made.customErrorResponses).toEqual(
      [403, 404].map((errorCode) => ({
        errorCode,
        responseCode: 404,
        responsePagePath: "/404.html",
        errorCachingMinTtl: 10,
      })),
    );
  });

  test("an alarm tells the topic that is said, and the foundation's only where that is in CloudFront's region", async () => {
    const alarmTopicArn = "arn:aws:sns:us-east-1:123456789012:edge";
    const own = await siteOf({ alarmTopicArn });
    expect(inputsOf(own.graph, "site-error-rate").alarmActions).toEqual([alarmTopicArn]);
    for (const region of ["eu-west-1", "us-east-1"]) {
      const topic = `arn:aws:sns:${region}:123456789012:alarms`;
      const { graph } = await siteOf(
        {},
        {
          config: { "shop:defaults": JSON.stringify({ foundation: { stack: "acme/base" } }) },
          stackReferences: { "acme/base/prod": { alarmTopicArn: topic, eventBusName: "events" } },
        },
      );
      expect(inputsOf(graph, "site-error-rate").alarmActions).toEqual(region === "us-east-1" ? [topic] : []);
    }
  });

  test("a path takes over the distribution's viewer list and functions unless it has its own", async () => {
    const graph = await graphOfProgram(() => {
      const files = new Bucket("files");
      new Distribution("site", {
        origin: files,
        viewer: [securityHeaders(), redirects({ "/a": "/b" })],
        paths: {
          "/docs/*": files,
          "/app/*": { origin: files, viewer: [indexDocuments({ singlePage: true })] },
        },
      });
    });
    const made = inputsOf(graph, "site-distribution") as {
      defaultCacheBehavior: Record<string, unknown>;
      orderedCacheBehaviors: Record<string, unknown>[];
    };
    const [docs, app] = made.orderedCacheBehaviors;
    const shared = made.defaultCacheBehavior.functionAssociations;
    expect(docs?.functionAssociations).toEqual(shared);
    expect(docs?.responseHeadersPolicyId).toBe(made.defaultCacheBehavior.responseHeadersPolicyId);
    expect(app?.functionAssociations).not.toEqual(shared);
    expect(app).not.toHaveProperty("responseHeadersPolicyId");
    expect(partsOf(graph).filter((part) => part.startsWith("cloudfront.Function"))).toEqual([
      "cloudfront.Function site-/app/*-viewer-request",
      "cloudfront.Function site-viewer-request",
    ]);
  });
});
