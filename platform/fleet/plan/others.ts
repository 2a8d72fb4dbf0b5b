import { counted } from "./details.ts";
import { shortType } from "./full.ts";
import type { Plan } from "./plan.ts";

/** Resources that are counted, by type. */
const words: Readonly<Record<string, readonly [one: string, many?: string]>> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["alarm"],
  "aws:cloudwatch/dashboard:Dashboard": ["dashboard"],
  "aws:cloudwatch/logGroup:LogGroup": ["log group"],
  "aws:iam/role:Role": ["role"],
  "aws:lambda/permission:Permission": ["permission to invoke", "permissions to invoke"],
  "aws:codedeploy/deploymentGroup:DeploymentGroup": ["deployment group"],
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": [
    "provisioned concurrency",
    "provisioned concurrencies",
  ],
  "aws:lambda/layerVersion:LayerVersion": ["layer"],
  "aws:cloudfront/function:Function": ["CloudFront function"],
  "aws:route53/record:Record": ["DNS record"],
  "aws:acm/certificate:Certificate": ["certificate"],
  "aws:s3/bucketObjectv2:BucketObjectv2": ["file"],
  "aws:apigateway/apiKey:ApiKey": ["API key"],
  "aws:apigateway/usagePlan:UsagePlan": ["usage plan"],
  "aws:ecr/repository:Repository": ["image repository", "image repositories"],
  "docker-build:index:Image": ["image"],
  "aws:kms/key:Key": ["key"],
};

/** Resources that are settings of others, by type: counted together. */
const parts = new RegExp(
  `^(aws:iam/rolePolicy:|aws:apigatewayv2/|aws:apigateway/(deployment|methodSettings|stage|usagePlanKey|account):|${[
    "aws:lambda/(alias|functionEventInvokeConfig|eventSourceMapping|functionRecursionConfig|runtimeManagementConfig):",
    "aws:sqs/(queuePolicy|redriveAllowPolicy):|aws:sns/(topicPolicy|topicSubscription):",
    "aws:s3/bucket[A-Z]|aws:cloudwatch/(eventTarget|eventArchive|logDelivery)|aws:codedeploy/(application|deploymentConfig):",
    "aws:cloudfront/(cachePolicy|originAccessControl|responseHeadersPolicy|keyValueStore):|aws:acm/certificateValidation:",
    "aws:secretsmanager/secret(Version|Rotation|Policy):|aws:ecr/lifecyclePolicy:|aws:kinesis/streamConsumer:",
    "aws:lb/(listener|listenerRule|targetGroup|targetGroupAttachment):|aws:ec2/securityGroup:|aws:wafv2/webAclAssociation:",
    "aws:appautoscaling/",
  ].join("|")})`,
);

/** The resources that have no line of their own: counted by their words, then those of types without a word. */
export function otherLines(plan: Plan, shown: ReadonlySet<string>): string[] {
  const rest = plan.groups.flatMap(({ resources }) => resources).filter(({ urn }) => !shown.has(urn));
  const letters = rest.filter(({ type }) => type === "aws:sqs/queue:Queue").length;
  const known = Object.entries(words).flatMap(([type, [one, many]]) => {
    const count = rest.filter((resource) => resource.type === type).length;
    return count > 0 ? [counted(count, one, many)] : [];
  });
  const small = rest.filter(({ type }) => words[type] === undefined && parts.test(type)).length;
  const unknown = rest.filter(
    ({ type }) => words[type] === undefined && !parts.test(type) && type !== "aws:sqs/queue:Queue",
  );
  const counts = [
    ...(letters > 0 ? [counted(letters, "dead-letter queue")] : []),
    ...known,
    ...(small > 0 ? [counted(small, "smaller part")] : []),
  ];
  const names = Map.groupBy(unknown, ({ type }) => shortType(type));
  return [
    ...(counts.length > 0 ? [`Also ${counts.join(", ")}`] : []),
    ...(names.size > 0
      ? [
          `Others: ${[...names].map(([type, all]) => `${type} ${all.map(({ name }) => name).join(", ")}`).join("; ")}`,
        ]
      : []),
  ];
}
