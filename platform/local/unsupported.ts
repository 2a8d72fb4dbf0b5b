import type { Graph, Resource } from "../engine/graph/graph.ts";
import { Fields } from "./graph/fields.ts";
import { notRunnable } from "./lambda/runnable.ts";
import type { Unsupported } from "./types.ts";

/** Types with a local counterpart. */
const supported = new Set([
  "aws:lambda/function:Function",
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  "aws:lambda/eventSourceMapping:EventSourceMapping",
  "aws:sqs/queue:Queue",
  "aws:sqs/redrivePolicy:RedrivePolicy",
  "aws:dynamodb/table:Table",
  "aws:lambda/functionUrl:FunctionUrl",
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/stage:Stage",
  "aws:apigatewayv2/route:Route",
  "aws:apigatewayv2/integration:Integration",
  "aws:scheduler/schedule:Schedule",
  "aws:scheduler/scheduleGroup:ScheduleGroup",
  "aws:sfn/stateMachine:StateMachine",
  "aws:ssm/parameter:Parameter",
  "aws:secretsmanager/secret:Secret",
  "aws:secretsmanager/secretVersion:SecretVersion",
]);

/** Who may do what, where logs are kept, who is alarmed: nothing that a handler could notice on localhost. */
const inert = [
  /^pulumi:/,
  /^aws:iam\//,
  /^aws:cloudfront\//,
  /^aws:cloudwatch\/(logGroup|logDelivery\w*|metricAlarm|compositeAlarm|dashboard|logMetricFilter|logResourcePolicy):/,
  /^aws:lambda\/(permission|alias|provisionedConcurrencyConfig|runtimeManagementConfig|functionRecursionConfig):/,
  /^aws:sqs\/(queuePolicy|redriveAllowPolicy):/,
  /^aws:sns\/topicPolicy:/,
  /^aws:s3\/bucket(PublicAccessBlock|OwnershipControls|ServerSideEncryptionConfiguration|Versioning|LifecycleConfiguration|Policy|CorsConfiguration|Objectv2):/,
  /^aws:kinesis\/(streamConsumer|resourcePolicy):/,
  // Belong to an API that is said itself, or to a name that nobody on this machine looks up.
  /^aws:apigateway\/(deployment|stage|methodSettings|usagePlan|apiKey|usagePlanKey|account):/,
  /^aws:apigatewayv2\/(authorizer|domainName|apiMapping):/,
  /^aws:lb\/(loadBalancer|listener|listenerRule|targetGroupAttachment):/,
  /^aws:ec2\/securityGroup:/,
  /^aws:(acm|route53|wafv2)\//,
  /^aws:kms\//,
  /^aws:(appautoscaling|codedeploy)\//,
  /^(aws:ecr\/|docker-build:)/,
  /^aws:dynamodb\/(tag|contributorInsights|resourcePolicy):/,
];

/** Everything in a graph that the local target does not bring up, with what happens instead. */
export function unsupported(graph: Graph, otherLanguages = false): Unsupported[] {
  return graph.resources
    .filter((each) => each.custom && !each.external)
    .flatMap((each) => reasons(graph, each, otherLanguages));
}

function reasons(graph: Graph, resource: Resource, otherLanguages: boolean): Unsupported[] {
  const { type, name } = resource;
  const say = (...sentences: (string | false)[]) =>
    sentences.filter((each) => each !== false).map((instead) => ({ name, type, instead }));
  const f = Fields.of(resource);
  switch (type) {
    case "aws:lambda/function:Function":
      return say(
        f.texts("layers").some((arn) => !isShared(graph, arn)) &&
          "runs without its layers: what they bring must be in the bundle.",
        f.has("fileSystemConfig") && "runs without its file system.",
        notRunnable(graph, resource, otherLanguages) ?? false,
      );
    case "aws:lambda/eventSourceMapping:EventSourceMapping":
      return say(
        !f.text("eventSourceArn")?.includes(":sqs:") &&
          `${f.text("eventSourceArn")} is not read: only SQS is.`,
        f.list("filterCriteria").length + f.object("filterCriteria").list("filters").length > 0 &&
          "filters messages, which is not done here: it is not started.",
      );
    case "aws:dynamodb/table:Table":
      return say(
        f.flag("streamEnabled") === true && "has a stream, which nothing reads.",
        f.object("ttl").text("attributeName") !== undefined && "keeps its items past their time to live.",
      );
    case "aws:cloudfront/distribution:Distribution":
      return say(
        "has no counterpart here: what it does at the edge is not done; ask its gateways themselves.",
      );
    case "aws:apigateway/restApi:RestApi":
      return say("is a REST API, which is not served: invoke its functions with an event.");
    case "aws:lb/targetGroup:TargetGroup":
      return say("is behind a load balancer, which is not served: invoke its function with an event.");
    case "aws:apigatewayv2/route:Route":
      return say(
        !["NONE", undefined].includes(f.text("authorizationType")) &&
          "has an authoriser: every caller is let in.",
      );
    case "aws:secretsmanager/secretRotation:SecretRotation":
      return say("is not run: the secret keeps its value.");
    case "aws:lambda/functionUrl:FunctionUrl":
      return say(f.text("authorizationType") === "AWS_IAM" && "asks for IAM: every caller is let in.");
    case "aws:sns/topic:Topic":
      return onlyAlarms(graph, resource) ? [] : say("publishing to it answers 501 NotImplementedException.");
  }
  if (supported.has(type) || inert.some((each) => each.test(type))) return [];
  return say("is not started; AWS SDK calls to its service answer 501 NotImplementedException.");
}

/** Whether a layer is the foundation's: functions that are bundled for it find it beside their own folder. */
function isShared(graph: Graph, arn: string): boolean {
  return graph
    .of("pulumi:pulumi:StackReference")
    .map(Fields.of)
    .some((reference) => reference.object("outputs").object("sharedLayer").text("arn") === arn);
}

/** A topic that only alarms write to is as silent here as they are. */
function onlyAlarms(graph: Graph, topic: Resource): boolean {
  const users = graph.resources.filter((each) => each.custom && each.dependencies.includes(topic.urn));
  return users.every((each) => each.type.startsWith("aws:cloudwatch/metricAlarm:"));
}
