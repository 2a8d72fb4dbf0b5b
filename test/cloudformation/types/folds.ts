import { json, list } from "../properties.ts";
import type { Fold } from "./mapping.ts";

const bucket = { into: "aws:s3/bucket:Bucket", by: "bucket" } as const;

export const folds: Readonly<Record<string, Fold>> = {
  "aws:apigateway/methodSettings:MethodSettings": {
    into: "aws:apigateway/stage:Stage",
    by: "restApi",
    adds: ({ methodPath, settings }, { methodSettings }) => {
      const path = String(methodPath);
      const method = path.slice(path.lastIndexOf("/") + 1);
      const resourcePath = path === "*/*" ? "/*" : `/${path.slice(0, path.lastIndexOf("/"))}`;
      return {
        methodSettings: [
          ...list(methodSettings),
          { httpMethod: method, resourcePath, ...(settings as object) },
        ],
      };
    },
  },
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
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    into: "aws:iam/role:Role",
    by: "role",
    adds: ({ policyArn }, { managedPolicyArns = [] }) => ({
      managedPolicyArns: [...(managedPolicyArns as unknown[]), policyArn],
    }),
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": {
    into: "aws:lambda/alias:Alias",
    by: "functionName",
    adds: ({ provisionedConcurrentExecutions }) => ({
      provisionedConcurrencyConfig: { provisionedConcurrentExecutions },
    }),
  },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": {
    into: "aws:lb/targetGroup:TargetGroup",
    by: "targetGroupArn",
    adds: ({ targetId }, { targets }) => ({ targets: [...list(targets), { id: targetId }] }),
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
  "aws:s3/bucketNotification:BucketNotification": {
    ...bucket,
    adds: ({ lambdaFunctions, eventbridge }) => ({
      notificationConfiguration: {
        ...(eventbridge ? { eventBridgeConfiguration: { eventBridgeEnabled: true } } : {}),
        lambdaConfigurations: list(lambdaFunctions).flatMap((one) =>
          ((one.events ?? []) as string[]).map((event) => ({
            event,
            function: one.lambdaFunctionArn,
            ...(one.filterPrefix || one.filterSuffix
              ? {
                  filter: {
                    s3Key: {
                      rules: [...filter("prefix", one.filterPrefix), ...filter("suffix", one.filterSuffix)],
                    },
                  },
                }
              : {}),
          })),
        ),
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

const filter = (name: string, value: unknown): object[] => (value ? [{ name, value }] : []);
