import type { ServiceRow } from "../aws-service.ts";
import { Queues } from "./queues.ts";

export const sqs: ServiceRow = {
  serves: ["aws:sqs/queue:Queue", "aws:sqs/redrivePolicy:RedrivePolicy"],
  inert: [/^aws:sqs\/(queuePolicy|redriveAllowPolicy):/],
  eventSource: { arn: ":sqs:", called: "SQS" },
  open: (context) => new Queues(context),
};
