import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { correlation, environment, step } from "#runtime";
import type { Env } from "../index.ts";
import { Order } from "./order.ts";

const env = environment<Env>();
const sqs = new SQSClient({});

export const handler = step({ input: Order }, async ({ input: { id, sku, quantity } }) => {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: env.SHIPMENTS_QUEUE_URL,
      MessageBody: JSON.stringify({ order: id, sku, quantity }),
      MessageAttributes: correlation.messageAttributes(),
    }),
  );
  return { id, state: "shipped" };
});
