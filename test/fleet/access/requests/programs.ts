import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  Bucket,
  Bus,
  Cron,
  Distribution,
  Event,
  Function,
  Gateway,
  Parameter,
  Pipeline,
  Queue,
  Secret,
  Stream,
  sequence,
  Table,
  Topic,
} from "../../../../platform/index.ts";
import { rawAlarm } from "../../../support/raw-alarm.ts";

const handler = "src/handler.ts";
const other = "src/other.ts";

/** A key whose policy leaves the rest to IAM, as a new key's does, and lets services use it for their resources of this account. */
function keyFor(services: Readonly<Record<string, readonly string[]>>): pulumi.Output<string> {
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  const own = pulumi.interpolate`arn:${partition}:iam::${accountId}:root`;
  return new aws.kms.Key("own", {
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: own }, Action: "kms:*", Resource: "*" },
        ...Object.entries(services).map(([Service, Action]) => ({
          Effect: "Allow",
          Principal: { Service },
          Action,
          Resource: "*",
          Condition: {
            ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:${partition}:*:*:${accountId}:*` },
          },
        })),
      ],
    }),
  }).arn;
}

/** Gateways, with every form of route. */
export function gateways(): void {
  const worker = new Function("worker", { handler });
  new Gateway("all", { routes: { $default: handler, "ANY /a/{id}": other, "GET /b/{proxy+}": worker } });
  new Gateway("rest", {
    type: "rest",
    routes: { "ANY /{proxy+}": handler, "GET /a/{id}": other },
    authorizers: { tokens: { type: "lambda", target: other, payload: "token" } },
    auth: "tokens",
  });
  new Gateway("login", {
    authorizers: { own: { type: "lambda", target: other } },
    auth: "own",
    routes: { "GET /": handler },
  });
  new Gateway("open", { type: "url", auth: "public", routes: { $default: handler } });
  const signed = new Gateway("signed", {
    type: "url",
    routes: { $default: { handler, provisionedConcurrency: 1 } },
  });
  new Function("caller", { handler, link: [signed.parts.call] });
  new Distribution("site", { origin: new Bucket("pages"), paths: { "/chat": signed } });
}

/** Destinations of every kind, features of functions, and what a key of one's own encrypts. */
export function functions(): void {
  // "Restrict access to an Amazon S3 origin": as the page of distributions tells.
  const kmsKeyArn = keyFor({ "cloudfront.amazonaws.com": ["kms:Decrypt"] });
  const store = new Bucket("store", { kmsKeyArn });
  const news = new Topic("news", { kmsKeyArn });
  const facts = new Bus("facts");
  const webhook = new Secret("webhook", { kmsKeyArn, rotation: { handler, schedule: "rate(30 days)" } });
  const alarm = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:x";
  const told = new Topic("told", {
    senders: [{ principal: "cloudwatch.amazonaws.com", sourceArn: alarm }],
  });
  const worker = new Function("worker", { handler, onSuccess: news, onFailure: store, link: [webhook] });
  new aws.cloudwatch.MetricAlarm("x", {
    name: "x",
    ...rawAlarm,
    alarmActions: [told.arn],
  });
  new Function("second", { handler, onSuccess: worker, onFailure: facts, link: [told] });
  new Function("third", {
    handler,
    onFailure: worker,
    deployment: { strategy: "canary", beforeTraffic: other },
  });
  new Function("inside", {
    handler,
    vpc: { subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
    fileSystem: {
      accessPointArn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0",
      path: "/mnt/x",
    },
  });
  new Function("long", { handler, durable: { executionTimeout: 3600 } });
  new Distribution("site", { origin: store });
}

/** Sources in the forms that the showcase doesn't have, where failures go elsewhere, and pipelines by alias. */
export function sources(): void {
  const lost = new Queue("lost");
  const facts = new Bus("facts");
  const news = new Topic("news");
  const letters = new Bucket("letters");
  const plain = new Table("plain", { partitionKey: "id", stream: "both" });
  new Event("reads", { source: { type: "kinesis", stream: new Stream("s"), onFailure: letters }, handler });
  new Event("changes", { source: { type: "dynamodb", table: plain, onFailure: news }, handler });
  new Event("on-bus", {
    source: { type: "eventbridge", pattern: { source: ["x"] }, bus: facts },
    handler,
    onFailure: lost,
  });
  const foreign = "arn:aws:sns:eu-west-1:123456789012:foreign";
  new Event("direct", { source: { type: "sns", topic: foreign, through: "direct" }, handler });
  new Event("in-order", { source: { type: "sns", topic: new Topic("order", { fifo: true }) }, handler });
  const extra = new Function("extra", { handler, timeout: 5 });
  new Event("pool", {
    source: { type: "cognito", trigger: "preSignUp", others: { postConfirmation: extra } },
    handler,
  });
  new Event("devices", { source: { type: "iot", sql: "SELECT * FROM 'a'" }, handler, onFailure: news });
  new Cron("often", { schedule: "rate(1 day)", handler, onFailure: news, link: [plain.read] });
  new Pipeline("flow", {
    steps: { a: { handler, provisionedConcurrency: 1 }, b: extra },
    definition: (s) => sequence(s.a, s.b),
    link: [new Parameter("limit", { value: "1" })],
  });
}

/** Everything that a key of the account's own can encrypt, used in every way. */
export function keys(): void {
  // "Configure KMS permissions for AWS services" of SQS, as the page of queues tells.
  const kmsKeyArn = keyFor({ "sns.amazonaws.com": ["kms:GenerateDataKey", "kms:Decrypt"] });
  const jobs = new Queue("jobs", { kmsKeyArn });
  const items = new Table("items", { partitionKey: "id", stream: "both", kmsKeyArn });
  const positions = new Stream("positions", { kmsKeyArn });
  const news = new Topic("news", { kmsKeyArn });
  const files = new Bucket("files", { kmsKeyArn });
  const all = [jobs, items, positions, news, files];
  new Function("worker", { handler, onSuccess: jobs, onFailure: files, link: all });
  const polled = new Queue("polled", { kmsKeyArn, visibilityTimeout: 360 });
  new Event("on-jobs", { source: { type: "sqs", queue: polled }, handler });
  new Event("on-items", { source: { type: "dynamodb", table: items }, handler });
  const read = { type: "kinesis", stream: positions, consumer: true, onFailure: jobs } as const;
  new Event("on-positions", { source: read, handler });
  const pattern = { source: ["a"] };
  new Event("on-facts", { source: { type: "eventbridge", pattern }, handler, onFailure: jobs });
  new Event("on-news", { source: { type: "sns", topic: news }, handler });
  const sent = new Queue("sent", {
    kmsKeyArn,
    senders: [{ principal: "sns.amazonaws.com", sourceArn: news.arn }],
  });
  new aws.sns.TopicSubscription("sent", {
    topic: news.arn,
    protocol: "sqs",
    endpoint: sent.arn,
    redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: sent.deadLetterQueue.arn }),
  });
  new Cron("often", { schedule: "rate(1 day)", handler, onFailure: jobs, link: [items.read] });
  new Pipeline("flow", { steps: { a: handler }, link: [items] });
}
