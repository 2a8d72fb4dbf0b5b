import { schedule } from "#runtime";
import { dayBefore } from "./day.ts";
import { send } from "./reports.ts";
import { salesOf } from "./sales.ts";
import { summarise } from "./summary.ts";

// The day follows from when the run was due, not from when it runs: a retry after midnight reports the same day.
export const handler = schedule({}, async ({ scheduledTime, log, metrics }) => {
  const day = dayBefore(scheduledTime);
  const report = await summarise(day, salesOf(day));
  await send(report);
  metrics.addMetric("SalesReported", "Count", report.sales);
  log.info("Report sent", { day, sales: report.sales });
});
