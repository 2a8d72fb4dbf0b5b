import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type EventRequest, event, fromS3, queue } from "../../../platform/runtime/index.ts";
import { batch, context, logLines, message } from "../support.ts";
import { eventBridge, snsMessage } from "./pushed-support.ts";

/** A record of a notification, by "Event message structure" in the guide of S3. */
const record = (eventName: string, more: { key?: string; [fact: string]: unknown } = {}) => {
  const { key = "in/a+b%2Bc.jpg", ...facts } = more;
  return {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: "eu-west-1",
    eventTime: "2026-11-23T10:00:00.000Z",
    eventName,
    userIdentity: { principalId: "AWS:AIDAJDPLRKLG7UEXAMPLE" },
    requestParameters: { sourceIPAddress: "192.0.2.1" },
    responseElements: { "x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": "FMyUVURIY8" },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId: "config",
      bucket: {
        name: "photos",
        ownerIdentity: { principalId: "A3NL1KOZZKExample" },
        arn: "arn:aws:s3:::photos",
      },
      object: { key, size: 7, eTag: "tag", versionId: "v1", sequencer: "0A" },
    },
    ...facts,
  };
};
const notification = (...records: object[]) => ({ Records: records });
/** What S3 sends to a queue or a topic when notifications are set up. */
const test = {
  Service: "Amazon S3",
  Event: "s3:TestEvent",
  Time: "2026-11-23T10:00:00.000Z",
  Bucket: "photos",
};

/** Detail as "EventBridge event message structure" has it, without its requester, whom a notification doesn't name. */
const detail = (more: object = {}) => ({
  version: "0",
  bucket: { name: "photos" },
  object: { key: "in/a b+c.jpg", size: 7, etag: "tag", "version-id": "v1", sequencer: "0A" },
  "request-id": "C3D13FE58DE4C810",
  "source-ip-address": "192.0.2.1",
  ...more,
});

async function seen(given: unknown) {
  logLines();
  const requests: EventRequest<undefined>[] = [];
  await event({}, async (request) => void requests.push(request))(given, context());
  return requests;
}

/** "Supported event types for SQS, SNS, and Lambda", to "Using EventBridge": types, reasons, kinds of deletion. */
const kinds: readonly [word: string, type: string, more: object][] = [
  ["ObjectCreated:Put", "Object Created", { reason: "PutObject" }],
  ["ObjectCreated:Post", "Object Created", { reason: "POST Object" }],
  ["ObjectCreated:Copy", "Object Created", { reason: "CopyObject" }],
  ["ObjectCreated:CompleteMultipartUpload", "Object Created", { reason: "CompleteMultipartUpload" }],
  [
    "ObjectRemoved:Delete",
    "Object Deleted",
    { reason: "DeleteObject", "deletion-type": "Permanently Deleted" },
  ],
  [
    "ObjectRemoved:DeleteMarkerCreated",
    "Object Deleted",
    { reason: "DeleteObject", "deletion-type": "Delete Marker Created" },
  ],
  [
    "LifecycleExpiration:Delete",
    "Object Deleted",
    { reason: "Lifecycle Expiration", "deletion-type": "Permanently Deleted" },
  ],
  [
    "LifecycleExpiration:DeleteMarkerCreated",
    "Object Deleted",
    { reason: "Lifecycle Expiration", "deletion-type": "Delete Marker Created" },
  ],
  ["ObjectRestore:Post", "Object Restore Initiated", {}],
  ["ObjectRestore:Delete", "Object Restore Expired", {}],
  ["ObjectTagging:Put", "Object Tags Added", {}],
  ["ObjectTagging:Delete", "Object Tags Deleted", {}],
  ["ObjectAcl:Put", "Object ACL Updated", {}],
];

