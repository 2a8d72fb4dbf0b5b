import { type Alphabet, dotted, type PhysicalName } from "./rule.ts";

const bucketName: Alphabet = [
  /^(?!xn--|sthree-|amzn-s3-demo-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]*[a-z0-9](?<!-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/,
  "lower-case letters, digits, single dots and hyphens, without the beginnings and ends that S3 keeps for itself",
];
const parameterName: Alphabet = [
  /^(?!\/?(aws|ssm))[\w./-]+$/i,
  'letters, digits and _.-/, and no "aws" or "ssm" at the beginning',
];

/** What is stored. Pages are of the API reference, or of quotas. */
export const stores = {
  table: {
    type: "aws:dynamodb/table:Table",
    min: 3,
    max: 255,
    alphabet: dotted,
    unique: "region",
    page: "CreateTable",
  },
  bucket: {
    type: "aws:s3/bucket:Bucket",
    input: "bucket",
    min: 3,
    max: 63,
    alphabet: bucketName,
    unique: "world",
    page: "General purpose bucket naming rules",
  },
  secret: {
    type: "aws:secretsmanager/secret:Secret",
    max: 512,
    alphabet: [/^[\w/+=.@-]+$/, "letters, digits and /_+=.@-"],
    unique: "region",
    page: "CreateSecret",
  },
  parameter: {
    type: "aws:ssm/parameter:Parameter",
    max: 1_011,
    alphabet: parameterName,
    unique: "region",
    page: "PutParameter",
  },
  key: {
    type: "aws:kms/alias:Alias",
    max: 256,
    alphabet: [
      /^alias\/(?!aws\/)[\w:/-]+$/,
      'letters, digits and :/_-, with "alias/" and not "alias/aws/" at the beginning',
    ],
    unique: "region",
    page: "CreateAlias (KMS)",
  },
} as const satisfies Readonly<Record<string, PhysicalName>>;
