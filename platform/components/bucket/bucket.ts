import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, nameOf, whereOf } from "../../core/component.ts";
import type { DestinationTarget, Receiver } from "../../core/destination.ts";
import { type Link, type Linkable, linkWith, type Statement } from "../../core/link.ts";
import { bucketPolicy, type Sender } from "../../core/policy.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { ValueError } from "../../values/problems.ts";
import { type BucketArgs, bucketOverlay, bucketProblems } from "./args.ts";
import { createBucketFiles } from "./files.ts";
import { bucketStatements, corsRule, encryptionRule, lifecycleRules } from "./rules.ts";

type BucketVariable<N extends string> = `${ConstantCase<N>}_BUCKET_NAME`;

/** Subscribers to the events of a bucket: every rule, through EventBridge, or some functions only. */
type Notifications = Omit<aws.s3.BucketNotificationArgs, "bucket">;

/**
 * A private S3 bucket: encrypted, TLS only, versioned, tidied up by itself. A link to it allows reading and writing;
 * `read`, `write` and `put` are narrower.
 */
export class Bucket<const N extends string = string>
  extends Component
  implements Linkable<BucketVariable<N>>, Receiver<"bucket">
{
  /** The bucket, in the account's own namespace: no other account can take its name, before or after. */
  readonly bucket: aws.s3.Bucket;
  readonly publicAccessBlock: aws.s3.BucketPublicAccessBlock;
  /** Access by policies alone; there are no ACLs. */
  readonly ownership: aws.s3.BucketOwnershipControls;
  readonly encryption: aws.s3.BucketServerSideEncryptionConfiguration;
  readonly versioning: aws.s3.BucketVersioning;
  /** Deletes unfinished uploads, old versions and objects by `expireAfter`. */
  readonly lifecycle: aws.s3.BucketLifecycleConfiguration;
  /** Refuses requests without TLS; lets in the readers. */
  readonly policy: aws.s3.BucketPolicy;
  readonly cors: aws.s3.BucketCorsConfiguration | undefined;
  /** The objects of `files`, in the order of their keys. */
  readonly files: readonly aws.s3.BucketObjectv2[];
  readonly arn: pulumi.Output<string>;
  readonly bucketName: pulumi.Output<string>;
  /** Lets a function read objects and list them. */
  readonly read: Linkable<BucketVariable<N>>;
  /** Lets a function read an object by the id of a version, also one that was overwritten or deleted. */
  readonly readVersions: Linkable<BucketVariable<N>>;
  /** Lets a function put and delete objects. */
  readonly write: Linkable<BucketVariable<N>>;
  /** Lets a function put objects, and delete none. */
  readonly put: Linkable<BucketVariable<N>>;
  readonly readwrite: Linkable<BucketVariable<N>>;
  readonly link: Link<BucketVariable<N>>;
  readonly #args: BucketArgs;
  readonly #readers = new Readers();
  #notified: { readonly by: string; readonly notification: aws.s3.BucketNotification } | undefined;

  constructor(name: N, args: BucketArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    super("Bucket", name, options, { args: bucketOverlay(args) });
    const { bucket: settings } = this.settings;
    this.refuse(bucketProblems(args, settings, pulumi.getRootDirectory()));
    const { transform = {}, kmsKeyArn, cors } = args;

    this.bucket = new aws.s3.Bucket(
      `${name}-bucket`,
      ...this.part(transform.bucket, {
        bucket: accountName(name),
        bucketNamespace: "account-regional",
        forceDestroy: settings.forceDestroy,
      }),
    );
    this.arn = this.bucket.arn;
    this.bucketName = this.bucket.bucket;
    const bucket = this.bucketName;
    this.publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      ...this.part(transform.publicAccessBlock, {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
    );
    this.ownership = new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      ...this.part(transform.ownership, { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }),
    );
    this.encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      ...this.part(transform.encryption, { bucket, rules: [encryptionRule(kmsKeyArn)] }),
    );
    this.versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      ...this.part(transform.versioning, {
        bucket,
        versioningConfiguration: { status: settings.versioned ? "Enabled" : "Suspended" },
      }),
    );
    this.lifecycle = new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      // S3 takes rules about old versions only once there can be any.
      ...this.part(
        transform.lifecycle,
        { bucket, rules: lifecycleRules(args, settings) },
        { dependsOn: [this.versioning] },
      ),
    );
    this.policy = new aws.s3.BucketPolicy(
      `${name}-policy`,
      // S3 refuses concurrent changes of a bucket's access.
      ...this.part(
        transform.policy,
        { bucket, policy: bucketPolicy(this.arn, this.#readers.all) },
        { dependsOn: [this.publicAccessBlock] },
      ),
    );
    this.cors =
      cors &&
      new aws.s3.BucketCorsConfiguration(
        `${name}-cors`,
        ...this.part(transform.cors, { bucket, corsRules: [corsRule(cors)] }),
      );

    const { files: folder } = args;
    const { cacheControl } = settings;
    this.files = folder
      ? createBucketFiles(this, name, { folder, bucket, cacheControl }, transform.file)
      : [];

    const linked = (statements: readonly Statement[]) => linkTo(name, bucket, statements);
    const { reads, versions, writes, puts, both } = bucketStatements(this.arn, kmsKeyArn);
    this.read = linked(reads);
    this.readVersions = linked(versions);
    this.write = linked(writes);
    this.put = linked(puts);
    this.readwrite = linked(both);
    this.link = this.readwrite.link;
    this.#args = args;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  asDestination(): DestinationTarget<"bucket"> {
    const { arn, write } = this;
    const isOfKey = ({ actions }: Statement) => actions.some((action) => action.startsWith("kms:"));
    const statements = [
      { actions: ["s3:PutObject"], resources: [arn.apply((bucket) => `${bucket}/*`)] },
      { actions: ["s3:ListBucket"], resources: [arn] },
      ...write.link.statements.filter(isOfKey),
    ];
    return { kind: "bucket", arn, statements };
  }

  /**
   * Lets an AWS service read objects on behalf of one resource; `by` names the caller. S3 holds one policy for a bucket, so
   * the call must come before the program first waits for something (`await`) after it made the bucket.
   */
  allowRead(by: string, reader: Sender): void {
    if (this.#readers.add(reader)) return;
    throw new ValueError(
      [
        `${by} came after the bucket's policy was written; make it before the first "await" that follows the bucket, or the bucket after that.`,
      ],
      whereOf("Bucket", this.componentName),
    );
  }

  /**
   * Subscribes to the events of the bucket; `by` names the subscriber, for the error of a second one: S3 holds one
   * configuration for a bucket, and another replaces it. Asking for EventBridge again is fine.
   */
  notify(
    by: string,
    notifications: Notifications,
    dependsOn: readonly pulumi.Resource[] = [],
  ): pulumi.Resource {
    const name = this.componentName;
    const shared = notifications.eventbridge === true;
    if (this.#notified && !(shared && this.#notified.by === "EventBridge"))
      throw new ValueError(
        [
          `a bucket has one configuration of notifications, and ${this.#notified.by} has it; let ${by} and it read the bucket through EventBridge.`,
        ],
        whereOf("Bucket", name),
      );
    this.#notified ??= {
      by: shared ? "EventBridge" : by,
      notification: new aws.s3.BucketNotification(
        `${name}-notification`,
        ...this.part(
          this.#args.transform?.notification,
          { bucket: this.bucketName, ...notifications },
          { dependsOn: [...dependsOn] },
        ),
      ),
    };
    return this.#notified.notification;
  }
}

/**
 * The readers of a bucket, gathered until the program first waits for something. The policy waits for that and for nothing
 * else: waiting for the program's end would hang a program that exports something which depends on the bucket's policy.
 */
class Readers {
  readonly #list: Sender[] = [];
  #open = true;
  /** Resolves before the code after a program's next `await` runs. */
  readonly all: pulumi.Output<readonly Sender[]> = pulumi.output(
    Promise.resolve().then((): readonly Sender[] => {
      this.#open = false;
      return this.#list;
    }),
  );

  /** False when it is too late. */
  add(reader: Sender): boolean {
    if (this.#open) this.#list.push(reader);
    return this.#open;
  }
}

function linkTo<const N extends string>(
  name: N,
  bucketName: pulumi.Output<string>,
  statements: readonly Statement[],
): Linkable<BucketVariable<N>> {
  return linkWith(`${constantCase(name)}_BUCKET_NAME`, bucketName, statements);
}

/** A name of the account's own namespace: ends in account, region and "-an", as S3 wants it there. */
function accountName(name: string): pulumi.Output<string> {
  const { accountId } = aws.getCallerIdentityOutput();
  const { region } = aws.getRegionOutput();
  return pulumi
    .all([accountId, region])
    .apply(([account, at]) => nameOf("bucket", name, `-${account}-${at}-an`));
}
