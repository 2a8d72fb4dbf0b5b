import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { asError, InvalidInput } from "../errors/errors.ts";
import type { IdempotencyTable } from "../idempotency.ts";
import { validCorrelationId, withScope } from "../invocation/correlation.ts";
import { checkKey } from "../invocation/delivery-key.ts";
import type { Opener } from "../invocation/envelope.ts";
import { areRecords } from "../invocation/expected.ts";
import { type Handler, invocation, type Tools } from "../invocation/invocation.ts";
import { checkConcurrency, eachLane } from "../invocation/lanes.ts";
import { checkJson, type Parsed, type Schema } from "../invocation/validate.ts";
import type { PayloadStore } from "../payload.ts";

export interface QueueOptions<Message> {
  /** The message's JSON body. Without a schema the handler gets the body's text. */
  readonly message?: Message;
  /**
   * `fromSns`, `fromEventBridge` or `fromS3`, where the queue's messages carry those of a topic (without raw delivery), of a
   * rule, or of a bucket: the handler gets the inner message, with its correlation id.
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
  /** The record of the event as Lambda delivered it. */
  readonly event: SQSRecord;
}

/** A message to handle, with the correlation id of what carried it. */
interface Inner {
  readonly body: string;
  readonly correlationId?: string | undefined;
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

  async function one(event: SQSRecord, body: string, tools: Tools): Promise<void> {
    const whole = options.payload === undefined ? body : await options.payload.open(body);
    const checked = await checkJson(options.message, "message", whole);
    if (checked.issues) throw new InvalidInput(checked.issues);
    const message = checked.value as Parsed<Message, string>;
    const work = () => handle({ ...tools, message, event });
    if (idempotent === undefined) return work();
    await idempotent.table.once(checkKey("queue", idempotent.key(message)), tools.context, work);
  }

  /** The messages in a record's body: one, or those that it carries. */
  function inner({ body }: SQSRecord): readonly Inner[] {
    if (options.from === undefined) return [{ body }];
    return options.from(body).map(({ content, correlationId }) => ({
      body: "text" in content ? content.text : JSON.stringify(content.value),
      correlationId,
    }));
  }

  /** True when the record was handled, with all that it carries. */
  async function settle(record: SQSRecord, tools: Tools): Promise<boolean> {
    const own = validCorrelationId(record.messageAttributes?.correlationId?.stringValue);
    // A logger of its own keeps apart the keys that handlers append at the same time.
    const log = concurrency > 1 ? tools.log.createChild() : tools.log;
    const inScope = async (id: string | undefined, work: (correlationId: string) => Promise<boolean>) => {
      const correlationId = own ?? id ?? record.messageId;
      return withScope({ correlationId, keys: { message_id: record.messageId } }, () => work(correlationId));
    };
    const failed = (error: unknown) => {
      log.error("The message failed", asError(error));
      return false;
    };
    let messages: readonly Inner[];
    try {
      messages = inner(record);
    } catch (error) {
      return inScope(undefined, async () => failed(error));
    }
    for (const { body, correlationId: id } of messages) {
      const handled = await inScope(id, async (correlationId) => {
        try {
          await one(record, body, { ...tools, log, correlationId });
          return true;
        } catch (error) {
          return failed(error);
        } finally {
          log.resetKeys();
        }
      });
      if (!handled) return false;
    }
    return true;
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
    {
      wrapper: "queue",
      events: 'messages of SQS: {"Records": [{"messageId", "body"}]}',
      fits: (event) =>
        areRecords(event, ({ messageId, body }) => typeof messageId === "string" && typeof body === "string"),
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
