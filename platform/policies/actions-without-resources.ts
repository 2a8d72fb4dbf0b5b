/**
 * Actions that a policy can allow on `*` only, by AWS's page about them. "If there is no value for this column, you must
 * specify all resources ("*")" (Service Authorization Reference, column "Resource types").
 */
const pages = {
  "Actions, resources, and condition keys for AWS X-Ray": [
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    // Sampling rules belong to the account.
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
  ],
  // Step Functions logs through log delivery; API Gateway's role looks for its log groups.
  "Actions, resources, and condition keys for Amazon CloudWatch Logs": [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ],
  "Actions, resources, and condition keys for Amazon EC2": [
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
  ],
  // These take resources, but Lambda refuses a function whose role can't use them on interfaces that don't exist yet.
  "Giving Lambda functions access to resources in an Amazon VPC": [
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
} as const;

export const actionsWithoutResources: ReadonlySet<string> = new Set(Object.values(pages).flat());
