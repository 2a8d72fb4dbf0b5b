import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { correlation, environment, schedule } from "#runtime";
import type { Env } from "../index.ts";
import { salesOf } from "./sales.ts";
import { dayBefore, summarise } from "./summary.ts";

const env = environment<Env>();
const sqs = new SQSClient({});

// The day follows from when the run was due, not from when it runs: a retry after midnight reports the same day.
export const handler = schedule({}, async ({ scheduledTime, log, metrics }) => {
  const report = await summarise(dayBefore(scheduledTime), salesOf(dayBefore(scheduledTime)));
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: env.REPORTS_QUEUE_URL,
      MessageBody: JSON.stringify(report),
      MessageAttributes: correlation.messageAttributes(),
    }),
  );
  metrics.addMetric("SalesReported", "Count", report.sales);
  log.info("Report sent", { day: report.day, sales: report.sales });
});
