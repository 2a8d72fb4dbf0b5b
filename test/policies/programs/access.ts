import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Cases } from "./parts.ts";
import { allow, bucket, forLambda, invoke, rolePolicy, trust } from "./parts.ts";

export const access: Cases = {
  "action-patterns": {
    program: () => {
      rolePolicy("pattern", { Action: ["s3:GetObject", "s3:Put*"], Resource: bucket });
      rolePolicy("but", { NotAction: "iam:PassRole", Resource: bucket });
      rolePolicy("exact", { Action: ["s3:GetObject"], Resource: `${bucket}/*` });
      rolePolicy("whole-service", { Action: "iam:*", Resource: "*" });
      rolePolicy("everything", { Action: "*:*", Resource: "*" });
      rolePolicy("one-letter", { Action: "s3:GetObjec?", Resource: bucket });
      rolePolicy(
        "object",
        {},
        {
          policy: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "s3:*", Resource: bucket }],
          },
        },
      );
      const document = aws.iam.getPolicyDocumentOutput({
        statements: [{ actions: ["sns:*"], resources: [bucket] }],
      });
      rolePolicy("looked-up", {}, { policy: document.json });
      new aws.iam.Policy("managed", { policy: allow({ Action: "sqs:*", Resource: bucket }) });
      new aws.iam.Role("inline", {
        assumeRolePolicy: forLambda,
        inlinePolicies: [{ name: "all", policy: allow({ Action: "dynamodb:*", Resource: bucket }) }],
      });
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
      "whole-service": "The policy allows iam:*.",
      everything: "The policy allows *:*.",
      "one-letter": "The policy allows s3:GetObjec?.",
      object: "The policy allows s3:*.",
      "looked-up": "The policy allows sns:*.",
      managed: "The policy allows sqs:*.",
      inline: "The policy allows dynamodb:*.",
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
      const github = {
        Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
      };
      const claim = (name: string) => `token.actions.githubusercontent.com:${name}`;
      const web = (Condition: object) =>
        JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Principal: github, Condition },
          ],
        });
      role("job", web({ StringEquals: { [claim("sub")]: "repo:acme/lambdas:environment:prod" } }));
      role("jobs", web({ StringEquals: { [claim("aud")]: "sts.amazonaws.com" } }));
    },
    broken: {
      anyone: "The role can be assumed by a principal that is no AWS service.",
      account: "The role can be assumed by a principal that is no AWS service.",
      jobs: "The role can be assumed by a principal that is no AWS service.",
      two: "The role can be assumed by lambda.amazonaws.com and states.amazonaws.com.",
    },
  },
  "public-function-urls": {
    program: () => {
      new aws.lambda.FunctionUrl("open", { functionName: "shop-fn", authorizationType: "NONE" });
      new aws.lambda.FunctionUrl("signed", { functionName: "shop-fn", authorizationType: "AWS_IAM" });
    },
    broken: { open: "The function URL is open to the internet." },
  },
  // Checkov CKV_AWS_274 (AdministratorAccess), CKV2_AWS_56 (IAMFullAccess); cdk-nag AwsSolutions-IAM4.
  "broad-managed-policies": {
    program: () => {
      const attach = (name: string, policyArn: string) =>
        new aws.iam.RolePolicyAttachment(name, { role: "role", policyArn });
      attach("admin", "arn:aws:iam::aws:policy/AdministratorAccess");
      attach("iam", "arn:aws:iam::aws:policy/IAMFullAccess");
      attach("in-china", "arn:aws-cn:iam::aws:policy/AmazonS3FullAccess");
      attach("logs", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
      attach("own", "arn:aws:iam::123456789012:policy/FullAccess");
      new aws.iam.Role("listing", {
        assumeRolePolicy: forLambda,
        managedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"],
      });
      new aws.iam.Role("plain", {
        assumeRolePolicy: forLambda,
        managedPolicyArns: ["arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"],
      });
    },
    broken: {
      admin: "It attaches AdministratorAccess.",
      iam: "It attaches IAMFullAccess.",
      "in-china": "It attaches AmazonS3FullAccess.",
      listing: "It attaches PowerUserAccess.",
    },
  },
};
