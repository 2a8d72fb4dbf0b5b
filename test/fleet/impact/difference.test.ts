import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, onTestFinished, test } from "vitest";
import { changeOf, impactOf } from "./support.ts";

test("a changed setting is an update, with its value before and after", async () => {
  const queue = (delaySeconds: number) => () => new aws.sqs.Queue("jobs", { delaySeconds });
  const impact = await impactOf(queue(1), queue(2));
  expect(impact.changes).toEqual([
    expect.objectContaining({
      name: "jobs",
      operation: "update",
      replacedBy: [],
      properties: [{ path: "delaySeconds", before: 1, after: 2 }],
    }),
  ]);
});

test("JSON inside of strings is compared as JSON, with paths to what differs", async () => {
  const policy = (actions: string) => () =>
    new aws.iam.Policy("policy", {
      policy: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":${actions},"Resource":"*"}]}`,
    });
  const impact = await impactOf(policy('["s3:GetObject"]'), policy('["s3:GetObject", "s3:PutObject"]'));
  expect(changeOf(impact, "policy").properties).toEqual([
    { path: "policy.Statement[0].Action[1]", after: "s3:PutObject" },
  ]);
  expect(impact.sums.permissions).toEqual({ gained: ["policy: Allow s3:PutObject on *"], lost: [] });
  expect((await impactOf(policy('["s3:GetObject"]'), policy('[ "s3:GetObject" ]'))).changes).toEqual([]);
});

// "We could be normalizing the JSON here", Terraform's AWS provider, internal/service/events/target.go.
test("another writing of the same JSON is a change where AWS gets the text as it is, and is told as such", async () => {
  const target = (input: string) => () =>
    new aws.cloudwatch.EventTarget("target", {
      rule: "r",
      arn: "arn:aws:sqs:eu-west-1:123456789012:q",
      input,
    });
  const impact = await impactOf(target('{"a":1}'), target('{ "a": 1 }'));
  expect(changeOf(impact, "target").properties).toEqual([
    { path: "input", before: '{"a":1}', after: '{ "a": 1 }', note: "the same JSON, written otherwise" },
  ]);
});

test("values in another order are told as such", async () => {
  const queue = (names: readonly string[]) => () =>
    new aws.ec2.SecurityGroup("web", {
      description: "web",
      egress: names.map((cidr) => ({ fromPort: 443, toPort: 443, protocol: "tcp", cidrBlocks: [cidr] })),
    });
  const impact = await impactOf(queue(["10.0.0.0/8", "11.0.0.0/8"]), queue(["11.0.0.0/8", "10.0.0.0/8"]));
  expect(changeOf(impact, "web").properties).toEqual([
    expect.objectContaining({ path: "egress", note: "the same values in another order" }),
  ]);
});

test("an entry that comes first in a list moves none of the others", async () => {
  const role = (arns: readonly string[]) => () =>
    new aws.lambda.Function("work", {
      role: "arn:aws:iam::123456789012:role/work",
      code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset("1") }),
      handler: "index.handler",
      runtime: "nodejs24.x",
      layers: [...arns],
    });
  const layer = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:layer:${name}:1`;
  const impact = await impactOf(role([layer("a"), layer("b")]), role([layer("new"), layer("a"), layer("b")]));
  expect(changeOf(impact, "work").properties).toEqual([{ path: "layers[0]", after: layer("new") }]);
});

test("a changed secret is noticed and not shown", async () => {
  const parameter = (value: string) => () =>
    new aws.ssm.Parameter("key", { type: "SecureString", value: pulumi.secret(value) });
  const impact = await impactOf(parameter("hush"), parameter("hushhush"));
  expect(changeOf(impact, "key").properties).toEqual([
    { path: "value", before: "[secret]", after: "[secret]" },
  ]);
  expect(JSON.stringify(impact)).not.toContain("hush");
  expect((await impactOf(parameter("hush"), parameter("hush"))).changes).toEqual([]);
});

test("code is compared by its content and shown by its size, wherever it lies", async () => {
  const dir = mkdtempSync(join(tmpdir(), "impact-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const code = (path: string, text: string) => {
    writeFileSync(join(dir, path), text);
    const source = new pulumi.asset.FileAsset(join(dir, path));
    return () => new aws.s3.BucketObjectv2("page", { bucket: "b", key: "page", source });
  };
  const impact = await impactOf(code("a", "hello"), code("b", "hello, world"));
  expect(changeOf(impact, "page").properties).toEqual([
    { path: "source", before: { bytes: 5 }, after: { bytes: 12 } },
  ]);
  expect((await impactOf(code("c", "hello"), code("d", "hello"))).changes).toEqual([]);
});
