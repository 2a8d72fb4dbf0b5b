import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Function } from "../../../../platform/index.ts";
import { rawAlarm } from "../../../support/raw-alarm.ts";

type Text = pulumi.Input<string>;

const policy = (statement: object) =>
  pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

/** A role of this account for a service, as AWS's pages on the confused deputy have it, with its permissions. */
function roleOf(
  name: string,
  service: string,
  permissions: readonly (readonly [actions: string[], resource: Text])[],
) {
  const { accountId } = aws.getCallerIdentityOutput();
  const role = new aws.iam.Role(name, {
    assumeRolePolicy: policy({
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      // EventBridge documents no source for the roles of its targets.
      ...(service !== "events.amazonaws.com" && {
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      }),
    }),
  });
  for (const [i, [actions, resource]] of permissions.entries())
    new aws.iam.RolePolicy(`${name}-${i}`, {
      role: role.name,
      policy: policy({ Action: actions, Resource: resource }),
    });
  return role.arn;
}

const from = (service: string, action: string, resource: Text, source: Text) =>
  policy({
    Principal: { Service: service },
    Action: action,
    Resource: resource,
    Condition: { ArnEquals: { "aws:SourceArn": source } },
  });

/** Edges that no component makes, by resources of AWS's own with the policies of AWS's pages. */
export function byHand(): void {
  const { accountId } = aws.getCallerIdentityOutput();
  const stream = new aws.kinesis.Stream("events", { shardCount: 1 });
  const queue = new aws.sqs.Queue("jobs", {});
  const topic = new aws.sns.Topic("news", {});
  const table = new aws.dynamodb.Table("items", { hashKey: "id", attributes: [{ name: "id", type: "S" }] });
  const bus = new aws.cloudwatch.EventBus("facts", {});
  const fn = new Function("worker", { handler: "src/handler.ts" });
  rules({ stream, queue, fn });
  notifications({ topic, fn }, accountId);
  const sending = roleOf("devices", "iot.amazonaws.com", [
    [["sns:Publish"], topic.arn],
    [["kinesis:PutRecord"], stream.arn],
    [["dynamodb:PutItem"], table.arn],
  ]);
  new aws.iot.TopicRule("devices", {
    name: "devices",
    enabled: true,
    sql: "SELECT * FROM 'a'",
    sqlVersion: "2016-03-23",
    sns: [{ targetArn: topic.arn, roleArn: sending }],
    dynamodbv2s: [{ putItem: { tableName: table.name }, roleArn: sending }],
    errorAction: { kinesis: { streamName: stream.name, partitionKey: "a", roleArn: sending } },
  });
  machines({ queue, topic, table, bus });
}

function rules({ stream, queue, fn }: { stream: aws.kinesis.Stream; queue: aws.sqs.Queue; fn: Function }) {
  const rule = new aws.cloudwatch.EventRule("daily", { scheduleExpression: "rate(1 day)" });
  const logs = new aws.cloudwatch.LogGroup("events", { name: "/aws/events/daily" });
  new aws.cloudwatch.LogResourcePolicy("events", {
    policyName: "events",
    policyDocument: policy({
      Principal: { Service: "events.amazonaws.com" },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: pulumi.interpolate`${logs.arn}:*`,
    }),
  });
  new aws.sqs.QueuePolicy("jobs", {
    queueUrl: queue.url,
    policy: from("events.amazonaws.com", "sqs:SendMessage", queue.arn, rule.arn),
  });
  const roleArn = roleOf("rule", "events.amazonaws.com", [[["kinesis:PutRecord"], stream.arn]]);
  for (const [name, target] of Object.entries({
    logs: { arn: logs.arn },
    queue: { arn: queue.arn },
    stream: { arn: stream.arn, roleArn },
  }))
    new aws.cloudwatch.EventTarget(name, { rule: rule.name, ...target });
  new aws.lambda.Permission("logs", {
    action: "lambda:InvokeFunction",
    function: fn.functionName,
    qualifier: fn.target.qualifier,
    principal: "logs.amazonaws.com",
    sourceArn: pulumi.interpolate`${logs.arn}:*`,
  });
  const both = { logGroup: logs.name, filterPattern: "" };
  new aws.cloudwatch.LogSubscriptionFilter("to-function", { ...both, destinationArn: fn.target.arn });
  const reading = roleOf("logs", "logs.amazonaws.com", [[["kinesis:PutRecord"], stream.arn]]);
  new aws.cloudwatch.LogSubscriptionFilter("to-stream", {
    ...both,
    destinationArn: stream.arn,
    roleArn: reading,
  });
}

