import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { correlation, environment } from "#runtime";
import type { Env } from "../index.ts";
import type { Report } from "./summary.ts";

const env = environment<Env>();
const sqs = new SQSClient({});

/** Sends a report to the queue of those who read them. */
export async function send(report: Report): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: env.REPORTS_QUEUE_URL,
      MessageBody: JSON.stringify(report),
      MessageAttributes: correlation.messageAttributes(),
    }),
  );
}
