import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** IAM's prefix where the provider's package has another name. */
const prefixes: Readonly<Record<string, string>> = {
  appautoscaling: "application-autoscaling",
  cognitoidp: "cognito-idp",
  deploy: "codedeploy",
  elbv2: "elasticloadbalancing",
  sfn: "states",
};

/** Operations of the SDK whose permission has another name, with the page that says so. */
export const renamed: Readonly<Record<string, string>> = {
  // "Required permissions for Amazon S3 API operations".
  "s3:DeleteBucketAnalyticsConfiguration": "s3:PutAnalyticsConfiguration",
  "s3:DeleteBucketCors": "s3:PutBucketCORS",
  "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
  "s3:DeleteBucketMetricsConfiguration": "s3:PutMetricsConfiguration",
  "s3:DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
  "s3:DeleteBucketReplication": "s3:PutReplicationConfiguration",
  "s3:DeleteBucketTagging": "s3:PutBucketTagging",
  "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "s3:DeleteObjects": "s3:DeleteObject",
  "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
  "s3:GetBucketCors": "s3:GetBucketCORS",
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
  "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
  "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
  "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
  "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:HeadObject": "s3:GetObject",
  "s3:ListObjectVersions": "s3:ListBucketVersions",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:PutBucketAccelerateConfiguration": "s3:PutAccelerateConfiguration",
  "s3:PutBucketCors": "s3:PutBucketCORS",
  "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
  "s3:PutBucketNotificationConfiguration": "s3:PutBucketNotification",
  "s3:PutBucketReplication": "s3:PutReplicationConfiguration",
  "s3:PutObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
  "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "s3:CopyObject": "s3:PutObject",
  // "CreateDistributionWithTags" of CloudFront's API reference.
  "cloudfront:CreateDistributionWithTags": "cloudfront:CreateDistribution",
};

interface GoFunction {
  readonly file: string;
  readonly name: string;
  readonly body: string;
}

/** Permissions of the SDK operations that the provider's own source calls for a resource, such as `aws_sqs_queue`. */
export function providerActions(source: string, resource: string): string[] {
  const services = join(source, "internal/service");
  const home = packageOf(services, resource);
  if (!home) throw new Error(`The provider has no ${resource}.`);
  const { folder, file, text } = home;
  const functions = functionsOf(join(services, folder));
  const mine = functions.filter((one) => one.file === file);
  const tagged = text.includes("@Tags(") ? functions.filter((one) => one.file === "tags_gen.go") : [];
  const reached = closure([...mine, ...tagged], functions);
  const prefix = prefixes[folder] ?? folder;
  const operations = reached.flatMap(({ body }) => operationsIn(body));
  return [...new Set(operations)].map((operation) => {
    const action = `${prefix}:${operation}`;
    return renamed[action] ?? action;
  });
}

/** Calls of a client: `conn.CreateQueue(ctx, ...)`, `sqs.NewListQueuesPaginator(conn, ...)`. */
function operationsIn(body: string): string[] {
  const calls = [...body.matchAll(/\bconn\.([A-Z]\w+)\(ctx/g)].map(([, name]) => name!);
  const pages = [...body.matchAll(/\.New([A-Z]\w+)Paginator\(conn/g)].map(([, name]) => name!);
  return [...calls, ...pages];
}

function packageOf(services: string, resource: string) {
  const annotation = new RegExp(`@(SDK|Framework)Resource\\("${resource}"`);
  for (const folder of readdirSync(services)) {
    let files: string[];
    try {
      files = goFiles(join(services, folder));
    } catch {
      continue;
    }
    for (const file of files) {
      const text = readFileSync(join(services, folder, file), "utf8");
      if (annotation.test(text)) return { folder, file, text };
    }
  }
  return undefined;
}

const goFiles = (folder: string) =>
  readdirSync(folder).filter(
    (file) => /\.go$/.test(file) && !/_test\.go$|^sweep\.go$|data_source/.test(file),
  );

function functionsOf(folder: string): GoFunction[] {
  return goFiles(folder).flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split(/^(?=func )/m)
      .slice(1)
      .map((body) => ({ file, body, name: /^func (?:\([^)]*\) )?(\w+)/.exec(body)?.[1] ?? "" })),
  );
}

/** A package's functions that some call, and what those call. */
function closure(start: readonly GoFunction[], all: readonly GoFunction[]): GoFunction[] {
  const byName = Map.groupBy(
    all.filter(({ body }) => !/^func \(/.test(body)),
    ({ name }) => name,
  );
  const seen = new Set(start);
  for (const one of seen)
    for (const [, name] of one.body.matchAll(/(?<![.\w])(\w+)(?=[([])/g))
      for (const called of byName.get(name!) ?? []) seen.add(called);
  return [...seen];
}
