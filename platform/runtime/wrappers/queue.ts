import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { InvalidInput, named } from "../errors/errors.ts";
import type { IdempotencyTable } from "../idempotency.ts";
import { validCorrelationId, withScope } from "../invocation/correlation.ts";
import { checkKey } from "../invocation/delivery-key.ts";
import type { Opened, Opener } from "../invocation/envelope.ts";
import { type Handler, invocation, type Tools } from "../invocation/invocation.ts";
import { checkConcurrency, eachLane } from "../invocation/lanes.ts";
import { checkJson, type Parsed, type Schema } from "../invocation/validate.ts";
import type { PayloadStore } from "../payload.ts";

export interface QueueOptions<Message> {
  /** The message's JSON body. Without a schema the handler gets the body's text. */
  readonly message?: Message;
  /**
   * `fromSns` or `fromEventBridge`, where the queue's messages carry those of a topic (without raw delivery) or of a rule:
   * the handler gets the inner message, with its correlation id.
   */
  readonly from?: Opener;
  /** Messages that are references to larger ones: `payloadStore("LARGE_BUCKET_NAME")` of `#runtime/payload`. */
  readonly payload?: Pick<PayloadStore, "open">;
  /** Messages that are handled concurrently; of a FIFO queue, groups. Default: 1, in the order received. */
  readonly concurrency?: number;
  /** Handles a message once, however often it is delivered. */
  readonly idempotent?: {
    /** The key that repeats of a message share, such as its order's id. */
    readonly key: (message: Parsed<Message, string>) => string;
    /** `idempotencyTable("ORDERS_TABLE_NAME")` of `#runtime/idempotency`. */
    readonly table: IdempotencyTable;
  };
}

export interface QueueRequest<Message> extends Tools {
  readonly message: Parsed<Message, string>;
  /** The record as SQS delivered it. */
  readonly record: SQSRecord;
}

/**
 * A handler for a queue's messages, called once per message. A message that throws or doesn't fit its schema is reported
 * alone (partial batch response), so SQS delivers it again and at last moves it to the dead-letter queue. In a FIFO
 * queue the later messages of its group fail with it: handling them would break the group's order.
 */
export function queue<Message extends Schema | undefined = undefined>(
  options: QueueOptions<Message>,
  handle: (request: QueueRequest<Message>) => Promise<void>,
): Handler<SQSEvent, SQSBatchResponse> {
  const { concurrency = 1, idempotent } = options;
  checkConcurrency("queue", concurrency);

  async function one(record: SQSRecord, body: string, tools: Tools): Promise<void> {
    const whole = options.payload === undefined ? body : await options.payload.open(body);
    const checked = await checkJson(options.message, "message", whole);
    if (checked.issues) throw new InvalidInput(checked.issues);
    const message = checked.value as Parsed<Message, string>;
    const work = () => handle({ ...tools, message, record });
    if (idempotent === undefined) return work();
    await idempotent.table.once(checkKey("queue", idempotent.key(message)), tools.context, work);
  }

  /** The contents of the record's body; an error belongs to this message alone. */
  function inner({
    body,
  }: SQSRecord): Partial<Pick<Opened, "correlationId">> & { body: string; error?: unknown } {
    if (options.from === undefined) return { body };
    try {
      const { content, correlationId } = options.from(body);
      return { body: "text" in content ? content.text : JSON.stringify(content.value), correlationId };
    } catch (error) {
      return { body, error };
    }
  }

  /** True when the message was handled. */
  async function settle(record: SQSRecord, tools: Tools): Promise<boolean> {
    const inside = inner(record);
    const correlationId =
      validCorrelationId(record.messageAttributes?.correlationId?.stringValue) ??
      inside.correlationId ??
      record.messageId;
    // A logger of its own keeps apart the keys that handlers append at the same time.
    const log = concurrency > 1 ? tools.log.createChild() : tools.log;
    return withScope({ correlationId, keys: { message_id: record.messageId } }, async () => {
      try {
        if (inside.error !== undefined) throw inside.error;
        await one(record, inside.body, { ...tools, log, correlationId });
        return true;
      } catch (error) {
        log.error("The message failed", named(error) as Error);
        return false;
      } finally {
        log.resetKeys();
      }
    });
  }

  return invocation(
    (_, context) => context.awsRequestId,
    async (event, tools) => {
      const failed = new Set<string>();
      await eachLane(lanes(event.Records), concurrency, async (lane) => {
        for (const [i, record] of lane.entries()) {
          if (await settle(record, tools)) continue;
          for (const rest of lane.slice(i)) failed.add(rest.messageId);
          return;
        }
      });
      const order = event.Records.filter(({ messageId }) => failed.has(messageId));
      return { batchItemFailures: order.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    },
  );
}

/**
 * Messages that must be handled one after the other: a FIFO queue's group, else each by itself. By the queue's name,
 * which ends in .fifo: messages of standard queues may have a group too (fair queues), with no order to keep.
 */
function lanes(records: readonly SQSRecord[]): SQSRecord[][] {
  if (!records[0]?.eventSourceARN?.endsWith(".fifo")) return records.map((record) => [record]);
  return [...Map.groupBy(records, ({ attributes }) => attributes.MessageGroupId).values()];
}
