import { expect, test } from "vitest";
import { checkRunbook, checkTags, graphOf, ownStatements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const queue = graph.get("order-events-queue", "aws:sqs/queue:Queue");
const deadLetters = graph.get("order-events-dlq", "aws:sqs/queue:Queue");
const fn = graph.get("order-events-on-order-event-function");

test("a message that fails five times goes to the dead-letter queue", () => {
  expect(JSON.parse(String(queue.inputs.redrivePolicy))).toEqual({
    deadLetterTargetArn: deadLetters.outputs.arn,
    maxReceiveCount: 5,
  });
});

test("only this queue may put messages into its dead-letter queue", () => {
  const { inputs } = graph.get("order-events-redrive-allow");

  expect(JSON.parse(String(inputs.redriveAllowPolicy))).toEqual({
    redrivePermission: "byQueue",
    sourceQueueArns: [queue.outputs.arn],
  });
});

test("a dead letter is kept for longer than a message waits", () => {
  expect(deadLetters.inputs.messageRetentionSeconds).toBe(14 * 24 * 60 * 60);
  expect(queue.inputs.messageRetentionSeconds).toBe(4 * 24 * 60 * 60);
});

test("a message stays hidden for as long as its handler may need", () => {
  expect(queue.inputs.visibilityTimeoutSeconds).toBe(6 * Number(fn.inputs.timeout));
});

test("messages come in batches of ten, and only those that failed are delivered again", () => {
  const { inputs } = graph.get("order-events-mapping");

  expect(inputs).toMatchObject({
    eventSourceArn: queue.outputs.arn,
    functionName: fn.outputs.arn,
    batchSize: 10,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: 10 },
  });
});

test("orders are keyed by their id", () => {
  expect(graph.get("orders-table").inputs).toMatchObject({
    name: "order-events-dev-orders",
    hashKey: "id",
    attributes: [{ name: "id", type: "S" }],
  });
});

test("the handler may change orders and take messages from its queue, and nothing else", () => {
  expect(ownStatements(graph, "order-events-on-order-event-policy")).toEqual([
    {
      actions: ["dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: ["arn:aws:dynamodb:eu-west-1:123456789012:table/order-events-dev-orders"],
    },
    {
      actions: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
      ],
      resources: [queue.outputs.arn],
    },
  ]);
});

test("in prod, the first dead letter raises an alarm", async () => {
  const prod = await graphOf(dir, { stage: "prod" });

  expect(prod.get("order-events-dead-letters").inputs).toMatchObject({
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: "order-events-prod-order-events-dlq" },
    threshold: 1,
  });
});

test("the runbook says what to do about every alarm", () => checkRunbook(dir));

test("tags name the service and its owner", () => checkTags(graph, "orders"));
