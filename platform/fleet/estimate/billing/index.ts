import { prices } from "../prices.ts";
import { eventSourceMapping, lambda, provisioned, stateMachine } from "./compute.ts";
import { distribution, functionUrl, httpApi, loadBalancer, restApi, stage } from "./gateways.ts";
import { free, type Row } from "./row.ts";
import * as stores from "./stores.ts";

const configuration = free("configuration of a resource that is billed itself");
const permission = free("IAM and resource policies are free");
const domain = free("public certificates, names of APIs and aliases to AWS's own resources are free");
const codeDeploy = free("CodeDeploy is free on Lambda");
const scaling = free("Application Auto Scaling is free; what it keeps started is billed");
const balancing = free("part of the load balancer's hours and capacity units");
const apiKeys = free("keys and usage plans are part of the requests' price");

/** The bill of every type that the platform makes; a type that isn't here is named as left out. */
export const billing: Readonly<Record<string, Row>> = {
  // Compute
  "aws:lambda/function:Function": {
    lines: lambda,
    leftOut:
      "metrics of the handlers' own, restores of snapshots, durable steps, cold starts, what Lambda@Edge costs beyond a function of the region",
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": { lines: provisioned },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    lines: eventSourceMapping,
    leftOut: "receives of queues that are empty; pollers above the minimum, and of Kafka",
  },
  "aws:sfn/stateMachine:StateMachine": { lines: stateMachine, leftOut: "retries of steps, logs of runs" },
  "aws:lambda/alias:Alias": configuration,
  "aws:lambda/layerVersion:LayerVersion": free("code is stored without charge, up to the account's 75 GB"),
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": configuration,
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": configuration,
  "aws:lambda/runtimeManagementConfig:RuntimeManagementConfig": configuration,
  "aws:appautoscaling/policy:Policy": scaling,
  "aws:appautoscaling/scheduledAction:ScheduledAction": scaling,
  "aws:appautoscaling/target:Target": {
    ...scaling,
    leftOut: "environments above the minimum that scaling keeps started",
  },
  "aws:codedeploy/application:Application": codeDeploy,
  "aws:codedeploy/deploymentConfig:DeploymentConfig": codeDeploy,
  "aws:codedeploy/deploymentGroup:DeploymentGroup": codeDeploy,
  "aws:ecr/repository:Repository": { leftOut: "images that are stored" },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": configuration,
  "docker-build:index:Image": free("built on the machine that deploys"),

  // Gateways
  "aws:apigatewayv2/api:Api": { lines: httpApi },
  "aws:apigatewayv2/stage:Stage": { lines: stage },
  "aws:apigatewayv2/apiMapping:ApiMapping": configuration,
  "aws:apigatewayv2/authorizer:Authorizer": configuration,
  "aws:apigatewayv2/integration:Integration": configuration,
  "aws:apigatewayv2/route:Route": configuration,
  "aws:apigateway/restApi:RestApi": { lines: restApi },
  "aws:apigateway/stage:Stage": { lines: stage },
  "aws:apigateway/account:Account": configuration,
  "aws:apigateway/deployment:Deployment": configuration,
  "aws:apigateway/methodSettings:MethodSettings": configuration,
  "aws:apigateway/apiKey:ApiKey": apiKeys,
  "aws:apigateway/usagePlan:UsagePlan": apiKeys,
  "aws:apigateway/usagePlanKey:UsagePlanKey": apiKeys,
  "aws:lambda/functionUrl:FunctionUrl": { lines: functionUrl },
  "aws:lb/loadBalancer:LoadBalancer": { lines: loadBalancer },
  "aws:lb/listener:Listener": balancing,
  "aws:lb/listenerRule:ListenerRule": balancing,
  "aws:lb/targetGroup:TargetGroup": {
    ...balancing,
    leftOut: "hours, capacity units and data of a load balancer that is given",
  },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": balancing,
  "aws:ec2/securityGroup:SecurityGroup": free("security groups are free"),
  "aws:cloudfront/distribution:Distribution": { lines: distribution },
  "aws:cloudfront/function:Function": { leftOut: "calls of CloudFront Functions" },
  "aws:cloudfront/keyValueStore:KeyValueStore": { leftOut: "what functions look up, changes of it" },
  "aws:cloudfront/cachePolicy:CachePolicy": configuration,
  "aws:cloudfront/originAccessControl:OriginAccessControl": configuration,
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": configuration,
  "aws:wafv2/webAclAssociation:WebAclAssociation": { leftOut: "the web ACL, its rules and its requests" },
  "aws:acm/certificate:Certificate": domain,
  "aws:acm/certificateValidation:CertificateValidation": domain,
  "aws:apigatewayv2/domainName:DomainName": domain,
  "aws:route53/record:Record": domain,
  "aws:cognito/userPool:UserPool": { leftOut: "users who are active in a month, and messages to them" },

  // Messages and events
  "aws:sqs/queue:Queue": { lines: stores.queue, leftOut: "what dead-letter queues hold" },
  "aws:sqs/queuePolicy:QueuePolicy": permission,
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": configuration,
  "aws:sns/topic:Topic": { lines: stores.topic },
  "aws:sns/topicPolicy:TopicPolicy": permission,
  "aws:sns/topicSubscription:TopicSubscription": {
    leftOut: "deliveries by HTTP, mail or SMS (to queues and functions they are free)",
  },
  "aws:cloudwatch/eventBus:EventBus": { lines: stores.bus },
  "aws:cloudwatch/eventArchive:EventArchive": { lines: stores.archive, leftOut: "storage, replays" },
  "aws:cloudwatch/eventRule:EventRule": free("rules are free, their events are the bus' or AWS services'"),
  "aws:cloudwatch/eventTarget:EventTarget": free("deliveries inside an account are free"),
  "aws:scheduler/schedule:Schedule": { lines: stores.schedule },
  "aws:iot/topicRule:TopicRule": { leftOut: "messages of devices, rules triggered, actions of rules" },
  "aws:kinesis/stream:Stream": {
    lines: stores.stream,
    leftOut: "records kept beyond a day, requests to KMS",
  },
  "aws:kinesis/streamConsumer:StreamConsumer": { lines: stores.streamConsumer },

  // Data
  "aws:dynamodb/table:Table": {
    lines: stores.table,
    leftOut: "storage, point-in-time recovery, readers of the stream that aren't functions",
  },
  "aws:s3/bucket:Bucket": { lines: stores.bucket, leftOut: "storage, old versions among it" },
  "aws:s3/bucketNotification:BucketNotification": { lines: stores.notification },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": configuration,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": configuration,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": configuration,
  "aws:s3/bucketPolicy:BucketPolicy": permission,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": configuration,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": configuration,
  "aws:s3/bucketVersioning:BucketVersioning": configuration,
  "aws:s3/bucketObjectv2:BucketObjectv2": { leftOut: "files that are put at a deployment" },
  "aws:secretsmanager/secret:Secret": {
    lines: () => [["secret", 1, "secrets", prices.secretsManager.secret]],
    leftOut: "requests for its value",
  },
  "aws:secretsmanager/secretRotation:SecretRotation": configuration,
  "aws:secretsmanager/secretVersion:SecretVersion": configuration,
  "aws:ssm/parameter:Parameter": { leftOut: "parameters of the advanced tier (standard ones are free)" },
  "aws:kms/key:Key": { lines: stores.key, leftOut: "requests but for a data key every five minutes" },

  // Operations
  "aws:cloudwatch/logGroup:LogGroup": { leftOut: "storage, queries (what comes in is counted)" },
  "aws:cloudwatch/logDelivery:LogDelivery": { leftOut: "access logs of CloudFront that come in" },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": configuration,
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": configuration,
  "aws:cloudwatch/metricAlarm:MetricAlarm": { lines: stores.metricAlarm },
  "aws:cloudwatch/dashboard:Dashboard": {
    lines: () => [["dashboard", 1, "dashboards", prices.cloudWatch.dashboard]],
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": permission,
  "aws:iam/policy:Policy": permission,
  "aws:iam/role:Role": permission,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": permission,
  "aws:iam/rolePolicy:RolePolicy": permission,
  "aws:lambda/permission:Permission": permission,
};

/** Parts of these types' bill that aren't counted: known parts by type, and unknown types. */
export function leftOutOf(types: Iterable<string>): string[] {
  return [...new Set(types)].sort().flatMap((type) => {
    const row = billing[type];
    if (!row) return [`${type}: everything, nothing is known of its price`];
    return row.leftOut === undefined ? [] : [`${type}: ${row.leftOut}`];
  });
}
