import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { correlation, environment } from "#runtime";
import type { Env } from "../index.ts";
import type { Order } from "./order.ts";

const env = environment<Env>();
const sqs = new SQSClient({});

/** Tells the warehouse what to send. A retry can tell it twice: the warehouse goes by the order's id. */
export async function request({ id, sku, quantity }: Order): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: env.SHIPMENTS_QUEUE_URL,
      MessageBody: JSON.stringify({ order: id, sku, quantity }),
      MessageAttributes: correlation.messageAttributes(),
    }),
  );
}
