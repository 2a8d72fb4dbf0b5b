import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { findingsIn, policies } from "../../platform/policies/index.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { graphOfProgram } from "../support/index.ts";
import { rawAlarm } from "../support/raw-alarm.ts";

const allow = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

const trust = (Principal: unknown) => allow({ Action: "sts:AssumeRole", Principal });
const forLambda = trust({ Service: "lambda.amazonaws.com" });

const rolePolicy = (name: string, statement: object, over: object = {}) =>
  new aws.iam.RolePolicy(name, { role: "role", policy: allow(statement), ...over });

const lambda = (name: string, over: Partial<aws.lambda.FunctionArgs> = {}) =>
  new aws.lambda.Function(name, {
    name: `shop-${name}`,
    role: "arn:aws:iam::123456789012:role/role",
    handler: "index.handler",
    runtime: "nodejs24.x",
    code: new pulumi.asset.StringAsset("exports.handler = () => {}"),
    ...over,
  });

const invoke = (name: string, over: Partial<aws.lambda.PermissionArgs>) =>
  new aws.lambda.Permission(name, {
    action: "lambda:InvokeFunction",
    function: "shop-fn",
    principal: "s3.amazonaws.com",
    ...over,
  });

const alarm = (name: string, alarmActions?: string[]) =>
  new aws.cloudwatch.MetricAlarm(name, {
    ...rawAlarm,
    ...(alarmActions && { alarmActions }),
  });

const bucket = "arn:aws:s3:::bucket";

