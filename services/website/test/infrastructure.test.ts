import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { graphOf } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);

test("every page is in the bucket, as what it is", () => {
  const files = graph.of("aws:s3/bucketObjectv2:BucketObjectv2");

  expect(Object.fromEntries(files.map(({ inputs }) => [inputs.key, inputs.contentType]))).toEqual({
    "bold.html": "text/html; charset=utf-8",
    "contact/index.html": "text/html; charset=utf-8",
    "index.html": "text/html; charset=utf-8",
    "robots.txt": "text/plain; charset=utf-8",
    "site.css": "text/css; charset=utf-8",
    "site.js": "text/javascript; charset=utf-8",
  });
});

test("the pages are read by the distribution alone, and /api/* is the gateway's", () => {
  const { inputs, outputs } = graph.get("site-distribution");
  const policy = JSON.parse(String(graph.get("pages-policy").inputs.policy));

  expect(inputs.defaultCacheBehavior).toMatchObject({ targetOriginId: "bucket-pages" });
  expect(inputs.orderedCacheBehaviors).toMatchObject([
    { pathPattern: "/api/*", targetOriginId: "gateway-api" },
  ]);
  expect(policy.Statement.slice(1)).toMatchObject([
    { Action: "s3:GetObject", Condition: { StringEquals: { "aws:SourceArn": outputs.arn } } },
  ]);
});

test("pages and answers of the API have security headers", () => {
  const { defaultCacheBehavior, orderedCacheBehaviors } = graph.get("site-distribution").inputs;

  expect(defaultCacheBehavior).toHaveProperty("responseHeadersPolicyId");
  expect(orderedCacheBehaviors).toMatchObject([{ responseHeadersPolicyId: expect.any(String) }]);
});

test("the pages load nothing that their own security policy forbids", () => {
  for (const page of ["index.html", "bold.html", "contact/index.html"])
    expect(readFileSync(`${dir}/public/${page}`, "utf8")).not.toMatch(/https?:|style=|<style|<script>/);
});

test("the runbook says what to do about every alarm", async () => {
  const prod = await graphOf(dir, { stage: "prod" });
  const alarms = prod.of("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => String(inputs.name));
  const runbook = readFileSync(`${dir}/README.md`, "utf8");

  expect(alarms).toContain("website-prod-site-error-rate");
  for (const alarm of alarms) expect(runbook).toContain(`\`${alarm.replace("-prod-", "-<stage>-")}\``);
});

test("tags name the service and its owner, also on what is in CloudFront's own region", () => {
  const tagged = graph.resources.filter(({ inputs }) => inputs.tags !== undefined);

  expect(tagged.map(({ name }) => name)).toContain("site-access-log");
  for (const { inputs } of tagged)
    expect(inputs.tags).toMatchObject({ owner: "storefront", service: "website" });
});
