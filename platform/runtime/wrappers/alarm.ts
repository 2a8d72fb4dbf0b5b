import { asError, InvalidInput } from "../errors/errors.ts";
import type { IdempotencyTable } from "../idempotency.ts";
import { fieldsOf } from "../invocation/fields.ts";
import { type Handler, invocation, type Tools } from "../invocation/invocation.ts";

/** State of an alarm at a time. */
export interface AlarmStateAt<Value = string> {
  readonly value: Value;
  readonly reason: string;
  /** JSON about the data points; absent for some alarms. */
  readonly reasonData?: string;
  /** ISO 8601, with `+0000` for the zone. */
  readonly timestamp: string;
}

/** One of an alarm's metrics; an expression has no `metricStat`. */
export interface AlarmMetric {
  readonly id: string;
  readonly metricStat?: {
    readonly metric: {
      readonly namespace: string;
      readonly name: string;
      readonly dimensions?: Readonly<Record<string, string>>;
    };
    readonly period: number;
    readonly stat: string;
  };
  readonly expression?: string;
}

const states = ["ALARM", "OK", "INSUFFICIENT_DATA"] as const;

/** `detail` of "CloudWatch Alarm State Change". Source: "Alarm events and EventBridge". */
export interface AlarmChange<Value = (typeof states)[number]> {
  readonly alarmName: string;
  readonly state: AlarmStateAt<Value>;
  readonly previousState?: AlarmStateAt;
  readonly configuration: {
    readonly description?: string;
    /** None for a composite alarm, which has an `alarmRule`. */
    readonly metrics?: readonly AlarmMetric[];
    readonly alarmRule?: string;
  };
}

export interface AlarmEvent {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly time: string;
  /** The alarm's ARN. */
  readonly resources: readonly string[];
  readonly "detail-type": string;
  readonly detail: AlarmChange<string>;
}

export interface AlarmRequest extends Tools {
  readonly change: AlarmChange;
  /** As Lambda delivered it. */
  readonly event: AlarmEvent;
}

export interface AlarmOptions {
  /** Handles each change of state once, however often it is delivered: `idempotencyTable("CHANGES_TABLE_NAME")`. */
  readonly idempotent?: { readonly table: IdempotencyTable };
}

/** The same for every delivery of one change: the alarm, its new state, and when. */
export const changeId = ({ alarmName, state }: AlarmChange<string>): string =>
  `${alarmName} ${state.value} ${state.timestamp}`;

/** A handler for an event's source of alarms. Its correlation id is the event's. An error is retried, and at last dead-lettered. */
export function alarm(
  options: AlarmOptions,
  handle: (request: AlarmRequest) => Promise<void>,
): Handler<AlarmEvent, void> {
  return invocation(
    (event) => event.id,
    async (event, tools) => {
      try {
        const change = changeOf(event);
        const work = () => handle({ ...tools, change, event });
        if (options.idempotent === undefined) await work();
        else await options.idempotent.table.once(changeId(change), tools.context, work);
      } catch (error) {
        tools.log.error(`The change of ${event.detail?.alarmName} failed`, asError(error));
        throw error;
      }
    },
    {
      wrapper: "alarm",
      events:
        'changes of alarms: {"id", "detail-type": "CloudWatch Alarm State Change", "detail": {"alarmName", "state"}}',
      fits: ({ id, detail }) => typeof id === "string" && typeof fieldsOf(detail).alarmName === "string",
    },
  );
}

function changeOf({ detail }: AlarmEvent): AlarmChange {
  const value = states.find((one) => one === detail?.state?.value);
  if (value !== undefined) return { ...detail, state: { ...detail.state, value } };
  const message = `It is none of ${states.join(", ")}: no change of an alarm.`;
  throw new InvalidInput([{ in: "event", path: "detail.state.value", message }]);
}