describe("A change in a bucket that is notified directly", () => {
  it.each(kinds)("%s is %s, with the detail that EventBridge has", async (word, type, more) => {
    const [told] = await seen(notification(record(word)));
    expect(told).toMatchObject({
      source: "aws.s3",
      type,
      time: new Date("2026-11-23T10:00:00Z"),
      region: "eu-west-1",
      resources: ["arn:aws:s3:::photos"],
      event: record(word),
    });
    expect(told?.detail).toEqual(detail(more));
  });

  it("says what became of the object", async () => {
    const restored = record("ObjectRestore:Completed", {
      glacierEventData: {
        restoreEventData: {
          lifecycleRestorationExpiryTime: "2026-11-30T00:00:00.000Z",
          lifecycleRestoreStorageClass: "GLACIER",
        },
      },
    });
    const moved = record("LifecycleTransition", {
      lifecycleEventData: { transitionEventData: { destinationStorageClass: "GLACIER" } },
    });
    const tiered = record("IntelligentTiering", {
      intelligentTieringEventData: { destinationAccessTier: "ARCHIVE_ACCESS" },
    });
    const told = await seen(notification(restored, moved, tiered));
    expect(told.map(({ type }) => type)).toEqual([
      "Object Restore Completed",
      "Object Storage Class Changed",
      "Object Access Tier Changed",
    ]);
    expect(told.map(({ detail: one }) => one)).toEqual([
      detail({ "restore-expiry-time": "2026-11-30T00:00:00.000Z", "source-storage-class": "GLACIER" }),
      detail({ "destination-storage-class": "GLACIER" }),
      detail({ "destination-access-tier": "ARCHIVE_ACCESS" }),
    ]);
  });

  it("has only what there is: no version without versioning, no size of what is deleted", async () => {
    const bare = record("ObjectRemoved:Delete");
    const s3 = { ...bare.s3, object: { key: "a", versionId: null, sequencer: "0A" } };
    const [told] = await seen(notification({ ...bare, s3 }));
    expect(told?.detail).toEqual({
      ...detail({ reason: "DeleteObject", "deletion-type": "Permanently Deleted" }),
      object: { key: "a", sequencer: "0A" },
    });
    expect(told?.id).toBe("ObjectRemoved:Delete photos a 0A");
  });

  it("is the same through EventBridge, whose account and requester a notification has not", async () => {
    const bridged = {
      ...eventBridge(detail({ reason: "PutObject", requester: "123456789012" })),
      source: "aws.s3",
      "detail-type": "Object Created",
      resources: ["arn:aws:s3:::photos"],
    };
    const [direct] = await seen(notification(record("ObjectCreated:Put")));
    const [through] = await seen(bridged);
    const facts = ({ source, type, time, region, resources }: EventRequest<undefined>) => ({
      source,
      type,
      time,
      region,
      resources,
    });
    expect(direct && facts(direct)).toEqual(through && facts(through));
    expect(direct?.detail).toEqual(detail({ reason: "PutObject" }));
    expect(through?.detail).toEqual(detail({ reason: "PutObject", requester: "123456789012" }));
    expect([through?.account, direct?.account]).toEqual(["123456789012", undefined]);
  });
});

describe("A change in a bucket that is notified through a topic", () => {
  const carried = (body: unknown) => ({ ...snsMessage("m1", body), Subject: "Amazon S3 Notification" });

  it("is opened: its detail, with the key decoded", async () => {
    const given = {
      Records: [{ EventSource: "aws:sns", Sns: carried(notification(record("ObjectCreated:Put"))) }],
    };
    const [told] = await seen(given);
    expect(told).toMatchObject({ source: "aws.s3", type: "Object Created", event: given.Records[0] });
    expect(told?.detail).toEqual(detail({ reason: "PutObject" }));
  });

  it("is none where S3 only tries the topic", async () => {
    expect(await seen({ Records: [{ EventSource: "aws:sns", Sns: carried(test) }] })).toEqual([]);
  });

  it("is text where a message only speaks of S3", async () => {
    const text = 'about "aws:s3"';
    const given = { Records: [{ EventSource: "aws:sns", Sns: snsMessage("m1", text) }] };
    expect((await seen(given)).map(({ detail: told }) => told)).toEqual([text]);
  });
});

describe("A queue that a bucket notifies", () => {
  const Detail = z.object({ object: z.object({ key: z.string() }) });
  async function keys(...bodies: unknown[]) {
    logLines();
    const found: string[] = [];
    const handler = queue({ from: fromS3, message: Detail }, async ({ message: { object } }) => {
      found.push(object.key);
      if (object.key === "bad") throw new Error("not this one");
    });
    const records = bodies.map((body, i) => message(`m${i}`, body as object));
    const { batchItemFailures } = await handler(batch(...records), context());
    return { found, failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
  }

  it("gives each change with its key decoded, directly or through a topic", async () => {
    expect(
      await keys(
        notification(record("ObjectCreated:Put")),
        snsMessage("s", notification(record("ObjectCreated:Put", { key: "%C3%BC" }))),
      ),
    ).toEqual({ found: ["in/a b+c.jpg", "ü"], failed: [] });
  });

  it("gives all changes of a message, which fails as a whole", async () => {
    const put = (key: string) => record("ObjectCreated:Put", { key });
    expect(await keys(notification(put("a"), put("bad"), put("c")), notification(put("d")))).toEqual({
      found: ["a", "bad", "d"],
      failed: ["m0"],
    });
  });

  it("takes the message with which S3 tries it, and fails what is none of S3's", async () => {
    expect(await keys(test, { id: 1 }, "no json", snsMessage("s", "hello"))).toEqual({
      found: [],
      failed: ["m1", "m2", "m3"],
    });
  });

  it("gives any key as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (key) => {
        fc.pre(key !== "bad");
        const encoded = encodeURIComponent(key).replaceAll("%20", "+");
        expect((await keys(notification(record("ObjectCreated:Put", { key: encoded })))).found).toEqual([
          key,
        ]);
      }),
      { numRuns: 50 },
    );
  });
});
