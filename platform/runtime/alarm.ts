import { named } from "./errors.ts";
import type { IdempotencyTable } from "./idempotency.ts";
import { type Handler, invocation, type Tools } from "./invocation.ts";

/** State of an alarm at a time. */
export interface AlarmStateAt {
  readonly value: "ALARM" | "OK" | "INSUFFICIENT_DATA";
  readonly reason: string;
  /** JSON about the data points; absent for some alarms. */
  readonly reasonData?: string;
  /** ISO 8601, with `+0000` for the zone. */
  readonly timestamp: string;
}

/** What one of an alarm's metrics is; an expression has no `metricStat`. */
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

/** `detail` of "CloudWatch Alarm State Change". Source: "Alarm events and EventBridge". */
export interface AlarmChange {
  readonly alarmName: string;
  readonly state: AlarmStateAt;
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
  readonly detail: AlarmChange;
}

export interface AlarmRequest extends Tools {
  readonly change: AlarmChange;
  readonly event: AlarmEvent;
}

export interface AlarmOptions {
  /** Handles each change of state once, however often it is delivered: `idempotencyTable("CHANGES_TABLE_NAME")`. */
  readonly idempotent?: { readonly table: IdempotencyTable };
}

/** The same for every delivery of one change: the alarm, what it came to, and when. */
export const changeId = ({ alarmName, state }: AlarmChange): string =>
  `${alarmName} ${state.value} ${state.timestamp}`;

/** A handler for an event's source of alarms. Its correlation id is the event's. An error is retried, and at last dead-lettered. */
export function alarm(
  options: AlarmOptions,
  handle: (request: AlarmRequest) => Promise<void>,
): Handler<AlarmEvent, void> {
  return invocation(
    (event) => event.id,
    async (event, tools) => {
      const change = event.detail;
      const work = () => handle({ ...tools, change, event });
      try {
        if (options.idempotent === undefined) await work();
        else await options.idempotent.table.once(changeId(change), tools.context, work);
      } catch (error) {
        tools.log.error(`The change of ${change?.alarmName} failed`, named(error) as Error);
        throw error;
      }
    },
  );
}
