import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isLater, shown } from "../values/problems.ts";
import type { Statement } from "./link.ts";

/** An AWS service that may send, publish or read on behalf of one resource. */
export interface Sender {
  readonly principal: `${string}.amazonaws.com`;
  /** The resource on whose behalf it acts: a rule, a topic. */
  readonly sourceArn: pulumi.Input<string>;
}

/** Trust policy of a role that one AWS service assumes; Lambda@Edge is two. */
export function trust(
  principal: `${string}.amazonaws.com`,
  ...others: readonly `${string}.amazonaws.com`[]
): string {
  const Service = others.length > 0 ? [principal, ...others] : principal;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service } }],
  });
}

/**
 * Trust policy of a role that an AWS service assumes for resources of this account alone. It is for services that say whose
 * resource it is. Sources: "Confused deputy prevention in EventBridge Scheduler", "Creating an IAM role for your state machine
 * in Step Functions", "Granting an AWS IoT rule the access it requires".
 */
export function trustForAccount(
  principal: "iot.amazonaws.com" | "scheduler.amazonaws.com" | "states.amazonaws.com",
): pulumi.Output<string> {
  const { accountId } = aws.getCallerIdentityOutput();
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: principal },
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ],
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

/** Refuses requests without TLS. In a resource's own policy a pattern can only refuse more. */
export const tlsOnly = (action: string, resources: pulumi.Input<string> | pulumi.Input<string>[]) => ({
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

/**
 * A resource policy of a bucket that refuses requests without TLS, on the bucket and on its objects; `readers` are AWS
 * services that may read objects.
 */
export function bucketPolicy(
  arn: pulumi.Input<string>,
  readers: pulumi.Input<readonly Sender[]> = [],
): pulumi.Output<string> {
  const objects = pulumi.interpolate`${arn}/*`;
  const allowed = pulumi.output(readers).apply((all) =>
    all.map(({ principal, sourceArn }) => ({
      Effect: "Allow",
      Principal: { Service: principal },
      Action: "s3:GetObject",
      Resource: objects,
      Condition: { StringEquals: { "aws:SourceArn": sourceArn } },
    })),
  );
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: allowed.apply((statements) => [tlsOnly("s3:*", [arn, objects]), ...statements]),
  });
}

/**
 * Actions on a key for the account's administrators, who can mend every mistake with it; using it is not among them, nor is
 * granting its use. Source: "Default key policy", "Allows key administrators to administer the KMS key".
 */
export const keyAdministration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

/** X-Ray takes segments for no resource in particular: AWS allows nothing but `*` here. */
export const tracingStatement: Statement = {
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
};

/** Problems with a service's own permissions: no action may be a pattern, and nothing may be missing. */
export function permissionProblems(permissions: readonly Statement[] = []): string[] {
  if (!Array.isArray(permissions))
    return [`permissions: ${shown(permissions)} given; a list of { actions, resources } is expected.`];
  return permissions.flatMap((statement: Partial<Statement> | undefined, i) => [
    ...listProblems(`permissions[${i}].actions`, statement?.actions, "an action, such as s3:GetObject,"),
    ...listProblems(`permissions[${i}].resources`, statement?.resources, "an ARN"),
    ...(Array.isArray(statement?.actions) ? statement.actions : [])
      .filter((action) => typeof action === "string" && action.includes("*"))
      .map(
        (action) =>
          `permissions: the action ${JSON.stringify(action)} has a "*"; name each action that the handler calls.`,
      ),
  ]);
}

function listProblems(argument: string, list: unknown, what: string): string[] {
  if (!Array.isArray(list) || list.length === 0)
    return [`${argument}: ${shown(list)} given; a list with at least one is expected.`];
  return Array.from<unknown>(list).flatMap((one, i) =>
    isText(one) ? [] : [`${argument}[${i}]: ${shown(one)} given; ${what} is expected.`],
  );
}

/** Problems with services that may send: without its resource, one could send for any. */
export function senderProblems(senders: readonly Sender[] = []): string[] {
  if (!Array.isArray(senders))
    return [`senders: ${shown(senders)} given; a list of { principal, sourceArn } is expected.`];
  return senders.flatMap((sender: Partial<Sender> | undefined, i) => [
    ...(typeof sender?.principal === "string" && /\.amazonaws\.com(\.cn)?$/.test(sender.principal)
      ? []
      : [
          `senders[${i}].principal: ${shown(sender?.principal)} given; a service is expected, such as "sns.amazonaws.com".`,
        ]),
    ...(isText(sender?.sourceArn)
      ? []
      : [
          `senders[${i}].sourceArn: ${shown(sender?.sourceArn)} given; the ARN of the resource that it sends for is expected.`,
        ]),
  ]);
}

/** Whether a value is a text, or may become one. */
const isText = (value: unknown): boolean => (typeof value === "string" && value !== "") || isLater(value);
