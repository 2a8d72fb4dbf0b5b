import { expect, test } from "vitest";
import { unsupported } from "../../platform/local/unsupported.ts";
import { fn, graph, mapping } from "./support.ts";

const resource = (type: string, name: string, inputs: object = {}) => ({ type, name, inputs: { ...inputs } });

test("roles, policies, log groups and alarms need no local counterpart", () => {
  const made = graph([
    resource("aws:iam/role:Role", "role"),
    resource("aws:cloudwatch/logGroup:LogGroup", "logs"),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm"),
    resource("aws:lambda/permission:Permission", "permission"),
    resource("aws:sns/topic:Topic", "alarms"),
    fn("echo"),
  ]);
  expect(unsupported(made)).toEqual([]);
});

test("a stream is named once for itself and once for what would read it, its consumer not at all", () => {
  const arn = "arn:aws:kinesis:eu-west-1:000000000000:stream/positions";
  const made = graph([
    resource("aws:kinesis/stream:Stream", "positions"),
    resource("aws:kinesis/streamConsumer:StreamConsumer", "telemetry"),
    fn("echo"),
    resource("aws:lambda/eventSourceMapping:EventSourceMapping", "reader", {
      eventSourceArn: arn,
      functionName: "echo",
    }),
  ]);
  expect(unsupported(made).map((each) => `${each.name}: ${each.instead}`)).toEqual([
    "positions: is not started; AWS SDK calls to its service answer 501 NotImplementedException.",
    `reader: ${arn} is not read: only SQS is.`,
  ]);
});

test("what is not brought up is named with its type and what happens instead", () => {
  const made = graph([
    resource("aws:s3/bucket:Bucket", "files"),
    fn("echo", { layers: ["arn:aws:lambda:eu-west-1:000000000000:layer:shared:1"] }),
    mapping("orders", "echo", { filterCriteria: { filters: [{ pattern: "{}" }] } }),
    resource("aws:apigatewayv2/route:Route", "secret", { authorizationType: "JWT" }),
  ]);
  expect(
    unsupported(made)
      .map((each) => `${each.name}: ${each.instead}`)
      .sort(),
  ).toEqual([
    "echo-from-orders: filters messages, which is not done here: it is not started.",
    "echo: runs without its layers: what they bring must be in the bundle.",
    "files: is not started; AWS SDK calls to its service answer 501 NotImplementedException.",
    "secret: has an authoriser: every caller is let in.",
  ]);
});

test("a REST API is listed once as not served, and nothing that belongs to it", () => {
  const made = graph([
    resource("aws:apigateway/restApi:RestApi", "api-rest"),
    resource("aws:apigateway/deployment:Deployment", "api-rest-deployment"),
    resource("aws:apigateway/stage:Stage", "api-stage"),
    resource("aws:apigateway/methodSettings:MethodSettings", "api-rest-throttling"),
    resource("aws:apigateway/usagePlan:UsagePlan", "api-plan basic"),
    resource("aws:apigateway/apiKey:ApiKey", "api-key acme"),
    resource("aws:apigateway/usagePlanKey:UsagePlanKey", "api-key acme of plan basic"),
    resource("aws:apigatewayv2/domainName:DomainName", "api-domain-name"),
    resource("aws:route53/record:Record", "api-domain-record"),
  ]);
  expect(unsupported(made)).toEqual([
    expect.objectContaining({
      name: "api-rest",
      instead: "is a REST API, which is not served: invoke its functions with an event.",
    }),
  ]);
});

test("a load balancer is listed as not served once for each function behind it", () => {
  const made = graph([
    resource("aws:ec2/securityGroup:SecurityGroup", "api-security-group"),
    resource("aws:lb/loadBalancer:LoadBalancer", "api-load-balancer"),
    resource("aws:lb/listener:Listener", "api-listener"),
    resource("aws:lb/listenerRule:ListenerRule", "api-GET /"),
    resource("aws:lb/targetGroup:TargetGroup", "api-greet-target"),
    resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "api-greet-attachment"),
  ]);
  expect(unsupported(made)).toEqual([
    expect.objectContaining({
      name: "api-greet-target",
      instead: "is behind a load balancer, which is not served: invoke its function with an event.",
    }),
  ]);
});

test("a distribution is listed as having no counterpart, and its functions of Lambda@Edge as not run", () => {
  const made = graph([
    resource("aws:cloudfront/distribution:Distribution", "site-distribution"),
    resource("aws:cloudfront/function:Function", "site-viewer-request"),
    resource("aws:cloudfront/originAccessControl:OriginAccessControl", "site-s3-access"),
    resource("aws:cloudwatch/logDelivery:LogDelivery", "site-access-log-delivery"),
    resource("aws:s3/bucketObjectv2:BucketObjectv2", "pages-index.html"),
    fn("edge", { region: "us-east-1" }),
  ]);
  expect(unsupported(made).map((each) => `${each.name}: ${each.instead}`)).toEqual([
    "site-distribution: has no counterpart here: what it does at the edge is not done; ask its gateways themselves.",
    "edge: is a function of Lambda@Edge: it is not run here.",
  ]);
});
