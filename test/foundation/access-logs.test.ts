import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { evaluate } from "../../platform/access/index.ts";
import type { Graph } from "../../platform/engine/index.ts";
import { Gateway } from "../../platform/index.ts";
import { shared } from "../../platform/organisation.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { graphOf, graphOfProgram, inputsOf } from "../support/index.ts";

let graph: Graph;
beforeAll(async () => {
  graph = await graphOf(join(root, "."), { stage: "prod" });
});

const put = (service: string, key: string, account = "123456789012", more = {}) => {
  const bucket = String(graph.get("access-logs").outputs.arn);
  const context = { "aws:SourceAccount": account, "aws:SecureTransport": "true", ...more };
  const request = { principal: { service }, action: "s3:PutObject", resource: `${bucket}/${key}`, context };
  return evaluate(request, { resource: [inputsOf(graph, "access-logs-policy").policy] }).allowed;
};

/** "Enable access logs for your Application Load Balancer": `prefix/AWSLogs/<account>/elasticloadbalancing/...`. */
const log = "alb/orders-prod-api/AWSLogs/123456789012/elasticloadbalancing/eu-west-1/2026/11/27/a.log.gz";

test("load balancers and buckets of the account deliver their logs, each below its own prefix and by TLS only", () => {
  const balancers = "logdelivery.elasticloadbalancing.amazonaws.com";
  expect(put(balancers, log)).toBe(true);
  expect(put(balancers, log, "999999999999")).toBe(false);
  expect(put(balancers, log, "123456789012", { "aws:SecureTransport": "false" })).toBe(false);
  expect(put(balancers, "s3/orders/2026-11-27")).toBe(false);
  // "Enabling Amazon S3 server access logging".
  expect(put("logging.s3.amazonaws.com", "s3/orders/2026-11-27")).toBe(true);
  expect(put("logging.s3.amazonaws.com", log)).toBe(false);
});

test("the log bucket is private, encrypted with S3's own keys as both demand, and forgets after a while", () => {
  // "The only server-side encryption option that's supported is Amazon S3-managed keys (SSE-S3)."
  expect(inputsOf(graph, "access-logs-encryption")).toMatchObject({
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  expect(inputsOf(graph, "access-logs-lifecycle")).toMatchObject({
    rules: [
      {
        status: "Enabled",
        expiration: { days: shared.accessLogs.days },
        noncurrentVersionExpiration: { noncurrentDays: 7 },
      },
      { status: "Enabled", expiration: { expiredObjectDeleteMarker: true } },
    ],
  });
  // Checkov's CKV_AWS_21: "Ensure the S3 bucket has versioning enabled".
  expect(inputsOf(graph, "access-logs-versioning")).toMatchObject({
    versioningConfiguration: { status: "Enabled" },
  });
  expect(inputsOf(graph, "access-logs-public-access")).toMatchObject({
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
});

test("a gateway's own load balancer logs to the foundation's bucket, and to none without one", async () => {
  const program = () =>
    void new Gateway("api", {
      type: "alb",
      loadBalancer: { certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/a" },
      routes: { "GET /": "src/handler.ts" },
    });
  const named = (outputs: Record<string, unknown>) =>
    graphOfProgram(program, {
      config: { "shop:defaults": JSON.stringify({ foundation: { stack: "foundation" } }) },
      stackReferences: { "organization/foundation/prod": outputs },
    });
  const { accessLogBucket: _, ...before } = graph.outputs;
  const [logged, older, alone] = await Promise.all([
    named(graph.outputs),
    named(before),
    graphOfProgram(program),
  ]);
  const logsOf = (one: Graph) => inputsOf(one, "api-load-balancer").accessLogs;
  expect(logsOf(logged)).toEqual({
    bucket: graph.outputs.accessLogBucket,
    prefix: "alb/shop-prod-api",
    enabled: true,
  });
  expect([logsOf(older), logsOf(alone)]).toEqual([undefined, undefined]);
});
