import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../core/component.ts";
import { tlsOnly } from "../core/policy.ts";
import type { Shared } from "../values/delivery/settings.ts";
import type { Place } from "./place.ts";

/** Days for which deleted and expired logs can be restored. */
const deletedDays = 7;

/**
 * The bucket of access logs: of load balancers below `alb/`, of buckets below `s3/`. Both only write to a bucket of their own
 * region that is encrypted with S3's own keys ("Enable access logs for your Application Load Balancer", "Enabling Amazon S3
 * server access logging").
 */
export function createAccessLogs({ account, region }: Place, { days }: Shared["accessLogs"]): aws.s3.Bucket {
  const logs = new aws.s3.Bucket("access-logs", {
    bucket: nameOf("bucket", "access-logs", `-${account}-${region}-an`),
    bucketNamespace: "account-regional",
  });
  const { bucket, arn } = logs;
  const block = new aws.s3.BucketPublicAccessBlock("access-logs-public-access", {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new aws.s3.BucketOwnershipControls("access-logs-ownership", {
    bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration("access-logs-encryption", {
    bucket,
    rules: [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, blockedEncryptionTypes: ["SSE-C"] },
    ],
  });
  // What an intruder deletes can be read for a while yet.
  new aws.s3.BucketVersioning("access-logs-versioning", {
    bucket,
    versioningConfiguration: { status: "Enabled" },
  });
  new aws.s3.BucketLifecycleConfiguration("access-logs-lifecycle", {
    bucket,
    rules: [
      {
        id: "expire",
        status: "Enabled",
        filter: {},
        expiration: { days },
        noncurrentVersionExpiration: { noncurrentDays: deletedDays },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
      {
        // Not in one rule with days: S3 refuses that ("Examples of S3 Lifecycle configurations").
        id: "delete-markers",
        status: "Enabled",
        filter: {},
        expiration: { expiredObjectDeleteMarker: true },
      },
    ],
  });
  new aws.s3.BucketPolicy(
    "access-logs-policy",
    { bucket, policy: logPolicy(arn, account) },
    // S3 refuses concurrent changes of a bucket's access.
    { dependsOn: [block] },
  );
  return logs;
}

/** Lets both deliver logs of this account. */
function logPolicy(arn: pulumi.Input<string>, account: string): pulumi.Output<string> {
  const deliver = (Sid: string, Service: string, path: string) => ({
    Sid,
    Effect: "Allow",
    Principal: { Service },
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${arn}/${path}`,
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  });
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      deliver(
        "LoadBalancers",
        "logdelivery.elasticloadbalancing.amazonaws.com",
        `alb/*/AWSLogs/${account}/*`,
      ),
      deliver("Buckets", "logging.s3.amazonaws.com", "s3/*"),
      tlsOnly("s3:*", [pulumi.output(arn), pulumi.interpolate`${arn}/*`]),
    ],
  });
}
