import { parseSchedule } from "../../values/schedule.ts";

/** A month without a change of clocks. */
const start = new Date("2026-01-01T00:00:00Z");
const monthMs = 730 * 3_600_000;

/** Runs of a schedule of EventBridge Scheduler in a month; 0 when it is off. */
export function runsInMonth(inputs: Readonly<Record<string, unknown>>): number {
  if (inputs.state === "DISABLED") return 0;
  const schedule = parseSchedule(String(inputs.scheduleExpression));
  const options = { timezone: String(inputs.scheduleExpressionTimezone ?? "UTC"), start };
  const end = start.getTime() + monthMs;
  let runs = 0;
  for (let at = schedule.next(start, options); at && at.getTime() <= end; at = schedule.next(at, options))
    runs += 1;
  return runs;
}
