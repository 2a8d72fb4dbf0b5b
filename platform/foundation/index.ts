import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sharedLayer as bundleLayer } from "../components/function/bundle/bundle.ts";
import { layerLicense } from "../components/function/bundle/shared-layer.ts";
import { nameOf } from "../core/component.ts";
import { keyAdministration, policyDocument, tlsOnly, trust } from "../core/policy.ts";
import { settingsOf } from "../core/settings.ts";
import { applyTags } from "../core/tags.ts";

/** Program of the root stack, which services share: they find it by `defaults.foundation.stack`, and work without it. */

applyTags();

const { accountId } = await aws.getCallerIdentity();
const { region } = await aws.getRegion();
const { partition } = await aws.getPartition();

// CloudWatch can't publish to a topic encrypted with SNS's own key, so the topic has a key that lets it.
const key = new aws.kms.Key("alarm-key", {
  description: "Encrypts alarms on their way to whoever is on call",
  enableKeyRotation: true,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Administration",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: keyAdministration,
        // In a key's own policy `*` means this key: AWS allows nothing else.
        Resource: "*",
      },
      {
        Sid: "Alarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ],
  }),
});

const topic = new aws.sns.Topic("alarms", { name: nameOf("topic", "alarms"), kmsMasterKeyId: key.arn });

new aws.sns.TopicPolicy("alarms-policy", {
  arn: topic.arn,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Alarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic.arn,
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
      tlsOnly("sns:Publish", topic.arn),
    ],
  }),
});

const bus = new aws.cloudwatch.EventBus("events", { name: nameOf("bus", "events") });

// API Gateway's REST APIs write their access logs by one role of the whole account and region, so no service can own it.
const logWriter = new aws.iam.Role("api-logs-role", {
  name: nameOf("role", "api-logs"),
  assumeRolePolicy: trust("apigateway.amazonaws.com"),
});
const logPolicy = new aws.iam.RolePolicy("api-logs-policy", {
  name: "permissions",
  role: logWriter.name,
  policy: policyDocument([
    {
      // Those of AWS's own policy for this, AmazonAPIGatewayPushToCloudWatchLogs, on the groups of our gateways only.
      actions: [
        "logs:CreateLogGroup",
        "logs:DescribeLogStreams",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "logs:GetLogEvents",
        "logs:FilterLogEvents",
      ],
      resources: [`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/vendedlogs/apigateway/*`],
    },
    // AWS gives it no resource.
    { actions: ["logs:DescribeLogGroups"], resources: ["*"] },
  ]),
});
new aws.apigateway.Account(
  "api-gateway",
  { cloudwatchRoleArn: logWriter.arn },
  // API Gateway tries the role when it is set.
  { dependsOn: [logPolicy] },
);

const shared = await bundleLayer();
const layer = new aws.lambda.LayerVersion("shared-layer", {
  layerName: nameOf("layer", "shared"),
  description: "The AWS SDK and the tracer, for functions that leave them out of their bundles",
  code: new pulumi.asset.FileArchive(shared.archive),
  sourceCodeHash: shared.hash,
  compatibleRuntimes: [settingsOf(undefined).function.runtime],
  // Nothing in it is native code.
  compatibleArchitectures: ["arm64", "x86_64"],
  licenseInfo: layerLicense,
  // Functions that aren't deployed again yet use an older version, and one that is deleted can't be set any more.
  skipDestroy: true,
});

export const alarmTopicArn = topic.arn;
export const eventBusName = bus.name;
export const sharedLayer = { arn: layer.arn, hash: shared.hash };
