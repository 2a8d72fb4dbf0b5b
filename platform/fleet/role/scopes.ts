/**
 * The resources on which the deployment role may act, by IAM's prefix of a service. `NAME` stands for the names that
 * services give in a stage, `PATH`, `STACK` and `UNDERSCORED` for other forms of them, `*` for ids that AWS gives: nothing narrower can be known before. The
 * forms are those of the Service Authorization Reference.
 */
export const scopes: Readonly<Record<string, readonly string[]>> = {
  acm: ["acm:{region}:{account}:certificate/*", "acm:us-east-1:{account}:certificate/*"],
  apigateway: ["apigateway:{region}::/*"],
  "application-autoscaling": ["application-autoscaling:{region}:{account}:scalable-target/*"],
  cloudfront: [
    ...["cache-policy", "distribution", "origin-access-control", "response-headers-policy"].map(
      (type) => `cloudfront::{account}:${type}/*`,
    ),
    // A store's ARN has its id.
    "cloudfront::{account}:key-value-store/*",
    "cloudfront::{account}:function/NAME",
  ],
  cloudwatch: ["cloudwatch:{region}:{account}:alarm:NAME", "cloudwatch::{account}:dashboard/STACK"],
  codedeploy: [
    "codedeploy:{region}:{account}:application:NAME",
    "codedeploy:{region}:{account}:deploymentgroup:NAME",
    "codedeploy:{region}:{account}:deploymentconfig:*",
  ],
  "cognito-idp": ["cognito-idp:{region}:{account}:userpool/*"],
  dynamodb: ["dynamodb:{region}:{account}:table/NAME"],
  ec2: [
    "ec2:{region}:{account}:network-interface/*",
    "ec2:{region}:{account}:security-group/*",
    "ec2:{region}:{account}:security-group-rule/*",
    "ec2:{region}:{account}:vpc/*",
  ],
  ecr: ["ecr:{region}:{account}:repository/NAME"],
  elasticloadbalancing: [
    "elasticloadbalancing:{region}:{account}:listener/app/*",
    "elasticloadbalancing:{region}:{account}:listener-rule/app/*",
    "elasticloadbalancing:{region}:{account}:loadbalancer/app/*",
    "elasticloadbalancing:{region}:{account}:targetgroup/*",
  ],
  events: [
    "events:{region}:{account}:archive/NAME",
    "events:{region}:{account}:event-bus/NAME",
    "events:{region}:{account}:rule/NAME",
  ],
  iam: ["iam::{account}:role/NAME", "iam::{account}:policy/NAME"],
  iot: ["iot:{region}:{account}:rule/UNDERSCORED"],
  kinesis: ["kinesis:{region}:{account}:stream/NAME"],
  kms: ["kms:{region}:{account}:key/*", "kms:{region}:{account}:alias/NAME"],
  lambda: [
    "lambda:{region}:{account}:event-source-mapping:*",
    "lambda:{region}:{account}:function:NAME",
    "lambda:{region}:{account}:layer:NAME",
    // Functions at the edge are made in one region: "Restrictions on Lambda@Edge".
    "lambda:us-east-1:{account}:function:NAME",
  ],
  logs: [
    "logs:{region}:{account}:log-group:NAME",
    // Deliveries of CloudFront's logs are made in one region: "Configure standard logging (v2)".
    "logs:us-east-1:{account}:delivery:*",
    ...["delivery-destination", "delivery-source", "log-group"].map(
      (type) => `logs:us-east-1:{account}:${type}:NAME`,
    ),
  ],
  route53: ["route53:::hostedzone/*", "route53:::change/*"],
  s3: ["s3:::NAME"],
  scheduler: [
    "scheduler:{region}:{account}:schedule/NAME",
    "scheduler:{region}:{account}:schedule-group/NAME",
  ],
  secretsmanager: ["secretsmanager:{region}:{account}:secret:NAME"],
  sns: ["sns:{region}:{account}:NAME"],
  sqs: ["sqs:{region}:{account}:NAME"],
  ssm: ["ssm:{region}:{account}:parameter/PATH"],
  states: ["states:{region}:{account}:stateMachine:NAME"],
  wafv2: [
    "wafv2:{region}:{account}:regional/webacl/*",
    "apigateway:{region}::/restapis/*/stages/*",
    "elasticloadbalancing:{region}:{account}:loadbalancer/app/*",
  ],
};

/** Actions on other resources than the rest of their service's. */
export const exceptions: Readonly<Record<string, readonly string[]>> = {
  // Layers of others, such as AWS's own.
  "lambda:GetLayerVersion": ["lambda:{region}:*:layer:*:*"],
  // AWS's own roles, each made for one service.
  "iam:CreateServiceLinkedRole": ["iam::{account}:role/aws-service-role/*"],
};
