import { describe, expect, test } from "vitest";
import { Event, Stream } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../../support/index.ts";
import { deadLetters, eventOf, handler, mapping, mappingOf, refused, streamArn } from "./support.ts";

describe("an event of a Kinesis stream of which only its handler is said", async () => {
  const graph = await graphOfProgram(() => {
    const { source, deadLetterQueueUrl } = new Event("tracks", { source: { type: "kinesis" }, handler });
    return { streamName: source.streamName, deadLetterQueueUrl };
  });

  test("consists of a stream, a function, a mapping between them, a dead-letter queue and alarms", () => {
    expect(partsOf(graph)).toEqual([
      "cloudwatch.LogGroup tracks-handler-logs",
      "cloudwatch.MetricAlarm tracks-dead-letters",
      "cloudwatch.MetricAlarm tracks-handler-duration",
      "cloudwatch.MetricAlarm tracks-handler-errors",
      "cloudwatch.MetricAlarm tracks-handler-throttles",
      "cloudwatch.MetricAlarm tracks-iterator-age",
      "cloudwatch.MetricAlarm tracks-throttled-writes",
      "iam.Role tracks-handler-role",
      "iam.RolePolicy tracks-handler-policy",
      "kinesis.Stream tracks-stream",
      "lambda.EventSourceMapping tracks-mapping",
      "lambda.Function tracks-handler-function",
      "sqs.Queue tracks-dlq",
      "sqs.QueuePolicy tracks-dlq-policy",
    ]);
  });

  test("gives up a bad record after ten retries or six hours, where AWS would hold up its shard for as long as it lives", () => {
    expect(inputsOf(graph, "tracks-mapping")).toEqual({ ...mapping, eventSourceArn: streamArn });
  });

  test("may read its own stream and report what it gives up, and nothing else", () => {
    expect(statements(graph, "tracks-handler-policy").slice(-2)).toEqual([
      {
        effect: "Allow",
        actions: [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
        ],
        resources: [streamArn],
      },
      { effect: "Allow", actions: ["sqs:SendMessage"], resources: [deadLetters] },
    ]);
  });

  test("raises an alarm when it is five minutes behind", () => {
    expect(inputsOf(graph, "tracks-iterator-age")).toMatchObject({
      namespace: "AWS/Lambda",
      metricName: "IteratorAge",
      statistic: "Maximum",
      dimensions: { FunctionName: "shop-prod-tracks-handler" },
      threshold: 300_000,
    });
  });

  test("gives the stream's name and its dead-letter queue's URL to the program", () => {
    expect(graph.outputs).toEqual({
      streamName: "shop-prod-tracks",
      deadLetterQueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/shop-prod-tracks-dlq",
    });
  });
});

describe("a Kinesis source", () => {
  test("reads a stream made elsewhere", async () => {
    const graph = await graphOfProgram(() => {
      const stream = new Stream("positions", { shards: 2 });
      new Event("tracks", { source: { type: "kinesis", stream }, handler });
    });
    expect(graph.of("aws:kinesis/stream:Stream").map(({ name }) => name)).toEqual(["positions-stream"]);
    expect(inputsOf(graph, "tracks-mapping").eventSourceArn).toMatch(/stream\/shop-prod-positions$/);
  });

  test("with a consumer of its own reads through it, and may subscribe to it alone", async () => {
    const graph = await eventOf("kinesis", { consumer: true });
    const consumer = `${streamArn}/consumer/shop-prod-tracks:1767225600`;
    expect(inputsOf(graph, "tracks-consumer")).toEqual({ name: "shop-prod-tracks", streamArn });
    expect(inputsOf(graph, "tracks-mapping").eventSourceArn).toBe(consumer);
    expect(statements(graph, "tracks-handler-policy").at(-2)).toEqual({
      effect: "Allow",
      actions: ["kinesis:SubscribeToShard"],
      resources: [consumer],
    });
  });

  test("begins where it is told to, at a time too", async () => {
    expect(await mappingOf("kinesis", { startingPosition: "LATEST" })).toMatchObject({
      startingPosition: "LATEST",
    });
    const timestamp = "2026-01-31T02:00:00Z";
    expect(await mappingOf("kinesis", { startingPosition: { timestamp } })).toMatchObject({
      startingPosition: "AT_TIMESTAMP",
      startingPositionTimestamp: timestamp,
    });
  });

  test.each([
    [
      { startingPosition: { timestamp: "yesterday" } },
      'source.startingPosition.timestamp: "yesterday" given; a time such as "2026-01-31T02:00:00Z" is expected.',
    ],
    [
      { startingPosition: "NEWEST" },
      'source.startingPosition: "NEWEST" given; "TRIM_HORIZON" and "LATEST" are allowed.',
    ],
    [{ table: {} }, "source.table: there is no such argument"],
  ])("refuses %j", async (source, problem) => {
    expect(await refused("kinesis", source)).toContain(problem);
  });

  test("refuses records older than its stream keeps them, which would be lost without a dead letter", async () => {
    const message = await errorOf(() => {
      const stream = new Stream("positions");
      new Event("tracks", { source: { type: "kinesis", stream, maxRecordAge: 86_401 }, handler });
    });
    expect(message).toContain(
      "source.maxRecordAge: 86401 s are longer than the stream keeps its records, 24 h",
    );
  });
});
