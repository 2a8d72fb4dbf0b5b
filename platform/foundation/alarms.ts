import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../core/component.ts";
import { keyAdministration, tlsOnly } from "../core/policy.ts";
import type { Place } from "./place.ts";

/** What publishes to the topic: CloudWatch's alarms, and the budget where there is one. */
export type Publisher = "cloudwatch.amazonaws.com" | "budgets.amazonaws.com";

const sids: Readonly<Record<Publisher, string>> = {
  "cloudwatch.amazonaws.com": "Alarms",
  "budgets.amazonaws.com": "Budgets",
};

/**
 * The topic that every alarm notifies. Neither CloudWatch nor Budgets can publish to a topic encrypted with SNS's own key,
 * so it has a key that lets them ("Creating an Amazon SNS topic for budget notifications").
 */
export function createAlarmTopic(
  { account, partition }: Place,
  publishers: readonly Publisher[],
): aws.sns.Topic {
  const each = (statement: Readonly<Record<string, unknown>>) =>
    publishers.map((Service) => ({
      Sid: sids[Service],
      Effect: "Allow",
      Principal: { Service },
      ...statement,
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    }));
  const key = new aws.kms.Key("alarm-key", {
    description: "Encrypts alarms on their way to whoever is on call",
    enableKeyRotation: true,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Administration",
          Effect: "Allow",
          Principal: { AWS: `arn:${partition}:iam::${account}:root` },
          Action: keyAdministration,
          // In a key's own policy `*` means this key: AWS allows nothing else.
          Resource: "*",
        },
        ...each({ Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" }),
      ],
    }),
  });
  const topic = new aws.sns.Topic("alarms", { name: nameOf("topic", "alarms"), kmsMasterKeyId: key.arn });
  new aws.sns.TopicPolicy("alarms-policy", {
    arn: topic.arn,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [...each({ Action: "sns:Publish", Resource: topic.arn }), tlsOnly("sns:Publish", topic.arn)],
    }),
  });
  return topic;
}
