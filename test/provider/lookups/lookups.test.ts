import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { awsProvider } from "../../../platform/provider/index.ts";
import { network } from "../../../platform/provider/lookups/network.ts";
import { things } from "../../../platform/provider/lookups/things.ts";
import { wellKnown } from "../../../platform/provider/lookups/well-known.ts";
import { resultOf } from "../../../platform/provider/schema/results.ts";

const { invoke } = awsProvider({ region: "eu-central-1", account: "111122223333" });
const result = (name: string, args: Record<string, unknown> = {}) => {
  const [module, fn] = name.split(".");
  return invoke(`aws:${module}/${fn}:${fn}`, args) ?? {};
};

const tokens = Object.keys({ ...network, ...things, ...wellKnown }).filter(
  (token) => !token.endsWith(":getPartition"),
);

test.each(tokens)("%s is a function of @pulumi/aws, and no member of its result is undefined", (token) => {
  // Source: the types of the installed @pulumi/aws.
  const members = resultOf(token);
  if (!members) throw new Error(`@pulumi/aws has no ${token}`);
  const args = {
    name: "shop",
    id: "x-1",
    functionName: "f",
    bucket: "b",
    arn: "arn:aws:lb:eu-central-1:1:x/y",
    secretId: "s",
    layerName: "l",
    userName: "u",
    keyId: "k",
    repositoryName: "r",
    imageTag: "t",
  };
  const answer = invoke(token, args) ?? {};
  const required = members.filter((one) => one.required).map(({ name }) => name);
  expect(required.filter((name) => answer[name] === undefined)).toEqual([]);
});

test.each([
  // Sources: "Resource types defined by …" of the Service Authorization Reference, for each service's ARNs.
  [
    "ec2.getVpc",
    { default: true },
    {
      arn: /^arn:aws:ec2:eu-central-1:111122223333:vpc\/vpc-0[0-9a-f]{16}$/,
      cidrBlock: /^172\.31\.0\.0\/16$/,
    },
  ],
  [
    "ec2.getSubnet",
    { id: "subnet-1" },
    { arn: /:subnet\/subnet-1$/, id: /^subnet-1$/, availabilityZone: /^eu-central-1a$/ },
  ],
  ["ec2.getSecurityGroup", { name: "web" }, { id: /^sg-0[0-9a-f]{16}$/, name: /^web$/ }],
  [
    "ec2.getAmi",
    { mostRecent: true },
    { imageId: /^ami-0[0-9a-f]{16}$/, arn: /^arn:aws:ec2:eu-central-1::image\/ami-/ },
  ],
  [
    "acm.getCertificate",
    { domain: "shop.example" },
    { arn: /^arn:aws:acm:eu-central-1:111122223333:certificate\/[0-9a-f-]{36}$/, domain: /^shop\.example$/ },
  ],
  [
    "ssm.getParameter",
    { name: "/shop/key" },
    { arn: /^arn:aws:ssm:eu-central-1:111122223333:parameter\/shop\/key$/, value: /./ },
  ],
  [
    "ssm.getParameter",
    { name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64" },
    { value: /^ami-0[0-9a-f]{16}$/ },
  ],
  [
    "secretsmanager.getSecret",
    { name: "db" },
    { arn: /^arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-\w{6}$/ },
  ],
  ["iam.getPolicy", { name: "p" }, { arn: /^arn:aws:iam::111122223333:policy\/p$/ }],
  [
    "route53.getZone",
    { name: "shop.example." },
    { zoneId: /^Z[0-9A-Z]{20}$/, name: /^shop\.example$/, arn: /^arn:aws:route53:::hostedzone\/Z/ },
  ],
  ["kms.getAlias", { name: "alias/shop" }, { arn: /:alias\/shop$/, targetKeyArn: /:key\/[0-9a-f-]{36}$/ }],
  [
    "ecr.getImage",
    { repositoryName: "shop", imageTag: "v1" },
    { imageUri: /^111122223333\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/shop@sha256:[0-9a-f]{64}$/ },
  ],
  [
    "sqs.getQueue",
    { name: "jobs" },
    { arn: /^arn:aws:sqs:eu-central-1:111122223333:jobs$/, url: /\/111122223333\/jobs$/ },
  ],
  ["dynamodb.getTable", { name: "t" }, { arn: /^arn:aws:dynamodb:eu-central-1:111122223333:table\/t$/ }],
  [
    "lambda.getFunction",
    { functionName: "f" },
    { arn: /^arn:aws:lambda:eu-central-1:111122223333:function:f$/ },
  ],
  // Source: "Enable access logs for your Application Load Balancer".
  ["elb.getServiceAccount", {}, { id: /^054676820928$/, arn: /^arn:aws:iam::054676820928:root$/ }],
  // Source: "Use managed cache policies" of CloudFront.
  [
    "cloudfront.getCachePolicy",
    { name: "Managed-CachingOptimized" },
    { id: /^658327ea-f89d-4fab-a63d-7e88639e58f6$/ },
  ],
])("%s with %j has AWS's own forms", (name, args, forms) => {
  const answer = result(name, args);
  for (const [key, form] of Object.entries(forms)) expect(answer[key]).toMatch(form);
});

test("the same lookup has the same answer, another one another", () => {
  expect(result("ec2.getVpc", { tags: { a: "1" } })).toEqual(result("ec2.getVpc", { tags: { a: "1" } }));
  expect(result("ec2.getVpc", { tags: { a: "1" } }).id).not.toBe(
    result("ec2.getVpc", { tags: { a: "2" } }).id,
  );
});

test("the members of every result in @pulumi/aws can be read", () => {
  const root = dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));
  const functions = ["ec2", "lambda", "iam", "s3", "ssm"].flatMap((module) =>
    readdirSync(join(root, module))
      .filter((file) => /^get\w+\.d\.ts$/.test(file))
      .filter((file) => /interface Get\w+Result /.test(readFileSync(join(root, module, file), "utf8")))
      .map((file) => `aws:${module}/${file.slice(0, -5)}:${file.slice(0, -5)}`),
  );
  expect(functions.length).toBeGreaterThan(100);
  expect(functions.filter((token) => !resultOf(token)?.length)).toEqual([]);
});
