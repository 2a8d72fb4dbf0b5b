import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyStatements } from "../../core/key.ts";
import type { Statement } from "../../core/link.ts";
import type { Defaults } from "../../settings.ts";
import { type BucketArgs, type BucketCorsArgs, expirations } from "./args.ts";

/** Keys that callers bring themselves are refused: with such a key, lost or stolen, the object is lost. */
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

/** Rules that tidy a bucket up: always the same two, and one for each prefix whose objects expire. */
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

/** Permissions of each kind of link on a bucket and its key. */
export function bucketStatements(
  arn: pulumi.Output<string>,
  kmsKeyArn: pulumi.Input<string> | undefined,
): Record<"reads" | "versions" | "writes" | "puts" | "both", Statement[]> {
  const on = (resource: pulumi.Input<string>, actions: readonly string[]) => ({
    actions,
    resources: [resource],
  });
  const key = (...actions: string[]): Statement[] => keyStatements(kmsKeyArn, actions);
  const objects = pulumi.interpolate`${arn}/*`;
  // Without listing, a missing object is a 403 instead of a 404.
  const read = [on(objects, ["s3:GetObject"]), on(arn, ["s3:ListBucket"])];
  const putting = ["s3:PutObject", "s3:AbortMultipartUpload"];
  const write = on(objects, [...putting, "s3:DeleteObject"]);
  // An upload in parts reads the parts that are there.
  const writers = key("kms:GenerateDataKey", "kms:Decrypt");
  return {
    reads: [...read, ...key("kms:Decrypt")],
    // An action of its own, which reading the current version doesn't need. Source: S3 "GetObject".
    versions: [on(objects, ["s3:GetObjectVersion"]), ...key("kms:Decrypt")],
    writes: [write, ...writers],
    puts: [on(objects, putting), ...writers],
    both: [...read, write, ...writers],
  };
}

/** Pages that may use the bucket, in S3's words. */
export function corsRule(cors: BucketCorsArgs): aws.types.input.s3.BucketCorsConfigurationCorsRule {
  return {
    allowedOrigins: [...cors.origins],
    allowedMethods: [...cors.methods],
    allowedHeaders: cors.headers && [...cors.headers],
    exposeHeaders: cors.exposeHeaders && [...cors.exposeHeaders],
    maxAgeSeconds: cors.maxAge,
  };
}
