import { dnsSuffix, partition } from "../place.ts";
import { letters, uuid } from "../stable-ids.ts";
import { arn, type Compute, created } from "./context.ts";

/** An object of a bucket. Its key is the resource's logical name, where the program gives none; that has no digits after it. */
const object: Compute = (c) => {
  const key = c.text("key") || c.name.replace(/-[0-9a-f]{7}$/, "");
  return { id: key, key, arn: `arn:${partition(c)}:s3:::${c.text("bucket")}/${key}` };
};

export const data: Readonly<Record<string, Compute>> = {
  "aws:dynamodb/table:Table": (c) => {
    const own = arn("dynamodb", c, `table/${c.name}`);
    const label = created.replace("Z", ".000");
    const stream = c.inputs.streamEnabled === true;
    return { arn: own, streamArn: stream ? `${own}/stream/${label}` : "", streamLabel: stream ? label : "" };
  },
  "aws:s3/bucket:Bucket": (c) => ({
    arn: `arn:${partition(c)}:s3:::${c.name}`,
    bucketDomainName: `${c.name}.s3.${dnsSuffix(c)}`,
    bucketRegionalDomainName: `${c.name}.s3.${c.region}.${dnsSuffix(c)}`,
    bucketRegion: c.region,
  }),
  "aws:s3/bucketObjectv2:BucketObjectv2": object,
  "aws:s3/bucketObject:BucketObject": object,
  "aws:ssm/parameter:Parameter": (c) => ({
    arn: arn("ssm", c, `parameter/${c.name.replace(/^\//, "")}`),
    version: 1,
  }),
  "aws:secretsmanager/secret:Secret": (c) => {
    // AWS adds six characters, so that a secret made again under the same name is another one.
    const own = arn("secretsmanager", c, `secret:${c.name}-${letters(c.seed, 6)}`);
    return { id: own, arn: own };
  },
  "aws:secretsmanager/secretVersion:SecretVersion": (c) => {
    const versionId = uuid(c.seed);
    const secret = c.text("secretId");
    return { id: `${secret}|${versionId}`, arn: secret, versionId, versionStages: ["AWSCURRENT"] };
  },
  "aws:secretsmanager/secretRotation:SecretRotation": (c) => ({
    id: c.text("secretId"),
    rotationEnabled: true,
  }),
  "aws:cognito/userPool:UserPool": (c) => {
    const id = `${c.region}_${letters(c.seed, 9)}`;
    return {
      id,
      arn: arn("cognito-idp", c, `userpool/${id}`),
      endpoint: `cognito-idp.${c.region}.${dnsSuffix(c)}/${id}`,
      creationDate: created,
      lastModifiedDate: created,
      estimatedNumberOfUsers: 0,
    };
  },
  "aws:kms/key:Key": (c) => {
    const keyId = uuid(c.seed);
    return { id: keyId, keyId, arn: arn("kms", c, `key/${keyId}`) };
  },
};
