import { asError, InvalidInput } from "../errors/errors.ts";
import type { IdempotencyTable } from "../idempotency.ts";
import { validCorrelationId, withScope } from "../invocation/correlation.ts";
import { checkKey } from "../invocation/delivery-key.ts";
import { checkContent, type Opened, openEventBridge, openSns } from "../invocation/envelope.ts";
import { polledSource } from "../invocation/expected.ts";
import { fieldsOf } from "../invocation/fields.ts";
import { type Context, type Handler, invocation, type Tools } from "../invocation/invocation.ts";
import { changesIn, changesOf } from "../invocation/s3.ts";
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
  /** EventBridge's; undefined elsewhere. */
  readonly account: string | undefined;
  /** EventBridge's, and that of a bucket which notifies; undefined elsewhere. */
  readonly region: string | undefined;
  /** ARNs that EventBridge's event is about, such as a bucket's; none elsewhere. */
  readonly resources: readonly string[];
  /** SNS's; undefined elsewhere. */
  readonly subject: string | undefined;
  /** SNS's message attributes: their values as text, those of binary ones in base64. None elsewhere. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The event as Lambda delivered it; of SNS and of a bucket's notification the record. */
  readonly event: unknown;
}

/**
 * A handler for pushed events: those of EventBridge, messages of SNS that come directly, changes in a bucket (by
 * EventBridge, by SNS or directly: the detail is the same), payloads of IoT. An error fails the invocation, so that Lambda tries
 * again and at last puts the event into the dead-letter queue.
 *
 * The correlation id is the detail's `correlationId` or SNS's attribute of that name, else the event's id.
 */
export function event<Detail extends Schema | undefined = undefined>(
  options: EventOptions<Detail>,
  handle: (request: EventRequest<Detail>) => Promise<void>,
): Handler<unknown, void> {
  async function one({ opened, event }: Delivered, tools: Tools): Promise<void> {
    const checked = await checkContent(options.detail, "detail", opened.content);
    if (checked.issues) throw new InvalidInput(checked.issues);
    const detail = checked.value as Parsed<Detail, unknown>;
    const { id, source, type, account, region, resources = [], subject, attributes = {} } = opened;
    const time = opened.time === undefined ? undefined : new Date(opened.time);
    const facts = { id, source, type, time, account, region, resources, subject, attributes };
    const work = () => handle({ ...tools, ...facts, detail, event });
    const { table, key = () => id } = options.idempotent ?? {};
    await (table === undefined
      ? work()
      : table.once(checkKey("event", key({ detail, id })), tools.context, work));
  }

  return invocation(
    (given, context) => correlationOf(open(given, context)[0]?.opened, context),
    async (given, tools) => {
      const failures: unknown[] = [];
      // One after the other: Lambda tries all of them again when one fails, so the others are done first.
      for (const delivered of open(given, tools.context)) {
        const { opened } = delivered;
        const correlationId = correlationOf(opened, tools.context);
        const keys = { event_id: opened.id };
        await withScope({ correlationId, keys }, async () => {
          try {
            await one(delivered, { ...tools, correlationId });
          } catch (error) {
            tools.log.error("The event failed", asError(error));
            failures.push(asError(error));
          }
        });
      }
      if (failures.length > 1) throw new AggregateError(failures, `${failures.length} events failed`);
      if (failures.length === 1) throw failures[0];
    },
    {
      wrapper: "event",
      events:
        "events of EventBridge, SNS, S3 or IoT; records of a queue are for `queue`, those of a stream for `stream`",
      fits: (given) => polledSource(given) === undefined,
    },
  );
}

const correlationOf = (opened: Opened | undefined, context: Context): string =>
  opened?.correlationId ?? validCorrelationId(opened?.id) ?? context.awsRequestId;

/** What an event carries, and that part of it as Lambda delivered it. */
interface Delivered {
  readonly opened: Opened;
  readonly event: unknown;
}

/** Opens an event by its shape: each service has its own, and any other shape is a payload. */
function open(given: unknown, context: Context): Delivered[] {
  const { Records: records, "detail-type": detailType } = fieldsOf(given);
  if (Array.isArray(records) && fieldsOf(records[0]).EventSource === "aws:sns")
    return records.flatMap((event) => {
      const message = openSns(fieldsOf(event).Sns);
      return (changesIn(message) ?? [message]).map((opened) => ({ opened, event }));
    });
  const changes = changesOf(given);
  if (Array.isArray(records) && changes !== undefined)
    return changes.map((opened, i) => ({ opened, event: records[i] }));
  if (typeof detailType === "string") return [{ opened: openEventBridge(given), event: given }];
  const correlationId = validCorrelationId(fieldsOf(given).correlationId);
  return [{ opened: { content: { value: given }, id: context.awsRequestId, correlationId }, event: given }];
}
