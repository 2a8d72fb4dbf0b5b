import type { Graph, Resource } from "../engine/graph/graph.ts";
import type { Spoken } from "./aws-service.ts";

/** Types of the services without a row in services.ts. Any other type is listed as not started. */
export const notServed: Spoken = {
  // Permissions, logs and alarms: a handler on localhost can't notice them.
  inert: [
    /^pulumi:/,
    /^aws:iam\//,
    /^aws:cloudfront\//,
    /^aws:cloudwatch\/(logGroup|logDelivery\w*|metricAlarm|compositeAlarm|dashboard|logMetricFilter|logResourcePolicy):/,
    /^aws:sns\/topicPolicy:/,
    /^aws:s3\/bucket(PublicAccessBlock|OwnershipControls|ServerSideEncryptionConfiguration|Versioning|LifecycleConfiguration|Policy|CorsConfiguration|Objectv2):/,
    /^aws:kinesis\/(streamConsumer|resourcePolicy):/,
    // Belong to an API or a load balancer that is listed itself.
    /^aws:apigateway\/(deployment|stage|methodSettings|usagePlan|apiKey|usagePlanKey|account):/,
    /^aws:lb\/(loadBalancer|listener|listenerRule|targetGroupAttachment):/,
    /^aws:ec2\/securityGroup:/,
    /^aws:(acm|route53|wafv2)\//,
    /^aws:kms\//,
    /^aws:(appautoscaling|codedeploy)\//,
    /^(aws:ecr\/|docker-build:)/,
  ],
  lacks: {
    "aws:cloudfront/distribution:Distribution": () => [
      "has no counterpart here: what it does at the edge is not done; ask its gateways themselves.",
    ],
    "aws:apigateway/restApi:RestApi": () => [
      "is a REST API, which is not served: invoke its functions with an event.",
    ],
    "aws:lb/targetGroup:TargetGroup": () => [
      "is behind a load balancer, which is not served: invoke its function with an event.",
    ],
    "aws:sns/topic:Topic": ({ graph, resource }) => [
      !onlyAlarms(graph, resource) && "publishing to it answers 501 NotImplementedException.",
    ],
  },
};

/** A topic that only alarms write to is as silent here as they are. */
function onlyAlarms(graph: Graph, topic: Resource): boolean {
  const users = graph.resources.filter((each) => each.custom && each.dependencies.includes(topic.urn));
  return users.every((each) => each.type.startsWith("aws:cloudwatch/metricAlarm:"));
}
