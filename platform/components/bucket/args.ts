import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../core/component.ts";
import { kmsKeyProblems } from "../../core/key.ts";
import type { Given, GivenOverlay } from "../../guarded.ts";
import type { Defaults } from "../../settings.ts";
import { checkEachOf, checkKeys, checkRange, checkTexts } from "../../values/problems.ts";
import { fileProblems } from "./files.ts";

/** Pages that may use the bucket from a browser, with a presigned URL. */
export interface BucketCorsArgs {
  /** `https://shop.example.com`; `*` for any. */
  readonly origins: readonly string[];
  readonly methods: readonly (typeof corsMethods)[number][];
  readonly headers?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  /** Seconds a browser may remember the answer. */
  readonly maxAge?: number;
}

export interface BucketArgs {
  /** Days after which objects are deleted: all of them, or those under a prefix (`{ "tmp/": 7 }`). Default: never. */
  readonly expireAfter?: number | Readonly<Record<string, number>>;
  /** Keeps overwritten and deleted objects for a while. Default: `defaults.bucket.versioned`. */
  readonly versioned?: Given<"bucket.versioned">;
  /** Days for which they are kept. Default: `defaults.bucket.noncurrentVersionDays`. */
  readonly noncurrentVersionDays?: number;
  /** Deletes the bucket's objects together with the bucket. Default: `defaults.bucket.forceDestroy`. */
  readonly forceDestroy?: Given<"bucket.forceDestroy">;
  /** A KMS key of your own; links add what its users need. Default: keys of S3's own (AES-256), without charge. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** A folder of the service whose files are put into the bucket at each deployment. Default: none. */
  readonly files?: string;
  /** Their Cache-Control header. Default: `defaults.bucket.cacheControl`. */
  readonly cacheControl?: string;
  /** Default: no page may. */
  readonly cors?: BucketCorsArgs;
  readonly transform?: BucketTransform;
}

export interface BucketTransform {
  readonly bucket?: Transform<aws.s3.BucketArgs>;
  readonly publicAccessBlock?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
  readonly ownership?: Transform<aws.s3.BucketOwnershipControlsArgs>;
  readonly encryption?: Transform<aws.s3.BucketServerSideEncryptionConfigurationArgs>;
  readonly versioning?: Transform<aws.s3.BucketVersioningArgs>;
  readonly lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  readonly policy?: Transform<aws.s3.BucketPolicyArgs>;
  readonly cors?: Transform<aws.s3.BucketCorsConfigurationArgs>;
  readonly notification?: Transform<aws.s3.BucketNotificationArgs>;
  readonly file?: Transform<aws.s3.BucketObjectv2Args>;
}

const argNames = [
  "expireAfter",
  "versioned",
  "noncurrentVersionDays",
  "forceDestroy",
  "kmsKeyArn",
  "files",
  "cacheControl",
  "cors",
  "transform",
] as const satisfies readonly (keyof BucketArgs)[];

const parts = [
  "bucket",
  "publicAccessBlock",
  "ownership",
  "encryption",
  "versioning",
  "lifecycle",
  "policy",
  "cors",
  "notification",
  "file",
] as const satisfies readonly (keyof BucketTransform)[];

/** Methods of CORS rules. Source: S3 "CORSRule". */
const corsMethods = ["GET", "PUT", "POST", "HEAD", "DELETE"] as const;

/** Lifecycle days are positive 32-bit integers. Source: S3 "LifecycleExpiration", "NoncurrentVersionExpiration". */
const days = { min: 1, max: 2_147_483_647, unit: "days" } as const;

/** Bytes of an object's key, and so of a prefix. Source: "Naming Amazon S3 objects". */
const maxPrefix = 1_024;

/** Rules of a lifecycle configuration, two of which the component writes. Source: "Setting a lifecycle configuration". */
const maxRules = 1_000;

export function bucketOverlay(args: BucketArgs): GivenOverlay {
  const { versioned, noncurrentVersionDays, forceDestroy, cacheControl } = args;
  return { bucket: { versioned, noncurrentVersionDays, forceDestroy, cacheControl } };
}

/** Days by prefix; `""` is everything. */
export function expirations({ expireAfter = {} }: BucketArgs): [prefix: string, days: number][] {
  return typeof expireAfter === "number" ? [["", expireAfter]] : Object.entries(expireAfter);
}

export function bucketProblems(args: BucketArgs, settings: Defaults["bucket"], dir: string): string[] {
  const { expireAfter, cors, transform } = args;
  const prefixes = typeof expireAfter === "object" ? expirations(args) : [];
  return [
    ...checkKeys(args, argNames),
    ...checkKeys(transform, parts, "transform."),
    ...kmsKeyProblems(args.kmsKeyArn),
    ...(typeof expireAfter === "object" ? [] : checkRange("expireAfter", expireAfter, days)),
    ...prefixes.flatMap(([prefix, after]) => daysProblems(`expireAfter[${JSON.stringify(prefix)}]`, after)),
    ...prefixes.flatMap(([prefix]) => prefixProblems(`expireAfter[${JSON.stringify(prefix)}]`, prefix)),
    ...(prefixes.length > maxRules - 2
      ? [`expireAfter: ${prefixes.length} prefixes given; up to ${maxRules - 2} are allowed.`]
      : []),
    ...checkRange("noncurrentVersionDays", settings.noncurrentVersionDays, days),
    ...checkRange("incompleteUploadDays", settings.incompleteUploadDays, days),
    ...(args.versioned !== undefined && !settings.versioned && args.noncurrentVersionDays !== undefined
      ? ["noncurrentVersionDays: without versions there is nothing to keep; leave it out, or versioned."]
      : []),
    ...fileProblems(args.files, dir),
    ...(args.cacheControl !== undefined && args.files === undefined
      ? ["cacheControl: it is of files, and there are none; set files, or leave it out."]
      : []),
    ...(transform?.cors && !cors ? ["transform.cors: there is no such part without cors; set it."] : []),
    ...(cors === undefined ? [] : corsProblems(cors)),
  ];
}

function daysProblems(argument: string, after: unknown): string[] {
  return after === undefined
    ? [`${argument}: undefined given; a number of days is expected.`]
    : checkRange(argument, after, days);
}

/** Problems with a prefix of keys. */
export function prefixProblems(argument: string, prefix: unknown): string[] {
  if (typeof prefix !== "string")
    return [`${argument}: ${JSON.stringify(prefix)} given; a text is expected.`];
  const bytes = Buffer.byteLength(prefix);
  return bytes > maxPrefix ? [`${argument}: ${bytes} bytes; up to ${maxPrefix} are allowed.`] : [];
}

function corsProblems(cors: BucketCorsArgs): string[] {
  return [
    ...checkKeys(cors, ["origins", "methods", "headers", "exposeHeaders", "maxAge"], "cors."),
    ...(cors.origins?.length
      ? []
      : ['cors.origins: there is none; name at least one, such as "https://shop.example.com".']),
    ...(cors.methods?.length ? [] : ['cors.methods: there is none; name at least one, such as "PUT".']),
    ...checkEachOf("cors.methods", cors.methods, corsMethods),
    ...checkTexts("cors.origins", cors.origins),
    ...checkTexts("cors.headers", cors.headers),
    ...checkTexts("cors.exposeHeaders", cors.exposeHeaders),
    ...checkRange("cors.maxAge", cors.maxAge, { min: 0, max: 2_147_483_647, unit: "seconds" }),
  ];
}
