import { json } from "../properties.ts";
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
};