function notifications(
  { topic, fn }: { topic: aws.sns.Topic; fn: Function },
  accountId: pulumi.Output<string>,
) {
  const bucket = new aws.s3.Bucket("drops", { bucket: "drops" });
  const taken = new aws.sqs.Queue("taken", {});
  const told = new aws.sns.Topic("told", {});
  const ofBucket = (action: string, resource: Text) =>
    policy({
      Principal: { Service: "s3.amazonaws.com" },
      Action: action,
      Resource: resource,
      Condition: {
        ArnLike: { "aws:SourceArn": bucket.arn },
        StringEquals: { "aws:SourceAccount": accountId },
      },
    });
  new aws.sqs.QueuePolicy("taken", { queueUrl: taken.url, policy: ofBucket("sqs:SendMessage", taken.arn) });
  new aws.sns.TopicPolicy("told", { arn: told.arn, policy: ofBucket("sns:Publish", told.arn) });
  new aws.s3.BucketNotification("drops", {
    bucket: bucket.id,
    queues: [{ queueArn: taken.arn, events: ["s3:ObjectCreated:Put"] }],
    topics: [{ topicArn: told.arn, events: ["s3:ObjectRemoved:*"] }],
  });
  const alarm = new aws.cloudwatch.MetricAlarm("trouble", {
    name: "trouble",
    ...rawAlarm,
    alarmActions: [fn.target.arn],
  });
  new aws.lambda.Permission("alarm", {
    action: "lambda:InvokeFunction",
    function: fn.functionName,
    qualifier: fn.target.qualifier,
    principal: "lambda.alarms.cloudwatch.amazonaws.com",
    sourceArn: alarm.arn,
  });
  const schedule = roleOf("schedule", "scheduler.amazonaws.com", [[["sns:Publish"], topic.arn]]);
  new aws.scheduler.Schedule("daily", {
    scheduleExpression: "rate(1 day)",
    flexibleTimeWindow: { mode: "OFF" },
    target: { arn: topic.arn, roleArn: schedule },
  });
}

function machines({
  queue,
  topic,
  table,
  bus,
}: {
  queue: aws.sqs.Queue;
  topic: aws.sns.Topic;
  table: aws.dynamodb.Table;
  bus: aws.cloudwatch.EventBus;
}) {
  const inner = new aws.sfn.StateMachine("inner", {
    roleArn: roleOf("inner", "states.amazonaws.com", []),
    definition: JSON.stringify({ StartAt: "a", States: { a: { Type: "Pass", End: true } } }),
  });
  const runs = inner.arn.apply((arn) => `${arn.replace(":stateMachine:", ":execution:")}:*`);
  const rule = inner.arn.apply(
    (arn) =>
      `${arn.replace(/:states:(.*):stateMachine:.*/, ":events:$1")}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
  );
  const roleArn = roleOf("outer", "states.amazonaws.com", [
    [["sqs:SendMessage"], queue.arn],
    [["sns:Publish"], topic.arn],
    [["events:PutEvents"], bus.arn],
    [["dynamodb:PutItem"], table.arn],
    [["states:StartExecution"], inner.arn],
    [["states:DescribeExecution", "states:StopExecution"], runs],
    [["events:PutTargets", "events:PutRule", "events:DescribeRule"], rule],
  ]);
  const task = (resource: string, Parameters: object, Next?: string) => ({
    Type: "Task",
    Resource: `arn:aws:states:::${resource}`,
    Parameters,
    ...(Next ? { Next } : { End: true }),
  });
  new aws.sfn.StateMachine("outer", {
    roleArn,
    definition: pulumi.jsonStringify({
      StartAt: "send",
      States: {
        send: task("sqs:sendMessage", { QueueUrl: queue.url, MessageBody: "a" }, "publish"),
        publish: task("sns:publish", { TopicArn: topic.arn, Message: "a" }, "put"),
        put: task("events:putEvents", { Entries: [{ EventBusName: bus.name, Source: "a" }] }, "keep"),
        keep: task("dynamodb:putItem", { TableName: table.name, Item: {} }, "run"),
        run: task("states:startExecution.sync:2", { StateMachineArn: inner.arn }),
      },
    }),
  });
}