/** Of each rule a program with resources that break it, by the message of each, and with others that keep it. */
const cases: Readonly<Record<string, { program: () => void; broken: Readonly<Record<string, string>> }>> = {
  "action-patterns": {
    program: () => {
      rolePolicy("pattern", { Action: ["s3:GetObject", "s3:Put*"], Resource: bucket });
      rolePolicy("but", { NotAction: "iam:PassRole", Resource: bucket });
      rolePolicy("exact", { Action: ["s3:GetObject"], Resource: `${bucket}/*` });
      // A pattern can only refuse more.
      rolePolicy("refusing", { Effect: "Deny", Action: "s3:*", Resource: bucket });
      rolePolicy(
        "hidden",
        { Action: "sqs:*", Resource: bucket },
        {
          policy: pulumi.secret(allow({ Action: "sqs:*", Resource: bucket })),
        },
      );
    },
    broken: {
      pattern: "The policy allows s3:Put*.",
      but: "The policy allows everything but iam:PassRole.",
      hidden: "The policy allows sqs:*.",
    },
  },
  // AWS: Service Authorization Reference, pages of Amazon SQS, Amazon S3 and AWS Lambda.
  "possible-statements": {
    program: () => {
      rolePolicy("misspelt", { Action: "sqs:SendMesage", Resource: "*" });
      rolePolicy("elsewhere", { Action: "s3:ListBucket", Resource: `${bucket}/*` });
      rolePolicy("possible", {
        Action: ["s3:ListBucket", "s3:GetObject"],
        Resource: [bucket, `${bucket}/*`],
      });
      invoke("event", { action: "lambda:InvokeFuncton", sourceArn: bucket });
      invoke("known", { sourceArn: bucket });
    },
    broken: {
      misspelt: "There is no action sqs:SendMesage. Did you mean sqs:SendMessage?",
      elsewhere: `s3:ListBucket takes accesspoint (arn:\${Partition}:s3:\${Region}:\${Account}:accesspoint/\${AccessPointName}) or bucket (arn:\${Partition}:s3:::\${BucketName}): it is given ${bucket}/*.`,
      event: "There is no action lambda:InvokeFuncton. Did you mean lambda:InvokeFunction?",
    },
  },
  "resource-wildcards": {
    program: () => {
      rolePolicy("every", { Action: ["s3:GetObject", "xray:PutTraceSegments"], Resource: "*" });
      rolePolicy("but", { Action: "s3:GetObject", NotResource: bucket });
      rolePolicy("one", { Action: "s3:GetObject", Resource: `${bucket}/*` });
      rolePolicy("tracing", { Action: ["xray:PutTraceSegments"], Resource: ["*"] });
      // AWS: "Giving Lambda functions access to resources in an Amazon VPC", whose policy has "*".
      rolePolicy("interfaces", {
        Action: ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces"],
        Resource: "*",
      });
      // AWS: "Key policies in AWS KMS": in a key policy, "*" means "this KMS key".
      const Principal = { Service: "sns.amazonaws.com" };
      new aws.kms.Key("key", { policy: allow({ Principal, Action: "kms:Decrypt", Resource: "*" }) });
    },
    broken: {
      every: "The policy allows s3:GetObject on every resource.",
      but: "The policy allows s3:GetObject on every resource.",
    },
  },
  "function-invokers": {
    program: () => {
      invoke("anyone", { principal: "*" });
      invoke("account", { principal: "123456789012", sourceArn: bucket });
      invoke("any-bucket", {});
      invoke("one-bucket", { sourceArn: bucket });
      // AWS: "Control access to Lambda function URLs": a URL of the type NONE needs both of these.
      invoke("url", { principal: "*", action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "NONE" });
      invoke("through-url", { principal: "*", invokedViaFunctionUrl: true });
    },
    broken: {
      anyone: "The permission lets in a principal that is no AWS service.",
      account: "The permission lets in a principal that is no AWS service.",
      "any-bucket": "The permission names no resource that invokes.",
    },
  },
  "role-trust": {
    program: () => {
      const role = (name: string, assumeRolePolicy: string) => new aws.iam.Role(name, { assumeRolePolicy });
      role("anyone", trust("*"));
      role("account", trust({ AWS: "arn:aws:iam::123456789012:root" }));
      role("two", trust({ Service: ["lambda.amazonaws.com", "states.amazonaws.com"] }));
      role("one", forLambda);
      role("edge", trust({ Service: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }));
    },
    broken: {
      anyone: "The role can be assumed by a principal that is no AWS service.",
      account: "The role can be assumed by a principal that is no AWS service.",
      two: "The role can be assumed by lambda.amazonaws.com and states.amazonaws.com.",
    },
  },
  "environment-secrets": {
    program: () => {
      lambda("value", { environment: { variables: { STAGE: "prod", TOKEN: pulumi.secret("t") } } });
      lambda("whole", { environment: pulumi.secret({ variables: { TOKEN: "t" } }) });
      lambda("plain", { environment: { variables: { STAGE: "prod" } } });
      lambda("none");
    },
    broken: {
      value: "The function has a secret in its environment.",
      whole: "The function has a secret in its environment.",
    },
  },
  // AWS: "Encryption at rest in Amazon SQS": SSE-SQS is on by default for new queues, and can be turned off.
  "queue-encryption": {
    program: () => {
      new aws.sqs.Queue("clear", { name: "clear", sqsManagedSseEnabled: false });
      new aws.sqs.Queue("default", { name: "default" });
      new aws.sqs.Queue("managed", { name: "managed", sqsManagedSseEnabled: true });
      new aws.sqs.Queue("own-key", {
        name: "own-key",
        kmsMasterKeyId: "alias/k",
      });
    },
    broken: { clear: "The queue keeps its messages in the clear." },
  },
  // AWS: "Working with log groups and log streams": "By default, log data is stored in CloudWatch Logs indefinitely."
  "log-retention": {
    program: () => {
      new aws.cloudwatch.LogGroup("default", { name: "default" });
      new aws.cloudwatch.LogGroup("never", { name: "never", retentionInDays: 0 });
      new aws.cloudwatch.LogGroup("month", { name: "month", retentionInDays: 30 });
    },
    broken: {
      default: "The log group keeps its logs forever.",
      never: "The log group keeps its logs forever.",
    },
  },
  "public-function-urls": {
    program: () => {
      new aws.lambda.FunctionUrl("open", { functionName: "shop-fn", authorizationType: "NONE" });
      new aws.lambda.FunctionUrl("signed", { functionName: "shop-fn", authorizationType: "AWS_IAM" });
    },
    broken: { open: "The function URL is open to the internet." },
  },
  // AWS: "Configuring CloudWatch log groups": by default /aws/lambda/<function name>, made by Lambda.
  "function-log-groups": {
    program: () => {
      lambda("groupless");
      lambda("elsewhere", { loggingConfig: { logFormat: "JSON", logGroup: "made-by-others" } });
      lambda("grouped");
      lambda("named", { loggingConfig: { logFormat: "JSON", logGroup: "own" } });
      lambda("edge", { region: "us-east-1" });
      for (const name of ["/aws/lambda/shop-grouped", "own"])
        new aws.cloudwatch.LogGroup(name, { name, retentionInDays: 30 });
    },
    broken: {
      groupless: "The function logs to a log group that the program doesn't make.",
      elsewhere: "The function logs to a log group that the program doesn't make.",
    },
  },
  "alarm-actions": {
    program: () => {
      alarm("silent");
      alarm("empty", []);
      alarm("heard", ["arn:aws:sns:eu-west-1:123456789012:alarms"]);
    },
    broken: { silent: "The alarm notifies no one.", empty: "The alarm notifies no one." },
  },
};

test("every rule has a file of its name, and cases that break it and keep it", () => {
  const files = readdirSync(join(root, "platform", "policies"));
  for (const { id } of policies) expect(files).toContain(`${id}.ts`);
  expect(Object.keys(cases).sort()).toEqual(policies.map(({ id }) => id).sort());
});

describe.each(policies)("$id: $title", (policy) => {
  const { program, broken } = cases[policy.id]!;

  test("finds the resources that break it, and those alone", async () => {
    const graph = await graphOfProgram(program);
    const found = findingsIn(graph, [policy]);
    expect(Object.fromEntries(found.map(({ name, message }) => [name, message]))).toEqual(broken);
    for (const finding of found)
      expect(finding).toMatchObject({
        rule: policy.id,
        severity: policy.severity,
        urn: graph.get(finding.name).urn,
        remedy: policy.remedy,
      });
  });

  test("leaves alone what the program only looks up", async () => {
    const graph = await graphOfProgram(() => {
      aws.sqs.Queue.get("jobs", "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs");
      aws.cloudwatch.LogGroup.get("logs", "/aws/lambda/others");
    });
    expect(findingsIn(graph, [policy])).toEqual([]);
  });

  test("is a sentence, with its reason and its remedy", () => {
    for (const text of [policy.title, policy.reason, policy.remedy]) expect(text).toMatch(/^[A-Z].*\.$/);
  });
});
