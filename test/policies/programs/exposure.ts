import * as aws from "@pulumi/aws";
import type { Cases } from "./parts.ts";
import { allow, bucket } from "./parts.ts";

/** What lets the internet in, or travels in the clear. */
export const exposure: Cases = {
  // Checkov CKV_AWS_70 (buckets), CKV_AWS_168 (queues), CKV_AWS_169 (topics), CKV_AWS_33 (keys); AWS: "The meaning of 'public'".
  "public-resource-policies": {
    program: () => {
      const policy = (name: string, statement: object) =>
        new aws.s3.BucketPolicy(name, {
          bucket: "bucket",
          policy: allow({ Resource: `${bucket}/*`, ...statement }),
        });
      const Action = "s3:GetObject";
      policy("everybody", { Action, Principal: "*" });
      policy("every-account", { Action, Principal: { AWS: ["*"] } });
      policy("all-but-one", { Action, NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } });
      policy("browsers", {
        Action,
        Principal: "*",
        Condition: { StringLike: { "aws:Referer": "https://shop.example/*" } },
      });
      policy("any-source", { Action, Principal: "*", Condition: { ArnLike: { "aws:SourceArn": "*" } } });
      policy("one", { Action, Principal: { AWS: "arn:aws:iam::123456789012:role/reader" } });
      policy("organisation", {
        Action,
        Principal: "*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2" } },
      });
      policy("refusing", { Effect: "Deny", Action: "s3:*", Principal: "*" });
      new aws.sqs.Queue("queue", {
        name: "queue",
        policy: allow({ Action: "sqs:SendMessage", Principal: "*", Resource: "*" }),
      });
      new aws.sns.TopicPolicy("topic", {
        arn: "arn:aws:sns:eu-west-1:123456789012:topic",
        policy: allow({ Action: "sns:Publish", Principal: { AWS: "*" }, Resource: "*" }),
      });
      new aws.kms.Key("key", {
        policy: allow({ Action: "kms:Decrypt", Principal: { AWS: "*" }, Resource: "*" }),
      });
      // The APIs of a service are for the public.
      new aws.apigateway.RestApiPolicy("api", {
        restApiId: "api",
        policy: allow({ Action: "execute-api:Invoke", Principal: "*", Resource: "*" }),
      });
    },
    broken: {
      everybody: "The policy allows everybody s3:GetObject.",
      "every-account": "The policy allows everybody s3:GetObject.",
      "all-but-one": "The policy allows everybody s3:GetObject.",
      browsers: "The policy allows everybody s3:GetObject.",
      "any-source": "The policy allows everybody s3:GetObject.",
      queue: "The policy allows everybody sqs:SendMessage.",
      topic: "The policy allows everybody sns:Publish.",
      key: "The policy allows everybody kms:Decrypt.",
    },
  },
  // Checkov CKV_AWS_53 to CKV_AWS_56 (the block's settings), CKV_AWS_20 and CKV_AWS_57 (ACLs).
  "public-buckets": {
    program: () => {
      const on = {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      };
      new aws.s3.BucketPublicAccessBlock("blocked", { bucket: "a", ...on });
      new aws.s3.BucketPublicAccessBlock("partly", { bucket: "b", ...on, blockPublicPolicy: false });
      new aws.s3.BucketPublicAccessBlock("silent", { bucket: "c" });
      new aws.s3.BucketAcl("read", { bucket: "d", acl: "public-read" });
      new aws.s3.BucketAcl("private", { bucket: "e", acl: "private" });
      new aws.s3.BucketAcl("written-out", {
        bucket: "f",
        accessControlPolicy: {
          owner: { id: "owner" },
          grants: [
            {
              permission: "READ",
              grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" },
            },
          ],
        },
      });
      new aws.s3.BucketObjectv2("page", { bucket: "g", key: "page", content: "page", acl: "public-read" });
    },
    broken: {
      partly: "It leaves blockPublicPolicy off.",
      silent: "It leaves blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets off.",
      read: "Its ACL is public-read.",
      "written-out": "Its ACL lets everybody in.",
      page: "Its ACL is public-read.",
    },
  },
  // Checkov CKV_AWS_24 (22), CKV_AWS_25 (3389), CKV_AWS_260 (80), CKV_AWS_277 (every port); cdk-nag AwsSolutions-EC23.
  "open-security-groups": {
    program: () => {
      const group = (name: string, port: number, cidrBlocks: string[], over: object = {}) =>
        new aws.ec2.SecurityGroup(name, {
          name,
          ingress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks, ...over }],
        });
      group("ssh", 22, ["0.0.0.0/0"]);
      group("desktop", 3389, [], { ipv6CidrBlocks: ["::/0"] });
      group("halves", 5432, ["0.0.0.0/1", "128.0.0.0/1"]);
      group("all", 0, ["0.0.0.0/0"], { protocol: "-1" });
      group("web-without-balancer", 443, ["0.0.0.0/0"]);
      group("office", 22, ["10.0.0.0/8"]);
      const web = group("web", 443, ["0.0.0.0/0"]);
      new aws.lb.LoadBalancer("balancer", {
        name: "balancer",
        securityGroups: [web.id],
        subnets: ["a", "b"],
      });
      new aws.ec2.SecurityGroupRule("old-rule", {
        type: "ingress",
        protocol: "tcp",
        fromPort: 1,
        toPort: 1024,
        cidrBlocks: ["0.0.0.0/0"],
        securityGroupId: web.id,
      });
      new aws.ec2.SecurityGroupRule("outwards", {
        type: "egress",
        protocol: "-1",
        fromPort: 0,
        toPort: 0,
        cidrBlocks: ["0.0.0.0/0"],
        securityGroupId: web.id,
      });
      const rule = (name: string, port: number) =>
        new aws.vpc.SecurityGroupIngressRule(name, {
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4: "0.0.0.0/0",
          securityGroupId: web.id,
        });
      rule("new-rule", 27017);
      rule("redirect", 80);
    },
    broken: {
      ssh: "It lets 0.0.0.0/0 in at port 22.",
      desktop: "It lets ::/0 in at port 3389.",
      halves: "It lets 0.0.0.0/1 and 128.0.0.0/1 in at port 5432.",
      all: "It lets 0.0.0.0/0 in at every port.",
      "web-without-balancer": "It lets 0.0.0.0/0 in at port 443.",
      "old-rule": "It lets 0.0.0.0/0 in at ports 1 to 1024.",
      "new-rule": "It lets 0.0.0.0/0 in at port 27017.",
    },
  },
  // Checkov CKV_AWS_2 (listeners), CKV_AWS_103 (TLS 1.2), CKV_AWS_34 (CloudFront); AWS: "Security policies for your Application Load Balancer".
  "tls-only": {
    program: () => {
      const listener = (name: string, over: Partial<aws.lb.ListenerArgs>) =>
        new aws.lb.Listener(name, {
          loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1",
          port: 443,
          protocol: "HTTPS",
          certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/a",
          defaultActions: [
            {
              type: "forward",
              targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/1",
            },
          ],
          ...over,
        });
      listener("clear", { port: 80, protocol: "HTTP", certificateArn: undefined as never });
      listener("redirecting", {
        port: 80,
        protocol: "HTTP",
        certificateArn: undefined as never,
        defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }],
      });
      listener("default", {});
      listener("new", { sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" });
      const Endpoint = { topic: "arn:aws:sns:eu-west-1:123456789012:topic" };
      new aws.sns.TopicSubscription("by-http", {
        ...Endpoint,
        protocol: "http",
        endpoint: "http://shop.example",
      });
      new aws.sns.TopicSubscription("by-https", {
        ...Endpoint,
        protocol: "https",
        endpoint: "https://shop.example",
      });
    },
    broken: {
      clear: "The listener serves HTTP.",
      default: "The listener takes TLS 1.0 or 1.1.",
      "by-http": "The topic sends its messages by HTTP.",
    },
  },
};
