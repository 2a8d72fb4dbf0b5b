import { json, list } from "../properties.ts";
import type { Mapping } from "./mapping.ts";

export const messaging: Readonly<Record<string, Mapping>> = {
  "aws:cloudwatch/eventBus:EventBus": { type: "AWS::Events::EventBus" },
  "aws:sns/topic:Topic": {
    type: "AWS::SNS::Topic",
    names: { name: "TopicName" },
    change: ({ signatureVersion }) => ({ signatureVersion: signatureVersion && String(signatureVersion) }),
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    type: "AWS::SNS::TopicPolicy",
    names: { policy: "PolicyDocument" },
    change: ({ policy, arn }) => ({ arn: undefined, topics: [arn], policy: json(policy) }),
    data: ["PolicyDocument"],
  },
  "aws:sqs/queue:Queue": {
    type: "AWS::SQS::Queue",
    names: {
      name: "QueueName",
      messageRetentionSeconds: "MessageRetentionPeriod",
      visibilityTimeoutSeconds: "VisibilityTimeout",
    },
    change: ({ redrivePolicy }) => ({ redrivePolicy: json(redrivePolicy) }),
    data: ["RedrivePolicy"],
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    type: "AWS::SQS::QueuePolicy",
    names: { policy: "PolicyDocument" },
    change: ({ policy, queueUrl }) => ({ queueUrl: undefined, queues: [queueUrl], policy: json(policy) }),
    data: ["PolicyDocument"],
  },
  "aws:cloudwatch/eventArchive:EventArchive": {
    type: "AWS::Events::Archive",
    names: { name: "ArchiveName", eventSourceArn: "SourceArn" },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    type: "AWS::Events::Rule",
    change: ({ eventPattern }) => ({ eventPattern: json(eventPattern) }),
    data: ["EventPattern"],
  },
  "aws:iot/topicRule:TopicRule": {
    type: "AWS::IoT::TopicRule",
    names: { name: "RuleName" },
    change: ({ sql, sqlVersion, enabled, description, lambdas, errorAction }) => ({
      ...{ sql: undefined, sqlVersion: undefined, enabled: undefined, description: undefined },
      ...{ lambdas: undefined, errorAction: undefined },
      topicRulePayload: {
        ...{ sql, description, awsIotSqlVersion: sqlVersion, ruleDisabled: !enabled, errorAction },
        actions: list(lambdas).map((lambda) => ({ lambda })),
      },
    }),
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    type: "AWS::SNS::Subscription",
    names: { topic: "TopicArn" },
    change: ({ redrivePolicy, filterPolicy }) => ({
      redrivePolicy: json(redrivePolicy),
      filterPolicy: json(filterPolicy),
    }),
    data: ["RedrivePolicy", "FilterPolicy"],
  },
};
