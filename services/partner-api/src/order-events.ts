import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { correlation, environment } from "#runtime";
import type { Env } from "../index.ts";
import type { Order } from "./order.ts";
import { products } from "./products.ts";

const env = environment<Env>();
const sqs = new SQSClient({});

/** Tells the service order-events of an order. Told again it is the same event, which changes nothing there. */
export async function placed({ id, sku, quantity, placedAt }: Order): Promise<void> {
  const { price } = products.find((one) => one.sku === sku)!;
  // An order's id has capital letters there.
  const event = { orderId: id.toUpperCase(), type: "placed", at: placedAt, total: price * quantity };
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: env.ORDER_EVENTS_QUEUE_URL,
      MessageBody: JSON.stringify(event),
      MessageAttributes: correlation.messageAttributes(),
    }),
  );
}
