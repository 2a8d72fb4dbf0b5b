import { json, list } from "../properties.ts";
import type { Fold } from "./mapping.ts";

const bucket = { into: "aws:s3/bucket:Bucket", by: "bucket" } as const;

export const folds: Readonly<Record<string, Fold>> = {
  "aws:cloudwatch/eventTarget:EventTarget": {
    into: "aws:cloudwatch/eventRule:EventRule",
    by: "rule",
    adds: ({ rule, eventBusName, targetId, ...target }, { targets }) => ({
      targets: [...list(targets), { id: targetId, ...target }],
    }),
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    into: "aws:ecr/repository:Repository",
    by: "repository",
    adds: ({ policy }) => ({ lifecyclePolicy: { lifecyclePolicyText: policy } }),
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": {
    into: "aws:lambda/alias:Alias",
    by: "functionName",
    adds: ({ provisionedConcurrentExecutions }) => ({
      provisionedConcurrencyConfig: { provisionedConcurrentExecutions },
    }),
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    ...bucket,
    adds: ({ rules }) => ({
      lifecycleConfiguration: {
        rules: list(rules).map(({ filter, expiration, ...rule }) => ({
          ...rule,
          ...(filter as object),
          ...renamed(expiration, { days: "expirationInDays" }),
        })),
      },
    }),
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    ...bucket,
    adds: ({ rule }) => ({ ownershipControls: { rules: [rule] } }),
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    ...bucket,
    adds: ({ bucket: _, ...settings }) => ({ publicAccessBlockConfiguration: settings }),
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    ...bucket,
    adds: ({ rules }) => ({
      bucketEncryption: {
        serverSideEncryptionConfiguration: list(rules).map(
          ({ applyServerSideEncryptionByDefault, blockedEncryptionTypes, ...rule }) => ({
            ...rule,
            ...(blockedEncryptionTypes
              ? { blockedEncryptionTypes: { encryptionType: blockedEncryptionTypes } }
              : {}),
            serverSideEncryptionByDefault: renamed(applyServerSideEncryptionByDefault, {
              sseAlgorithm: "SSEAlgorithm",
              kmsMasterKeyId: "KMSMasterKeyID",
            }),
          }),
        ),
      },
    }),
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    ...bucket,
    adds: ({ versioningConfiguration }) => ({ versioningConfiguration }),
  },
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": {
    into: "aws:sqs/queue:Queue",
    by: "queueUrl",
    adds: ({ redriveAllowPolicy }) => ({ redriveAllowPolicy: json(redriveAllowPolicy) }),
  },
};

function renamed(value: unknown, names: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries((value ?? {}) as object).map(([key, item]) => [names[key] ?? key, item]),
  );
}
