import { type Inputs, json, list, tagMap } from "../properties.ts";
import type { Mapping } from "./mapping.ts";

export const data: Readonly<Record<string, Mapping>> = {
  "aws:dynamodb/table:Table": {
    type: "AWS::DynamoDB::Table",
    names: {
      name: "TableName",
      attributes: "AttributeDefinitions",
      keys: "KeySchema",
      pointInTimeRecovery: "PointInTimeRecoverySpecification",
      ttl: "TimeToLiveSpecification",
    },
    change: ({
      hashKey,
      rangeKey,
      attributes,
      pointInTimeRecovery,
      globalSecondaryIndexes,
      streamViewType,
    }) => ({
      hashKey: undefined,
      rangeKey: undefined,
      keys: keySchema(hashKey, rangeKey),
      attributes: list(attributes).map(({ name, type }) => ({ attributeName: name, attributeType: type })),
      pointInTimeRecovery: { pointInTimeRecoveryEnabled: (pointInTimeRecovery as Inputs)?.enabled },
      streamEnabled: undefined,
      streamViewType: undefined,
      streamSpecification: streamViewType && { streamViewType },
      globalSecondaryIndexes:
        globalSecondaryIndexes &&
        list(globalSecondaryIndexes).map((index) => ({
          indexName: index.name,
          keySchema: keySchema(index.hashKey, index.rangeKey),
          projection: { projectionType: index.projectionType },
        })),
    }),
  },
  "aws:kms/key:Key": {
    type: "AWS::KMS::Key",
    names: { policy: "KeyPolicy", deletionWindowInDays: "PendingWindowInDays" },
    change: ({ policy }) => ({ policy: json(policy) }),
    data: ["KeyPolicy"],
  },
  "aws:kinesis/stream:Stream": {
    type: "AWS::Kinesis::Stream",
    names: { retentionPeriod: "RetentionPeriodHours" },
    change: ({ encryptionType, kmsKeyId }) => ({
      encryptionType: undefined,
      kmsKeyId: undefined,
      streamEncryption: { encryptionType, keyId: kmsKeyId },
    }),
  },
  "aws:kinesis/streamConsumer:StreamConsumer": {
    type: "AWS::Kinesis::StreamConsumer",
    names: { name: "ConsumerName", streamArn: "StreamARN" },
  },
  "aws:s3/bucket:Bucket": {
    type: "AWS::S3::Bucket",
    names: { bucket: "BucketName" },
    // Whether a bucket is emptied when it is deleted is the provider's own matter.
    change: () => ({ forceDestroy: undefined }),
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    type: "AWS::S3::BucketPolicy",
    names: { policy: "PolicyDocument" },
    change: ({ policy }) => ({ policy: json(policy) }),
    data: ["PolicyDocument"],
  },
  "aws:secretsmanager/secret:Secret": {
    type: "AWS::SecretsManager::Secret",
    // How long a deleted secret can be had back is said when it is deleted, not in a template.
    change: () => ({ recoveryWindowInDays: undefined }),
  },
  "aws:ssm/parameter:Parameter": { type: "AWS::SSM::Parameter", tags: tagMap },
  "aws:cognito/userPool:UserPool": {
    type: "AWS::Cognito::UserPool",
    names: { name: "UserPoolName" },
    // A property called UserPoolTags.
    tags: () => undefined,
  },
};

function keySchema(hashKey: unknown, rangeKey: unknown): object[] {
  return [
    { attributeName: hashKey, keyType: "HASH" },
    ...(rangeKey === undefined ? [] : [{ attributeName: rangeKey, keyType: "RANGE" }]),
  ];
}
