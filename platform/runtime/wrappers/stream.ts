import { asError } from "../errors/errors.ts";
import type { IdempotencyTable } from "../idempotency.ts";
import { withScope } from "../invocation/correlation.ts";
import { checkKey } from "../invocation/delivery-key.ts";
import { type Handler, invocation, type Tools } from "../invocation/invocation.ts";
import { checkConcurrency, eachLane } from "../invocation/lanes.ts";
import {
  type Change,
  checked,
  contents,
  correlationIdOf,
  type Positioned,
  positioned,
  type StreamEvent,
  type StreamRecord,
  streamEvents,
} from "../invocation/stream-record.ts";
import type { Parsed, Schema } from "../invocation/validate.ts";

export interface StreamOptions<Record> {
  /** A Kinesis record's JSON; of a table's stream the `Change`. Without a schema the handler gets the text or the change. */
  readonly record?: Record;
  /** Partition keys or items that are handled concurrently, each in its order. Default: 1, all in the shard's order. */
  readonly concurrency?: number;
  /** Handles a record once, however often it is delivered. */
  readonly idempotent?: {
    /** The key that repeats of a record share, such as its reading's id. */
    readonly key: (record: Parsed<Record, string | Change>) => string;
    /** `idempotencyTable("READINGS_TABLE_NAME")` of `#runtime/idempotency`. */
    readonly table: IdempotencyTable;
  };
}

export interface StreamRequest<Record> extends Tools {
  readonly record: Parsed<Record, string | Change>;
  /** The record of the event as Lambda delivered it. */
  readonly event: StreamRecord;
}

/** Where to go on: everything from this sequence number is delivered again. */
interface StreamResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * A handler for the records of a Kinesis stream or of a table's stream, called once per record. A record that throws or
 * doesn't fit its schema ends the batch there: Lambda delivers it and all that come after it again, so some records are
 * handled twice, and none is left out. After the source's retries the batch is reported to its dead-letter queue.
 */
export function stream<Record extends Schema | undefined = undefined>(
  options: StreamOptions<Record>,
  handle: (request: StreamRequest<Record>) => Promise<void>,
): Handler<StreamEvent, StreamResponse> {
  const { concurrency = 1, idempotent } = options;
  checkConcurrency("stream", concurrency);

  async function one(record: Parsed<Record, string | Change>, request: Tools, event: StreamRecord) {
    const work = () => handle({ ...request, record, event });
    if (idempotent === undefined) return work();
    await idempotent.table.once(checkKey("stream", idempotent.key(record)), request.context, work);
  }

  /** True when the record was handled. */
  async function settle({ record, sequenceNumber }: Positioned, tools: Tools): Promise<boolean> {
    // A logger of its own keeps apart the keys that handlers append at the same time.
    const log = concurrency > 1 ? tools.log.createChild() : tools.log;
    const keys = { event_id: record.eventID, sequence_number: sequenceNumber };
    const inScope = <R>(correlationId: string, work: () => R): R => withScope({ correlationId, keys }, work);
    let value: unknown;
    try {
      value = contents(record, { asJson: options.record !== undefined });
      const correlationId = correlationIdOf(record, value);
      await inScope(correlationId, async () =>
        one(await checked(options.record, value), { ...tools, log, correlationId }, record),
      );
      return true;
    } catch (error) {
      inScope(correlationIdOf(record, value), () => log.error("The record failed", asError(error)));
      return false;
    } finally {
      log.resetKeys();
    }
  }

  return invocation(
    (_, context) => context.awsRequestId,
    async (event, tools) => {
      if ("window" in event)
        throw new TypeError(
          "stream: the source has a tumbling window; handle it by streamWindow, or leave tumblingWindow out.",
        );
      const records = event.Records.map((record, at) => ({ ...positioned(record), at }));
      // Everything from here on is delivered again, so it isn't begun; everything before it has to be handled.
      let stop = records.length;
      const byKey = concurrency > 1 ? [...Map.groupBy(records, ({ key }) => key).values()] : [records];
      await eachLane(byKey, concurrency, async (lane) => {
        for (const record of lane) {
          if (record.at >= stop) return;
          if (!(await settle(record, tools))) stop = Math.min(stop, record.at);
        }
      });
      const first = records[stop];
      return { batchItemFailures: first ? [{ itemIdentifier: first.sequenceNumber }] : [] };
    },
    streamEvents("stream"),
  );
}
