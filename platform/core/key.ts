import type * as pulumi from "@pulumi/pulumi";
import { isLater, shown, ValueError } from "../values/problems.ts";
import type { Statement } from "./link.ts";

/**
 * Actions on a key for those who send to a queue or a topic. Sources: SQS "Key management", "Configure KMS permissions for
 * producers"; SNS "Key management".
 */
export const senderKeyActions = ["kms:GenerateDataKey", "kms:Decrypt"] as const;

/** Statement on a key of the account's own; none without one: keys of the services themselves need no permission. */
export function keyStatements(
  kmsKeyArn: pulumi.Input<string> | undefined,
  actions: readonly string[],
): Statement[] {
  return kmsKeyArn === undefined ? [] : [{ actions, resources: [kmsKeyArn] }];
}

/** ARN of a key. IAM knows no alias: a permission on one allows nothing. Source: KMS "Using aliases to control access to KMS keys". */
const keyArn = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;

/** A problem with a key that is known already and whose ARN it isn't. */
export function kmsKeyProblems(kmsKeyArn: unknown): string[] {
  if (kmsKeyArn === undefined || (typeof kmsKeyArn === "string" && keyArn.test(kmsKeyArn))) return [];
  if (isLater(kmsKeyArn)) return [];
  return [
    `kmsKeyArn: ${shown(kmsKeyArn)} given; the ARN of a KMS key is expected, such as "arn:aws:kms:eu-west-1:123456789012:key/...".`,
  ];
}

/**
 * Refuses a key that a transform puts in place of the component's: nobody who uses the component would get the permissions
 * on it. `own` is the component's `kmsKeyArn`; keys of the services themselves, `alias/aws/...`, need none.
 */
export function refuseKeyByTransform(
  where: string,
  given: unknown,
  own: unknown,
  instead = "give the component kmsKeyArn",
): void {
  const ofService = typeof given === "string" && given.startsWith("alias/aws/");
  if (given === undefined || given === own || ofService) return;
  throw new ValueError(
    [`transform: a KMS key is given, but nobody who reads or writes gets the permissions on it; ${instead}.`],
    where,
  );
}
