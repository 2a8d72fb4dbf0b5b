import { describe, expect, test } from "vitest";
import {
  Bucket,
  Distribution,
  type DistributionArgs,
  Gateway,
  indexDocuments,
  redirects,
  securityHeaders,
} from "../../../platform/index.ts";
import { graphOfProgram, inputsOf, type ProgramOptions, partsOf } from "../../support/index.ts";

const handler = "src/handler.ts";
const distributionArn = /^arn:aws:cloudfront::123456789012:distribution\/E[A-Z0-9]{13}$/;

/** A distribution in front of a bucket, and what of it is not the bucket's. */
async function siteOf(args: Partial<DistributionArgs> = {}, options: ProgramOptions = {}) {
  const graph = await graphOfProgram(
    () => void new Distribution("site", { origin: new Bucket("files"), ...args }),
    options,
  );
  const made = inputsOf(graph, "site-distribution") as Record<string, Record<string, unknown>>;
  return { graph, made, parts: partsOf(graph).filter((part) => !/ files-/.test(part)) };
}

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

describe("gateways behind a distribution", async () => {
  const graph = await graphOfProgram(() => {
    const files = new Bucket("files");
    const api = new Gateway("api", { routes: { "GET /users": handler } });
    const partners = new Gateway("partners", { type: "rest", routes: { "GET /users": handler } });
    const chat = new Gateway("chat", { type: "url", routes: { $default: handler } });
    const open = new Gateway("open", { type: "url", auth: "public", routes: { $default: handler } });
    const site = new Distribution("site", {
      origin: files,
      paths: { "/*.json": files, "/api/*": api, "/api/v1/users": partners, "/chat/*": chat, "/ch?t": open },
    });
    return { url: site.url };
  });
  const made = inputsOf(graph, "site-distribution") as Record<string, Record<string, unknown>[]>;
  const originOf = (id: string) => made.origins?.find(({ originId }) => originId === id);
  const behaviorOf = (pattern: string) =>
    made.orderedCacheBehaviors?.find(({ pathPattern }) => pathPattern === pattern);

  test("are tried the narrower first, whatever the order in the program", () => {
    expect(made.orderedCacheBehaviors?.map(({ pathPattern }) => pathPattern)).toEqual([
      "/api/v1/users",
      "/chat/*",
      "/api/*",
      "/ch?t",
      "/*.json",
    ]);
  });

  test("get every method, header, cookie and query but the viewer's Host, and aren't cached", () => {
    expect(behaviorOf("/api/*")).toMatchObject({
      targetOriginId: "gateway-api",
      allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
      cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      originRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    });
  });

  test("are reached by HTTPS only, a REST API by the path of its stage", () => {
    expect(originOf("gateway-api")).toMatchObject({
      domainName: expect.stringMatching(/^[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/),
      originPath: "",
      customOriginConfig: {
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
        originReadTimeout: 30,
      },
    });
    expect(originOf("gateway-partners")?.originPath).toBe("/prod");
  });

  test("that are a function URL asking for IAM are signed for, by this distribution and no other", () => {
    expect(originOf("gateway-chat")?.originAccessControlId).toBe(graph.get("site-lambda-access").id);
    expect(inputsOf(graph, "site-lambda-access").originAccessControlOriginType).toBe("lambda");
    const common = {
      function: "shop-prod-chat-handler",
      // What the URL belongs to, where new versions get their traffic in steps.
      qualifier: "live",
      principal: "cloudfront.amazonaws.com",
      sourceArn: graph.get("site-distribution").outputs.arn,
    };
    expect(inputsOf(graph, "site-chat-url-permission")).toEqual({
      ...common,
      action: "lambda:InvokeFunctionUrl",
      functionUrlAuthType: "AWS_IAM",
    });
    expect(inputsOf(graph, "site-chat-invoke-permission")).toEqual({
      ...common,
      action: "lambda:InvokeFunction",
      invokedViaFunctionUrl: true,
    });
  });

  test("that are a public function URL need no signature", () => {
    expect(originOf("gateway-open")).not.toHaveProperty("originAccessControlId");
    expect(partsOf(graph).filter((part) => part.includes("site-open"))).toEqual([]);
  });

  test("of one kind of origin share what signs for them, and the bucket its one permission", () => {
    expect(partsOf(graph).filter((part) => part.includes("OriginAccessControl"))).toHaveLength(2);
    expect(JSON.parse(String(inputsOf(graph, "files-policy").policy)).Statement).toHaveLength(2);
  });
});

test("a load balancer of the gateway's own is trusted by the distribution's domain, and gets its Host", async () => {
  const graph = await graphOfProgram(() => {
    const shop = new Gateway("shop", {
      type: "alb",
      loadBalancer: {
        vpcId: "vpc-0a1b2c3d",
        subnets: ["subnet-0a1b2c3d", "subnet-0a1b2c3e"],
        certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
      },
      routes: { $default: handler },
    });
    new Distribution("site", { origin: shop, domain: { name: "www.example.com", zoneId: "Z1" } });
  });
  const made = inputsOf(graph, "site-distribution");
  expect(made.defaultCacheBehavior).toMatchObject({
    originRequestPolicyId: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  });
  expect(made).not.toHaveProperty("defaultRootObject");
});

describe("a domain", () => {
  const domain = { name: "www.example.com", zoneId: "Z0123456789" };

  test("gets a certificate in CloudFront's own region, proved by DNS, modern TLS, and records for both kinds of address", async () => {
    const { graph, made } = await siteOf({ domain });
    expect(inputsOf(graph, "site-domain-certificate")).toEqual({
      region: "us-east-1",
      domainName: "www.example.com",
      validationMethod: "DNS",
    });
    expect(inputsOf(graph, "site-domain-validation").region).toBe("us-east-1");
    expect(made.aliases).toEqual(["www.example.com"]);
    expect(made.viewerCertificate).toEqual({
      acmCertificateArn: expect.stringMatching(/^arn:aws:acm:us-east-1:/),
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2025",
    });
    const { domainName, hostedZoneId } = graph.get("site-distribution").outputs;
    for (const type of ["A", "AAAA"])
      expect(inputsOf(graph, `site-domain-record-${type.toLowerCase()}`)).toEqual({
        zoneId: "Z0123456789",
        name: "www.example.com",
        type,
        aliases: [{ name: domainName, zoneId: hostedZoneId, evaluateTargetHealth: false }],
      });
  });

  test("may have a certificate and records that somebody else keeps", async () => {
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    const { made, parts } = await siteOf({ domain: { name: "www.example.com", certificateArn } });
    expect(made.viewerCertificate).toMatchObject({ acmCertificateArn: certificateArn });
    expect(parts.filter((part) => /acm|route53/.test(part))).toEqual([]);
  });
});

describe("what a service says about a distribution", () => {
  test("overrides the defaults", async () => {
    const webAclArn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/all/1";
    const { made, parts } = await siteOf({
      priceClass: "PriceClass_All",
      accessLog: false,
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

describe("the bucket's policy", () => {
  test("is the same as ever for a bucket that nobody reads for viewers", async () => {
    const graph = await graphOfProgram(() => void new Bucket("files"));
    expect(JSON.parse(String(inputsOf(graph, "files-policy").policy)).Statement).toHaveLength(1);
  });

  test("lets in every distribution that reads the bucket", async () => {
    const graph = await graphOfProgram(() => {
      const files = new Bucket("files");
      new Distribution("one", { origin: files });
      new Distribution("two", { origin: files });
    });
    const [, ...allowed] = JSON.parse(String(inputsOf(graph, "files-policy").policy)).Statement;
    expect(new Set(allowed.map((one: { Condition: unknown }) => JSON.stringify(one.Condition))).size).toBe(2);
  });

  test("can be exported and waited for, with and without a distribution, without hanging the program", async () => {
    const graph = await graphOfProgram(() => {
      const files = new Bucket("files");
      const site = new Distribution("site", { origin: files });
      const after = new Bucket("after", {}, { dependsOn: [files] });
      return { policy: files.policy.id, text: files.policy.policy, url: site.url, after: after.bucketName };
    });
    expect(String(graph.outputs.text)).toContain("cloudfront.amazonaws.com");
    expect(graph.outputs.after).toMatch(/^shop-prod-after-/);
  });
});
