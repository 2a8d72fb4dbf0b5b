import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { senderKeyActions } from "../../core/key.ts";
import { keyAdministration, type Sender, senderCondition } from "../../core/policy.ts";

/**
 * The policy of a topic's key: the senders use it, and principals that IAM allows, through SNS alone. In a key's own policy the
 * resource `*` means this key: AWS allows nothing else.
 */
export function topicKeyPolicy(senders: readonly Sender[]): pulumi.Output<string> {
  const { partition, dnsSuffix } = aws.getPartitionOutput();
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  const account = { AWS: pulumi.interpolate`arn:${partition}:iam::${accountId}:root` };
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Administration",
        Effect: "Allow",
        Principal: account,
        Action: keyAdministration,
        Resource: "*",
      },
      {
        Sid: "Publishers",
        Effect: "Allow",
        Principal: account,
        Action: senderKeyActions,
        Resource: "*",
        Condition: { StringEquals: { "kms:ViaService": viaSns(region, dnsSuffix) } },
      },
      ...senders.map((sender) => ({
        Effect: "Allow",
        Principal: { Service: sender.principal },
        Action: senderKeyActions,
        Resource: "*",
        ...senderCondition(sender),
      })),
    ],
  });
}

/**
 * SNS as KMS names it. AWS's pages give the name with the usual suffix; in a partition of another one, both count, since a
 * name that never matches would shut every publisher out.
 */
function viaSns(region: pulumi.Output<string>, dnsSuffix: pulumi.Output<string>) {
  return pulumi.all([region, dnsSuffix]).apply(([at, suffix]) => {
    const usual = `sns.${at}.amazonaws.com`;
    return suffix === "amazonaws.com" ? usual : [usual, `sns.${at}.${suffix}`];
  });
}
