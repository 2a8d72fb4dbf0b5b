import type { Context } from "../../../access/index.ts";
import { partitionOf } from "../../../values/partitions/partitions.ts";
import { objectsOf } from "../../wiring/wiring-nodes.ts";
import { type EdgeRequest, part } from "./edge-request.ts";
import { at, serviceOf, textOf, type View } from "./view.ts";

/** What a service asks of the key that encrypts one of its resources, for the caller of an action. */
interface KeyUse {
  /** Title of the AWS page that says so. */
  readonly page: string;
  readonly actions: RegExp;
  readonly asks: readonly string[];
}

const decrypt = ["kms:Decrypt"] as const;
const both = ["kms:GenerateDataKey", "kms:Decrypt"] as const;

const uses: readonly KeyUse[] = [
  { page: "Amazon SQS Key management", actions: /^sqs:SendMessage$/, asks: both },
  { page: "Amazon SQS Key management", actions: /^sqs:ReceiveMessage$/, asks: decrypt },
  { page: "Amazon SNS Key management", actions: /^sns:Publish$/, asks: both },
  {
    page: "Permissions to use user-generated KMS keys (Kinesis Data Streams)",
    actions: /^kinesis:PutRecords?$/,
    asks: ["kms:GenerateDataKey"],
  },
  {
    page: "Permissions to use user-generated KMS keys (Kinesis Data Streams)",
    actions: /^kinesis:(GetRecords|SubscribeToShard)$/,
    asks: decrypt,
  },
  // An upload in parts decrypts the parts that are there.
  {
    page: "Using server-side encryption with AWS KMS keys (SSE-KMS)",
    actions: /^s3:PutObject$/,
    asks: both,
  },
  {
    page: "Using server-side encryption with AWS KMS keys (SSE-KMS)",
    actions: /^s3:GetObject(Version)?$/,
    asks: decrypt,
  },
  {
    page: "DynamoDB encryption at rest usage notes",
    actions: /^dynamodb:(?!ListStreams)/,
    asks: decrypt,
  },
  {
    page: "Secret encryption and decryption in AWS Secrets Manager",
    actions: /^secretsmanager:GetSecretValue$/,
    asks: decrypt,
  },
  {
    page: "Secret encryption and decryption in AWS Secrets Manager",
    actions: /^secretsmanager:PutSecretValue$/,
    asks: both,
  },
  {
    page: "AWS KMS encryption for AWS Systems Manager Parameter Store SecureString parameters",
    actions: /^ssm:GetParameters?$/,
    asks: decrypt,
  },
];

/** A resource that a key of KMS encrypts. */
interface Encrypted {
  /** ARN or alias. */
  readonly key: string;
  /** What the service adds to each use of the key. */
  readonly encryption: Context;
}

/** What encryption adds to requests: those of the keys behind what they reach. */
export function keyRequests(view: View, requests: readonly EdgeRequest[]): EdgeRequest[] {
  const encrypted = encryptedIn(view);
  const distinct = new Map<string, EdgeRequest>();
  for (const request of requests)
    for (const one of usesOf(view, request, encrypted))
      distinct.set(
        JSON.stringify([one.principal, one.action, one.resource, one.context, one.from, one.to]),
        one,
      );
  return [...distinct.values()];
}

function usesOf(view: View, request: EdgeRequest, encrypted: ReadonlyMap<string, Encrypted>): EdgeRequest[] {
  const { key, encryption } = encrypted.get(ownerOf(request.resource)) ?? {};
  const rows = uses.filter(({ actions }) => actions.test(request.action));
  const byService = "service" in request.principal;
  // A key of AWS's own lets the whole account use it through its service, and no other service.
  if (key === undefined || (!byService && /(^|:)alias\/aws\//.test(key))) return [];
  const keys = byService ? [{}] : throughService(request.resource);
  return rows.flatMap(({ page, asks }) =>
    asks.flatMap((action) =>
      keys.map((via) => ({
        ...request,
        to: view.node(key),
        page,
        action,
        resource: key,
        context: { ...request.context, ...encryption, ...via },
      })),
    ),
  );
}

/** A service as KMS names it. AWS's pages have its name with the usual suffix only: in a partition of another one, either must do. */
function throughService(arn: string): Context[] {
  const region = part(arn, 3);
  return [...new Set(["amazonaws.com", partitionOf(region).dnsSuffix])].map((suffix) => ({
    "kms:ViaService": `${serviceOf(arn)}.${region}.${suffix}`,
  }));
}

/** The resource that has the key: a stream's consumer and an object have that of what they are part of. */
const ownerOf = (arn: string): string =>
  serviceOf(arn) === "s3"
    ? arn.replace(/\/.*$/, "")
    : arn.replace(/(:table\/[^/]+|:stream\/[^/]+)\/.*$/, "$1");

function encryptedIn(view: View): ReadonlyMap<string, Encrypted> {
  const all = [
    ...keysOf(view, "aws:sqs/queue:Queue", ["kmsMasterKeyId"], "aws:sqs:arn"),
    ...keysOf(view, "aws:sns/topic:Topic", ["kmsMasterKeyId"], "aws:sns:topicArn"),
    ...keysOf(view, "aws:kinesis/stream:Stream", ["kmsKeyId"], "aws:kinesis:arn"),
    ...keysOf(
      view,
      "aws:dynamodb/table:Table",
      ["serverSideEncryption", "kmsKeyArn"],
      "aws:dynamodb:tableName",
    ),
    ...keysOf(view, "aws:secretsmanager/secret:Secret", ["kmsKeyId"], "SecretARN"),
    ...keysOf(view, "aws:ssm/parameter:Parameter", ["keyId"], "PARAMETER_ARN"),
    ...view
      .of("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")
      .flatMap(({ inputs }) => {
        const bucket = view.one("aws:s3/bucket:Bucket", inputs.bucket)?.arn ?? "";
        return objectsOf(inputs.rules).flatMap((rule) => {
          const key = textOf(at(rule, "applyServerSideEncryptionByDefault", "kmsMasterKeyId"));
          return key === undefined ? [] : [[bucket, encryptedBy(key, "aws:s3:arn", bucket)] as const];
        });
      }),
  ];
  return new Map(all);
}

function keysOf(
  view: View,
  type: string,
  path: readonly string[],
  contextKey: string,
): (readonly [string, Encrypted])[] {
  return view.of(type).flatMap((one) => {
    const key = textOf(at(one.inputs, ...path));
    const named = contextKey.endsWith("Name") ? String(one.outputs.name) : one.arn;
    return key === undefined ? [] : [[one.arn, encryptedBy(key, contextKey, named)] as const];
  });
}

/** Keys are known to policies by their ARN. */
const encryptedBy = (key: string, contextKey: string, value: string): Encrypted => ({
  key,
  encryption: { [`kms:EncryptionContext:${contextKey}`]: value },
});
