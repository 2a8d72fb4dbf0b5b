import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Defaults } from "../defaults.ts";
import { type BucketArgs, expirations } from "./bucket-args.ts";
import type { Statement } from "./link.ts";

/** Keys that callers bring themselves are refused: whoever loses such a key, or is robbed of it, loses the object. */
export function encryptionRule(
  kmsKeyArn: pulumi.Input<string> | undefined,
): aws.types.input.s3.BucketServerSideEncryptionConfigurationRule {
  return {
    applyServerSideEncryptionByDefault: kmsKeyArn
      ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn }
      : { sseAlgorithm: "AES256" },
    // One key for the bucket a while instead of one call of KMS for each object.
    bucketKeyEnabled: kmsKeyArn ? true : undefined,
    blockedEncryptionTypes: ["SSE-C"],
  };
}

/** What tidies a bucket up: always the same two rules, and one for each prefix whose objects expire. */
export function lifecycleRules(
  args: BucketArgs,
  settings: Defaults["bucket"],
): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  return [
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: {},
      abortIncompleteMultipartUpload: { daysAfterInitiation: settings.incompleteUploadDays },
    },
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      filter: {},
      noncurrentVersionExpiration: { noncurrentDays: settings.noncurrentVersionDays },
      expiration: { expiredObjectDeleteMarker: true },
    },
    ...expirations(args).map(([prefix, days], i) => ({
      id: `expire-${i + 1}`,
      status: "Enabled",
      filter: prefix === "" ? {} : { prefix },
      expiration: { days },
    })),
  ];
}

/** What readers, writers and those who are both may do with a bucket and its key. */
export function bucketStatements(
  arn: pulumi.Output<string>,
  kmsKeyArn: pulumi.Input<string> | undefined,
): Record<"reads" | "writes" | "both", Statement[]> {
  const objects = [pulumi.interpolate`${arn}/*`];
  const key = (...actions: string[]): Statement[] => (kmsKeyArn ? [{ actions, resources: [kmsKeyArn] }] : []);
  const get = { actions: ["s3:GetObject"], resources: objects };
  // Without it a missing object is a 403 instead of a 404.
  const list = { actions: ["s3:ListBucket"], resources: [arn] };
  const put = { actions: ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], resources: objects };
  return {
    reads: [get, list, ...key("kms:Decrypt")],
    // An upload in parts reads the parts that are there.
    writes: [put, ...key("kms:GenerateDataKey", "kms:Decrypt")],
    both: [get, list, put, ...key("kms:Decrypt", "kms:GenerateDataKey")],
  };
}
