import { expect, test } from "vitest";
import { checkRunbook, checkTags, graphOf, ownStatements } from "#test";

const dir = `${import.meta.dirname}/..`;
const [graph, prod] = await Promise.all([graphOf(dir), graphOf(dir, { stage: "prod" })]);
const stream = graph.get("positions-stream", "aws:kinesis/stream:Stream");
const mapping = graph.get("telemetry-mapping");
const deadLetters = graph.get("telemetry-dlq", "aws:sqs/queue:Queue");

test("in prod, shards and concurrency are those that the sizing comes to", () => {
  const { inputs } = prod.get("positions-stream", "aws:kinesis/stream:Stream");
  const factor = Number(prod.get("telemetry-mapping").inputs.parallelizationFactor);

  expect(inputs).toMatchObject({ streamModeDetails: { streamMode: "PROVISIONED" }, shardCount: 24 });
  // Each shard has as many batches at once as the factor says; any more concurrency would never be used.
  expect(prod.get("telemetry-on-position-function").inputs.reservedConcurrentExecutions).toBe(24 * factor);
});

test("elsewhere the stream is on demand and costs little while nobody writes to it", () => {
  expect(stream.inputs.streamModeDetails).toEqual({ streamMode: "ON_DEMAND" });
});

test("positions are encrypted where they are kept", () => {
  expect(stream.inputs).toMatchObject({ encryptionType: "KMS", kmsKeyId: "alias/aws/kinesis" });
});

test("batches are large, and come again from the first position that failed", () => {
  expect(mapping.inputs).toMatchObject({
    eventSourceArn: stream.outputs.arn,
    batchSize: 500,
    maximumBatchingWindowInSeconds: 1,
    parallelizationFactor: 2,
    functionResponseTypes: ["ReportBatchItemFailures"],
    bisectBatchOnFunctionError: true,
  });
});

test("a position that keeps failing is given up in time to be read by hand, and reported", () => {
  const { maximumRetryAttempts, maximumRecordAgeInSeconds, destinationConfig } = mapping.inputs;

  expect(maximumRetryAttempts).toBe(10);
  expect(Number(maximumRecordAgeInSeconds)).toBeLessThan(Number(stream.inputs.retentionPeriod) * 3600);
  expect(destinationConfig).toEqual({ onFailure: { destinationArn: deadLetters.outputs.arn } });
});

test("the handler may change vehicles, read its stream and report what it gives up, and nothing else", () => {
  expect(ownStatements(graph, "telemetry-on-position-policy")).toEqual([
    {
      actions: ["dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: ["arn:aws:dynamodb:eu-west-1:123456789012:table/vehicle-telemetry-dev-vehicles"],
    },
    {
      actions: [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
      ],
      resources: [stream.outputs.arn],
    },
    { actions: ["sqs:SendMessage"], resources: [deadLetters.outputs.arn] },
  ]);
});

test("in prod, a handler that is five minutes behind raises an alarm", () => {
  expect(prod.get("telemetry-iterator-age").inputs).toMatchObject({
    metricName: "IteratorAge",
    dimensions: { FunctionName: "vehicle-telemetry-prod-telemetry-on-position" },
    threshold: 300_000,
  });
});

test("the runbook says what to do about every alarm", () => checkRunbook(dir));

test("tags name the service and its owner", () => checkTags(graph, "fleet"));
