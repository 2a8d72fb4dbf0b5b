import { InvalidInput, named } from "../errors/errors.ts";
import type { IdempotencyTable } from "../idempotency.ts";
import { validCorrelationId, withScope } from "../invocation/correlation.ts";
import { checkKey } from "../invocation/delivery-key.ts";
import { checkContent, fieldsOf, type Opened, openEventBridge, openSns } from "../invocation/envelope.ts";
import { type Context, type Handler, invocation, type Tools } from "../invocation/invocation.ts";
import type { Parsed, Schema } from "../invocation/validate.ts";

export interface EventOptions<Detail> {
  /** The sender's content: EventBridge's detail, SNS's message as JSON, S3's bucket and object, IoT's payload. */
  readonly detail?: Detail;
  /** Handles an event once, however often it is delivered. */
  readonly idempotent?: {
    /** `idempotencyTable("HANDLED_TABLE_NAME")` of `#runtime/idempotency`. */
    readonly table: IdempotencyTable;
    /** The key that repeats of an event share. Default: its id, which all its deliveries have in common. */
    readonly key?: (event: { readonly detail: Parsed<Detail, unknown>; readonly id: string }) => string;
  };
}

export interface EventRequest<Detail> extends Tools {
  readonly detail: Parsed<Detail, unknown>;
  /** The same in every delivery of the event; of an IoT payload, in every attempt of Lambda's. */
  readonly id: string;
  /** The sender: EventBridge's source (`aws.s3` of a bucket, either way), a topic's ARN; undefined for a payload alone. */
  readonly source: string | undefined;
  /** The kind of event: EventBridge's detail type, such as `Object Created`; undefined for a message or a payload. */
  readonly type: string | undefined;
  readonly time: Date | undefined;
}

/**
 * A handler for pushed events: those of EventBridge, messages of SNS that come directly, changes in a bucket (by
 * EventBridge or directly: the detail is the same), payloads of IoT. An error fails the invocation, so that Lambda tries
 * again and at last puts the event into the dead-letter queue.
 *
 * The correlation id is the detail's `correlationId` or SNS's attribute of that name, else the event's id.
 */
export function event<Detail extends Schema | undefined = undefined>(
  options: EventOptions<Detail>,
  handle: (request: EventRequest<Detail>) => Promise<void>,
): Handler<unknown, void> {
  async function one(opened: Opened, tools: Tools): Promise<void> {
    const checked = await checkContent(options.detail, "detail", opened.content);
    if (checked.issues) throw new InvalidInput(checked.issues);
    const detail = checked.value as Parsed<Detail, unknown>;
    const { id, source, type } = opened;
    const time = opened.time === undefined ? undefined : new Date(opened.time);
    const work = () => handle({ ...tools, detail, id, source, type, time });
    const { table, key = () => id } = options.idempotent ?? {};
    await (table === undefined
      ? work()
      : table.once(checkKey("event", key({ detail, id })), tools.context, work));
  }

  return invocation(
    (given, context) => correlationOf(open(given, context)[0], context),
    async (given, tools) => {
      const failures: unknown[] = [];
      // One after the other: Lambda tries all of them again when one fails, so the others are done first.
      for (const opened of open(given, tools.context)) {
        const correlationId = correlationOf(opened, tools.context);
        const keys = { event_id: opened.id };
        await withScope({ correlationId, keys }, async () => {
          try {
            await one(opened, { ...tools, correlationId });
          } catch (error) {
            tools.log.error("The event failed", named(error) as Error);
            failures.push(error);
          }
        });
      }
      if (failures.length > 1) throw new AggregateError(failures, `${failures.length} events failed`);
      if (failures.length === 1) throw failures[0];
    },
  );
}

const correlationOf = (opened: Opened | undefined, context: Context): string =>
  opened?.correlationId ?? validCorrelationId(opened?.id) ?? context.awsRequestId;

/** Opens an event by its shape: each service has its own, and any other shape is a payload. */
function open(given: unknown, context: Context): Opened[] {
  const { Records: records, "detail-type": detailType } = fieldsOf(given);
  if (Array.isArray(records) && records.length > 0) {
    const [first] = records.map(fieldsOf);
    if (first?.EventSource === "aws:sns") return records.map((record) => openSns(fieldsOf(record).Sns));
    if (first?.eventSource === "aws:s3") return records.map(openS3);
  }
  if (typeof detailType === "string") return [openEventBridge(given)];
  const correlationId = validCorrelationId(fieldsOf(given).correlationId);
  return [{ content: { value: given }, id: context.awsRequestId, correlationId }];
}

/** Beginnings of notifications' words, to those of EventBridge. */
const detailTypes = {
  "ObjectCreated:": "Object Created",
  "ObjectRemoved:": "Object Deleted",
  "LifecycleExpiration:": "Object Deleted",
  "ObjectRestore:Completed": "Object Restore Completed",
  "ObjectTagging:Put": "Object Tags Added",
  "ObjectTagging:Delete": "Object Tags Deleted",
  LifecycleTransition: "Object Storage Class Changed",
} as const;

/** A notification of S3, in the form of EventBridge's event. */
function openS3(record: unknown): Opened {
  const { eventName, eventTime, s3 } = fieldsOf(record);
  const { bucket, object } = fieldsOf(s3);
  const { key, size, eTag, versionId, sequencer } = fieldsOf(object);
  const name = String(eventName);
  // Keys of notifications are encoded as a form's fields are; those of EventBridge aren't.
  const decoded = decodeURIComponent(String(key).replaceAll("+", " "));
  const bucketName = String(fieldsOf(bucket).name);
  const found = Object.entries(detailTypes).find(([prefix]) => name.startsWith(prefix));
  return {
    content: {
      value: {
        bucket: { name: bucketName },
        object: {
          key: decoded,
          ...(size !== undefined && { size }),
          ...(eTag !== undefined && { etag: eTag }),
          ...(versionId !== undefined && { "version-id": versionId }),
          ...(sequencer !== undefined && { sequencer }),
        },
      },
    },
    // Notifications have no id. The sequencer tells the changes of one key apart.
    id: [name, bucketName, decoded, versionId, sequencer].filter((part) => part !== undefined).join(" "),
    source: "aws.s3",
    ...(found && { type: found[1] }),
    ...(typeof eventTime === "string" && { time: eventTime }),
  };
}
