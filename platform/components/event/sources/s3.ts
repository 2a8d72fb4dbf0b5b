import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { FieldPattern } from "../../../values/patterns/event-pattern.ts";
import { checkEventPattern } from "../../../values/patterns/event-pattern.ts";
import { checkEachOf, checkOneOf, shown } from "../../../values/problems.ts";
import { keyFilter } from "../../../values/s3-keys.ts";
import { prefixProblems } from "../../bucket/args.ts";
import { Bucket } from "../../bucket/bucket.ts";
import { invokePermission } from "../../function/permission.ts";
import { type DeliveryOptions, delivery, prepareRule, type RuleParts } from "./shared/rule.ts";
import type { Prepared, SourceContext, SourceKind } from "./shared/source.ts";

/** Changes of the objects of a bucket: delivered at least once, in no particular order. */
export type S3Source = {
  readonly type: "s3";
  /** Kinds of change. Default: an object is written. */
  readonly events?: readonly (keyof typeof events)[];
  /** Beginning of the keys, such as "photos/". Default: any. */
  readonly prefix?: string;
  /** End of the keys, such as ".jpg". Default: any. */
  readonly suffix?: string;
} & (
  | ({
      /** A `Bucket`, or the name of a bucket elsewhere, which must notify EventBridge already. */
      readonly bucket: Bucket | string;
      /** By a rule: a bucket may have many, and they try again. Default: `eventbridge`. */
      readonly through?: "eventbridge";
    } & DeliveryOptions)
  | {
      readonly bucket: Bucket;
      /** By the bucket's only notification: no charge for events, no other subscriber. */
      readonly through: "direct";
      readonly retries?: undefined;
      readonly maxEventAge?: undefined;
    }
);

export interface S3Parts extends Partial<Pick<RuleParts, "rule" | "target" | "undeliveredUrl">> {
  readonly permission: aws.lambda.Permission;
  /** Notifies EventBridge, or the function; undefined for a bucket elsewhere. */
  readonly notification?: pulumi.Resource;
}

/**
 * Our words to those of EventBridge and of notifications. Sources: "EventBridge event message structure", "Event
 * notification types and destinations".
 */
const events = {
  created: { detailType: "Object Created", notified: ["s3:ObjectCreated:*"] },
  deleted: { detailType: "Object Deleted", notified: ["s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"] },
  restored: { detailType: "Object Restore Completed", notified: ["s3:ObjectRestore:Completed"] },
  tagged: { detailType: "Object Tags Added", notified: ["s3:ObjectTagging:Put"] },
  untagged: { detailType: "Object Tags Deleted", notified: ["s3:ObjectTagging:Delete"] },
  transitioned: { detailType: "Object Storage Class Changed", notified: ["s3:LifecycleTransition"] },
} as const;

const standard = ["created"] as const;

export const s3: SourceKind<S3Source, S3Parts> = {
  options: ["bucket", "events", "prefix", "suffix", "through", ...delivery.options],
  parts: delivery.parts,
  partsOf: ({ through }) => (through === "direct" ? ["permission"] : delivery.parts),
  overlay: ({ retries, maxEventAge }) => delivery.overlay({ retries, maxEventAge }),
  problems: (source, settings) => [
    ...bucketProblems(source),
    ...checkOneOf("source.through", source.through, ["eventbridge", "direct"]),
    ...eventProblems(source.events),
    ...keyProblems(source, "prefix"),
    ...keyProblems(source, "suffix"),
    ...patternProblems(source),
    ...(source.through === "direct"
      ? delivery.options
          .filter((key) => source[key] !== undefined)
          .map(
            (key) => `source.${key}: only a rule of EventBridge has it; leave it out, or through: "direct".`,
          )
      : delivery.problems(settings)),
  ],
  prepare: (source, context) =>
    source.through === "direct" ? direct(source, context) : byRule(source, context),
};

function byRule(source: S3Source, context: SourceContext): Prepared<S3Parts> {
  const { bucket } = source;
  const own = bucket instanceof Bucket;
  const notification = own ? bucket.notify(askerOf(context), { eventbridge: true }) : undefined;
  const pattern = pulumi.jsonStringify(patternOf(source, own ? bucket.bucketName : bucket));
  const rule = prepareRule(context, { pattern, busName: "default" });
  return { ...rule, connect: (fn) => ({ ...rule.connect(fn), ...(notification && { notification }) }) };
}

