import { describe, expect, test } from "vitest";
import { Bucket, Distribution, Gateway } from "../../../platform/index.ts";
import { graphOfProgram, inputsOf, partsOf } from "../../support/index.ts";

const handler = "src/handler.ts";
const _distributionArn = /^arn:aws:cloudfront::123456789012:distribution\/E[A-Z0-9]{13}$/;

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
