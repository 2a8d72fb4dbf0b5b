import { type AlarmChange, alarm } from "#runtime";
import { idempotencyTable } from "#runtime/idempotency";
import { type LogLines, linesBefore } from "./logs.ts";
import { messageOf } from "./message.ts";
import { tell } from "./slack.ts";

/**
 * Called for each alarm that goes off or is over. EventBridge delivers at least once; a change is told once. When Slack
 * can't be reached, the change is retried, and at last goes to the dead-letter queue.
 */
export const handler = alarm(
  { idempotent: { table: idempotencyTable("TOLD_TABLE_NAME") } },
  async ({ change, event, log, metrics }) => {
    const functionName = functionOf(change);
    let lines: LogLines = [];
    if (functionName !== undefined && change.state.value === "ALARM")
      try {
        lines = await linesBefore(functionName, change.state.timestamp);
      } catch (error) {
        // An alarm without its lines is better than none.
        log.warn("The logs can't be read", error as Error);
        lines = "unread";
      }
    await tell(messageOf({ change, region: event.region, functionName, lines }));
    metrics.addMetric("AlarmTold", "Count", 1);
    log.info("Alarm told", { alarm: change.alarmName, state: change.state.value });
  },
);

/** The function that an alarm is about; undefined where it watches something else. */
function functionOf({ configuration }: AlarmChange): string | undefined {
  for (const { metricStat } of configuration.metrics ?? []) {
    const name = metricStat?.metric.dimensions?.FunctionName;
    if (name !== undefined) return name;
  }
  return undefined;
}
