import { validCorrelationId } from "./correlation.ts";
import { InvalidInput, named } from "./errors.ts";
import { type Handler, invocation, type Tools } from "./invocation.ts";
import { check, type Parsed, type Schema } from "./validate.ts";

/** What a Cron sends its function: EventBridge Scheduler fills in its context attributes. */
export interface ScheduleEvent {
  /** `<aws.scheduler.scheduled-time>`: ISO 8601. */
  readonly scheduledTime: string;
  /** `<aws.scheduler.execution-id>` */
  readonly executionId: string;
  /** The Cron's `input`. */
  readonly input?: unknown;
}

export interface ScheduleRequest<Input> extends Tools {
  readonly input: Parsed<Input, unknown>;
  /** When this run was due. Later retries of the run have the same time. */
  readonly scheduledTime: Date;
}

/**
 * A handler for a Cron. Its correlation id is the run's execution id. An error fails the invocation, so Lambda retries
 * it and at last sends it to the function's on-failure destination.
 */
export function schedule<Input extends Schema | undefined = undefined>(
  options: { readonly input?: Input },
  handle: (request: ScheduleRequest<Input>) => Promise<void>,
): Handler<ScheduleEvent, void> {
  return invocation(
    (event, context) => validCorrelationId(event?.executionId) ?? context.awsRequestId,
    async (event, tools) => {
      try {
        const { scheduledTime, input } = envelope(event);
        const checked = await check(options.input, "input", input);
        if (checked.issues) throw new InvalidInput(checked.issues);
        await handle({ ...tools, input: checked.value as Parsed<Input, unknown>, scheduledTime });
      } catch (error) {
        tools.log.error("The run failed", named(error) as Error);
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
