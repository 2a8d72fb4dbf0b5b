import { asError, InvalidInput } from "../errors/errors.ts";
import type { IdempotencyTable } from "../idempotency.ts";
import { validCorrelationId } from "../invocation/correlation.ts";
import { checkKey } from "../invocation/delivery-key.ts";
import { type Handler, invocation, type Tools } from "../invocation/invocation.ts";
import { check, type Parsed, type Schema } from "../invocation/validate.ts";

/** A Cron's event for its function: EventBridge Scheduler fills in its context attributes. */
export interface ScheduleEvent {
  /** `<aws.scheduler.scheduled-time>`: ISO 8601. */
  readonly scheduledTime: string;
  /** `<aws.scheduler.execution-id>` */
  readonly executionId: string;
  /** The Cron's `input`. */
  readonly input?: unknown;
}

export interface ScheduleOptions<Input> {
  /** The Cron's `input`. */
  readonly input?: Input;
  /** Runs once, however often a run is handed over. */
  readonly idempotent?: {
    /** `idempotencyTable("RUNS_TABLE_NAME")` of `#runtime/idempotency`. */
    readonly table: IdempotencyTable;
    /** The key that repeats of a run share. Default: the time it was due, which all attempts of a run have in common. */
    readonly key?: (run: { readonly input: Parsed<Input, unknown>; readonly scheduledTime: Date }) => string;
  };
}

export interface ScheduleRequest<Input> extends Tools {
  readonly input: Parsed<Input, unknown>;
  /** The time at which this run was due. Later retries of the run have the same time. */
  readonly scheduledTime: Date;
  /** As Lambda delivered it. */
  readonly event: ScheduleEvent;
}

/**
 * A handler for a Cron. Its correlation id is the run's execution id. An error fails the invocation, so Lambda retries
 * it and at last sends it to the function's on-failure destination.
 */
export function schedule<Input extends Schema | undefined = undefined>(
  options: ScheduleOptions<Input>,
  handle: (request: ScheduleRequest<Input>) => Promise<void>,
): Handler<ScheduleEvent, void> {
  return invocation(
    (event, context) => validCorrelationId(event?.executionId) ?? context.awsRequestId,
    async (event, tools) => {
      try {
        const { scheduledTime, input } = envelope(event);
        const checked = await check(options.input, "input", input);
        if (checked.issues) throw new InvalidInput(checked.issues);
        const run = { input: checked.value as Parsed<Input, unknown>, scheduledTime };
        const work = () => handle({ ...tools, ...run, event });
        const { table, key = () => scheduledTime.toISOString() } = options.idempotent ?? {};
        await (table === undefined
          ? work()
          : table.once(checkKey("schedule", key(run)), tools.context, work));
      } catch (error) {
        tools.log.error("The run failed", asError(error));
        throw error;
      }
    },
  );
}

function envelope(event: ScheduleEvent): { scheduledTime: Date; input: unknown } {
  const scheduledTime = new Date(event?.scheduledTime);
  if (!Number.isNaN(scheduledTime.getTime())) return { scheduledTime, input: event.input };
  throw new InvalidInput([
    {
      in: "event",
      path: "scheduledTime",
      message:
        'It is not a time. Invoke by hand with {"scheduledTime": "2026-01-31T02:00:00Z", "executionId": "by-hand", "input": ...}.',
    },
  ]);
}
