import type { Opened, Opener } from "./envelope.ts";
import { openSns, parsed, refusal } from "./envelope.ts";
import { fieldsOf } from "./fields.ts";

/**
 * `from` of a queue that a bucket notifies, or a topic that a bucket notifies: the detail of each change, as EventBridge
 * has it, with the key decoded. The message that S3 sends as a test, when notifications are set up, holds no change.
 */
export const fromS3: Opener = (body) => {
  const message = parsed(body);
  const carried = typeof fieldsOf(message).TopicArn === "string";
  const opened = carried ? changesIn(openSns(message)) : changesOf(message);
  if (opened === undefined) throw refusal("It is no notification of S3.");
  return opened;
};

/** The changes that a topic's message tells of, with its correlation id; undefined where it is none of S3's. */
export function changesIn({ content, correlationId }: Opened): Opened[] | undefined {
  if (!("text" in content) || !/"(?:aws:s3|s3:TestEvent)"/.test(content.text)) return undefined;
  try {
    return changesOf(JSON.parse(content.text))?.map((change) => ({ ...change, correlationId }));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The changes in a notification; undefined where it is none. */
export function changesOf(notification: unknown): Opened[] | undefined {
  const { Records: records, Event: test } = fieldsOf(notification);
  if (test === "s3:TestEvent") return [];
  if (!Array.isArray(records) || fieldsOf(records[0]).eventSource !== "aws:s3") return undefined;
  return records.map(openChange);
}

/** A row: the beginning of a notification's word, EventBridge's detail type, and its reason. */
const kinds: readonly (readonly [word: string, type: string, reason?: string])[] = [
  ["ObjectCreated:Put", "Object Created", "PutObject"],
  ["ObjectCreated:Post", "Object Created", "POST Object"],
  ["ObjectCreated:Copy", "Object Created", "CopyObject"],
  ["ObjectCreated:CompleteMultipartUpload", "Object Created", "CompleteMultipartUpload"],
  ["ObjectCreated:", "Object Created"],
  ["ObjectRemoved:", "Object Deleted", "DeleteObject"],
  ["LifecycleExpiration:", "Object Deleted", "Lifecycle Expiration"],
  ["ObjectRestore:Post", "Object Restore Initiated"],
  ["ObjectRestore:Completed", "Object Restore Completed"],
  ["ObjectRestore:Delete", "Object Restore Expired"],
  ["ObjectTagging:Put", "Object Tags Added"],
  ["ObjectTagging:Delete", "Object Tags Deleted"],
  ["ObjectAcl:Put", "Object ACL Updated"],
  ["LifecycleTransition", "Object Storage Class Changed"],
  ["IntelligentTiering", "Object Access Tier Changed"],
];

/**
 * A record of a notification in the form of EventBridge's event. Only `requester` is missing, since a notification names
 * a principal and not its account. Sources: "Event message structure", "EventBridge event message structure",
 * "Using EventBridge" (types, reasons).
 */
function openChange(record: unknown): Opened {
  const { eventName, eventTime, awsRegion, s3, ...facts } = fieldsOf(record);
  const { bucket, object } = fieldsOf(s3);
  const { name: bucketName, arn } = fieldsOf(bucket);
  const { key, size, eTag, versionId, sequencer } = fieldsOf(object);
  const word = String(eventName);
  const [, type, reason] = kinds.find(([beginning]) => word.startsWith(beginning)) ?? [];
  // Encoded as a form's fields are.
  const decoded = decodeURIComponent(String(key).replaceAll("+", " "));
  const restore = fieldsOf(fieldsOf(facts.glacierEventData).restoreEventData);
  const value = given({
    version: "0",
    bucket: { name: bucketName },
    object: given({ key: decoded, size, etag: eTag, "version-id": versionId, sequencer }),
    "request-id": fieldsOf(facts.responseElements)["x-amz-request-id"],
    "source-ip-address": fieldsOf(facts.requestParameters).sourceIPAddress,
    reason,
    "deletion-type":
      type === "Object Deleted"
        ? word.endsWith(":DeleteMarkerCreated")
          ? "Delete Marker Created"
          : "Permanently Deleted"
        : undefined,
    "restore-expiry-time": restore.lifecycleRestorationExpiryTime,
    "source-storage-class": restore.lifecycleRestoreStorageClass,
    "destination-storage-class": fieldsOf(fieldsOf(facts.lifecycleEventData).transitionEventData)
      .destinationStorageClass,
    "destination-access-tier": fieldsOf(facts.intelligentTieringEventData).destinationAccessTier,
  });
  return {
    content: { value },
    // Notifications have no id. The sequencer tells the changes of one key apart.
    id: [word, bucketName, decoded, versionId, sequencer].filter((part) => part != null).join(" "),
    source: "aws.s3",
    ...given({ type, time: eventTime, region: awsRegion }),
    resources: arn === undefined ? [] : [String(arn)],
  };
}

/** Without members that aren't there. */
function given(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null));
}