function direct(
  { bucket, prefix, suffix, events: given = standard }: Extract<S3Source, { through: "direct" }>,
  context: SourceContext,
): Prepared<S3Parts> {
  const { component, name, transform } = context;
  return {
    invocation: "async",
    connect(fn) {
      const permission = new aws.lambda.Permission(
        `${name}-permission`,
        ...component.part(transform.permission, {
          ...invokePermission(fn, "s3.amazonaws.com", bucket.arn),
          // The ARN of a bucket names no account, and its name could be somebody else's once it is deleted.
          sourceAccount: aws.getCallerIdentityOutput().accountId,
        }),
      );
      const notified = {
        lambdaFunctionArn: fn.target.arn,
        events: given.flatMap((one) => [...events[one].notified]),
        filterPrefix: prefix && keyFilter(prefix),
        filterSuffix: suffix && keyFilter(suffix),
      };
      // S3 tries the permission out when it takes the notification.
      const notification = bucket.notify(askerOf(context), { lambdaFunctions: [notified] }, [permission]);
      return { permission, notification };
    },
  };
}

/** Characters of a filter's value, encoded. Source: S3 "FilterRule". */
const maxFilter = 1_024;

/** Problems with a part of a key: with its length as a filter too, which encoding makes longer, and with half a character. */
function keyProblems(source: S3Source, key: "prefix" | "suffix"): string[] {
  const part: unknown = source[key];
  if (part === undefined) return [];
  const problems = prefixProblems(`source.${key}`, part);
  if (typeof part !== "string" || problems.length > 0) return problems;
  if (!part.isWellFormed())
    return [`source.${key}: ${JSON.stringify(part)} given; it holds half of a character, as no key does.`];
  const { length } = keyFilter(part);
  if (source.through !== "direct" || length <= maxFilter) return [];
  return [
    `source.${key}: ${length} characters once it is encoded; a notification takes ${maxFilter}. Leave out through: "direct".`,
  ];
}

const askerOf = ({ name }: SourceContext) => `Event "${name}"`;

function patternOf(
  { events: given = standard, prefix, suffix }: Pick<S3Source, "events" | "prefix" | "suffix">,
  bucketName: pulumi.Input<string>,
) {
  return {
    source: ["aws.s3"],
    "detail-type": given.map((one) => events[one].detailType),
    detail: { bucket: { name: [bucketName] }, ...keyPattern(prefix, suffix) },
  };
}

/** Prefix and suffix of one key are a wildcard: two comparisons in a list would mean one or the other. */
function keyPattern(prefix: string | undefined, suffix: string | undefined): FieldPattern {
  if (prefix && suffix) {
    const literal = (text: string) => text.replaceAll(/[\\*]/g, (special) => `\\${special}`);
    return { object: { key: [{ wildcard: `${literal(prefix)}*${literal(suffix)}` }] } };
  }
  if (prefix) return { object: { key: [{ prefix }] } };
  return suffix ? { object: { key: [{ suffix }] } } : {};
}

function bucketProblems({
  bucket,
  through,
}: {
  readonly bucket?: unknown;
  readonly through?: string;
}): string[] {
  if (bucket instanceof Bucket) return [];
  // Source: "General purpose bucket naming rules".
  if (typeof bucket !== "string" || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    return [`source.bucket: ${shown(bucket)} given; a Bucket, or the name of one, is expected.`];
  return through === "direct"
    ? [
        "source.bucket: a bucket elsewhere can't notify directly, since S3 holds one configuration of notifications, written where the bucket is made; leave through out.",
      ]
    : [];
}

function eventProblems(given: unknown): string[] {
  if (given === undefined) return [];
  if (!Array.isArray(given) || given.length === 0)
    return [`source.events: ${shown(given)} given; a list of at least one is expected.`];
  return checkEachOf("source.events", given, Object.keys(events));
}

/** A long prefix and a long suffix together may not fit into one pattern; the bucket's name is taken as long as can be. */
function patternProblems(source: S3Source): string[] {
  const { prefix, suffix } = source;
  if (source.through === "direct" || typeof prefix !== "string" || typeof suffix !== "string") return [];
  const longest = patternOf({ prefix, suffix }, "x".repeat(63));
  return checkEventPattern({ ...longest, detail: keyPattern(prefix, suffix) }, "source.prefix").flatMap(
    (problem) => {
      if (problem.includes("characters")) return [problem];
      return problem.includes("too complex")
        ? [
            "source.suffix: together with the prefix it repeats itself too much for EventBridge; leave one of them out.",
          ]
        : [];
    },
  );
}
