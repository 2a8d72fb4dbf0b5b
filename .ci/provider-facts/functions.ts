/** Validators of Terraform's AWS provider that are plain functions, by name, with the rule that each checks by code. */
import type { Rule } from "../../platform/provider/schema/facts.ts";

type Limits = readonly [number | null, number | null];
const named = (pattern: string, bytes: Limits): Rule => ({ all: [{ bytes }, { matches: pattern }] });

const hyphens = "^(?!-|internal-)[0-9A-Za-z-]*$";
const time: Rule = { matches: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$" };
const policy: Rule = { all: [{ matches: "^\\s*\\{" }, "json"] };

export const functions: Readonly<Record<string, Rule>> = {
  "cloudwatch.validDashboardName": named("^[0-9A-Za-z_-]+$", [null, 255]),
  "cloudwatch.validEC2AutomateARN": {
    matches: "^arn:[\\w-]+:automate:[\\w-]+:ec2:(reboot|recover|stop|terminate)$",
  },
  "cognitoidp.validUserPoolSchemaName": { bytes: [1, 20] },
  "ec2.validSecurityGroupRuleDescription": named("^[0-9A-Za-z_ .:/()#,@\\[\\]+=&;{}!$*-]*$", [null, 255]),
  "elbv2.validListenerRulePriority": { any: [{ between: [1, 50_000] }, { oneOf: [99_999] }] },
  "elbv2.validName": { all: [{ bytes: [null, 32] }, { matches: hyphens }, { matchesNot: "-$" }] },
  "elbv2.validNamePrefix": named("^(?!-|internal-)[0-9A-Za-z-]+$", [null, 6]),
  "elbv2.validTargetGroupHealthCheckPort": { matches: "^(traffic-port|[1-9]\\d{0,4})$" },
  "elbv2.validTargetGroupName": {
    all: [{ bytes: [null, 32] }, { matches: "^(?!-)[0-9A-Za-z-]+$" }, { matchesNot: "-$" }],
  },
  "elbv2.validTargetGroupNamePrefix": named("^(?!-)[0-9A-Za-z-]+$", [null, 6]),
  "events.validateRuleName": named("^[0-9A-Za-z_.-]+$", [null, 64]),
  "events.validateTargetID": named("^[0-9A-Za-z_.-]+$", [null, 64]),
  "events.validateEventPatternValue": "json",
  // Closures of variables: `validPolicyPath`, `validRolePolicyRole`.
  "iam.init.func4": { all: [{ matches: "^/(.*/)?$" }, { matchesNot: "//" }] },
  "iam.init.func3": { matchesNot: "^arn:" },
  "iot.validTopicRuleCloudWatchAlarmStateValue": { oneOf: ["OK", "ALARM", "INSUFFICIENT_DATA"] },
  "iot.validTopicRuleElasticsearchEndpoint": { matches: "https?://" },
  "iot.validTopicRuleFirehoseSeparator": { oneOf: [",", "\t", "\n", "\r\n"] },
  "iot.validTopicRuleName": named("^[0-9A-Za-z_]+$", [1, 128]),
  "kms.validNameForResource": {
    all: [{ matches: "^alias/[0-9A-Za-z_/-]+$" }, { matchesNot: "^alias/aws/" }],
  },
  "logs.validLogGroupName": named("^[0-9A-Za-z_./#-]+$", [null, 512]),
  "logs.validLogGroupNamePrefix": { matches: "^[0-9A-Za-z_./#-]+$" },
  "s3.validBucketLifecycleTimestamp": { matches: "^\\d{4}-\\d\\d-\\d\\d$" },
  "secretsmanager.validSecretName": named("^[0-9A-Za-z/_+=.@-]+$", [null, 512]),
  "secretsmanager.validSecretNamePrefix": { matches: "^[0-9A-Za-z/_+=.@-]+$" },
  "validation.IsIPv4Address": "ip",
  "validation.IsIPv6Address": "ip",
  "validation.IsPortNumber": { between: [1, 65_535] },
  "validation.IsRFC3339Time": time,
  "validation.IsURLWithHTTPS": { matches: "^https://." },
  "validation.NoZeroValues": "not empty",
  "validation.StringIsEmpty": { oneOf: [""] },
  "validation.StringIsJSON": "json",
  "validation.StringIsNotEmpty": "not empty",
  "verify.ValidAccountID": { matches: "^\\d{12}$" },
  "verify.ValidBase64String": "base64",
  "verify.ValidCIDRNetworkAddress": "cidr",
  "verify.ValidIAMPolicyJSON": policy,
  "verify.ValidIPv4CIDRNetworkAddress": "cidr",
  "verify.ValidIPv6CIDRNetworkAddress": "cidr",
  "verify.ValidRegionName": { matches: "^[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}$" },
  "verify.ValidUTCTimestamp": time,
};

/** Closures of code, which Go names by where they are made: by argument. */
export const byArgument: Readonly<Record<string, Rule>> = {
  "aws_api_gateway_rest_api.minimum_compression_size": { between: [-1, 10_485_760] },
  "aws_appautoscaling_scheduled_action.scalable_target_action.max_capacity": { between: [0, null] },
  "aws_appautoscaling_scheduled_action.scalable_target_action.min_capacity": { between: [0, null] },
  "aws_cloudwatch_event_archive.event_pattern": functions["events.validateEventPatternValue"]!,
  "aws_cloudwatch_event_rule.event_pattern": functions["events.validateEventPatternValue"]!,
  "aws_lb_target_group.deregistration_delay": { between: [0, 3_600] },
};
