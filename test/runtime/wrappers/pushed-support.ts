/** An event as EventBridge delivers it. */
export const eventBridge = (detail: unknown) => ({
  version: "0",
  id: "e1",
  "detail-type": "Order Placed",
  source: "shop.orders",
  account: "123456789012",
  time: "2026-11-23T10:00:00Z",
  region: "eu-west-1",
  resources: [],
  detail,
});

/** A notification as SNS writes it. */
export const snsMessage = (id: string, body: unknown, correlationId?: string) => ({
  Type: "Notification",
  MessageId: id,
  TopicArn: "arn:aws:sns:eu-west-1:123456789012:shop-news",
  Message: typeof body === "string" ? body : JSON.stringify(body),
  Timestamp: "2026-11-23T10:00:00.000Z",
  MessageAttributes: correlationId ? { correlationId: { Type: "String", Value: correlationId } } : {},
});
