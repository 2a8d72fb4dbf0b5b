import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./link.ts";
import type { Sender } from "./queue.ts";

/** Trust policy of a role that one AWS service assumes. */
export function trust(principal: `${string}.amazonaws.com`): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: principal } }],
  });
}

/** A permissions policy as JSON. */
export function policyDocument(statements: readonly Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources, condition }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(condition && { Condition: condition }),
    })),
  });
}

/** What refuses requests without TLS. In a resource's own policy a pattern can only refuse more. */
const tlsOnly = (action: string, resources: pulumi.Input<string> | pulumi.Input<string>[]) => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: resources,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

/** A resource policy of a queue that refuses requests without TLS; `senders` are AWS services that may send to it. */
export function queuePolicy(
  arn: pulumi.Input<string>,
  senders: readonly Sender[] = [],
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      tlsOnly("sqs:*", arn),
      ...senders.map(({ principal, sourceArn }) => ({
        Effect: "Allow",
        Principal: { Service: principal },
        Action: "sqs:SendMessage",
        Resource: arn,
        Condition: { ArnEquals: { "aws:SourceArn": sourceArn } },
      })),
    ],
  });
}

/** A resource policy of a topic that refuses requests without TLS; `senders` are AWS services that may publish. */
export function topicPolicy(
  arn: pulumi.Input<string>,
  senders: readonly Sender[] = [],
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      tlsOnly("sns:Publish", arn),
      ...senders.map((sender) => ({
        Effect: "Allow",
        Principal: { Service: sender.principal },
        Action: "sns:Publish",
        Resource: arn,
        ...senderCondition(sender),
      })),
    ],
  });
}

/**
 * For the one resource on whose behalf a service publishes. EventBridge names none when it publishes to a topic, so a
 * condition would shut it out (AWS: "Using resource-based policies for Amazon EventBridge", "Key management" of SNS).
 */
export function senderCondition({ principal, sourceArn }: Sender): object {
  return principal === "events.amazonaws.com"
    ? {}
    : { Condition: { ArnEquals: { "aws:SourceArn": sourceArn } } };
}

/** A resource policy of a bucket that refuses requests without TLS, on the bucket and on its objects. */
export function bucketPolicy(arn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [tlsOnly("s3:*", [arn, pulumi.interpolate`${arn}/*`])],
  });
}

/** X-Ray takes segments for no resource in particular: AWS allows nothing but `*` here. */
export const tracingStatement: Statement = {
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
};
