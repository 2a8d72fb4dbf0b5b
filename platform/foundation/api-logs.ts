import * as aws from "@pulumi/aws";
import { nameOf } from "../core/component.ts";
import { policyDocument, trust } from "../core/policy.ts";
import type { Place } from "./place.ts";

/** The role by which REST APIs write their access logs: one of the whole account and region, so no service can own it. */
export function createApiLogs({ account, region, partition }: Place): void {
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
        resources: [`arn:${partition}:logs:${region}:${account}:log-group:/aws/vendedlogs/apigateway/*`],
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
}
