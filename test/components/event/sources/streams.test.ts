import { describe, expect, test } from "vitest";
import { Bucket, Event, type EventArgs, Queue, Stream, Table, Topic } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../../support/index.ts";

const handler = "src/handler.ts";
const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-tracks-handler";
const streamArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/shop-prod-tracks";
const tableArn = "arn:aws:dynamodb:eu-west-1:123456789012:table/shop-prod-carts";
const tableStreamArn = `${tableArn}/stream/2026-01-01T00:00:00.000`;
const deadLetters = "arn:aws:sqs:eu-west-1:123456789012:shop-prod-tracks-dlq";

const carts = () => new Table("carts", { partitionKey: "id", stream: "both" });
const program = (type: string, source: object, args: object) => () => {
  const table = type === "dynamodb" ? { table: carts() } : {};
  new Event("tracks", { handler, ...args, source: { type, ...table, ...source } } as EventArgs);
};
const eventOf = (type: string, source: object = {}, args: object = {}) =>
  graphOfProgram(program(type, source, args));
const mappingOf = async (type: string, source: object) =>
  inputsOf(await eventOf(type, source), "tracks-mapping");
const refused = (type: string, source: object, args: object = {}) => errorOf(program(type, source, args));

/** What all sources of streams get without saying anything. */
const mapping = {
  functionName: functionArn,
  startingPosition: "TRIM_HORIZON",
  batchSize: 100,
  maximumBatchingWindowInSeconds: 0,
  parallelizationFactor: 1,
  functionResponseTypes: ["ReportBatchItemFailures"],
  maximumRetryAttempts: 10,
  maximumRecordAgeInSeconds: 21_600,
  bisectBatchOnFunctionError: true,
  destinationConfig: { onFailure: { destinationArn: deadLetters } },
};

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

describe("an event of a table's stream", async () => {
  const graph = await eventOf("dynamodb");

  test("polls the table's stream with the same bounds", () => {
    expect(inputsOf(graph, "tracks-mapping")).toEqual({ ...mapping, eventSourceArn: tableStreamArn });
  });

  test("may read that stream, list those of that table, and report what it gives up", () => {
    expect(statements(graph, "tracks-handler-policy").slice(-3)).toEqual([
      {
        effect: "Allow",
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [tableStreamArn],
      },
      { effect: "Allow", actions: ["dynamodb:ListStreams"], resources: [`${tableArn}/stream/*`] },
      { effect: "Allow", actions: ["sqs:SendMessage"], resources: [deadLetters] },
    ]);
  });

  test("needs a table that has a stream", async () => {
    const message = await errorOf(() => {
      const table = new Table("carts", { partitionKey: "id" });
      new Event("tracks", { source: { type: "dynamodb", table }, handler });
    });
    expect(message).toContain('source.table: carts has no stream; make it with stream: "both"');
  });

  test.each([
    [{ table: undefined }, "source.table: a Table is expected"],
    [{ consumer: true }, "source.consumer: there is no such argument"],
    [
      { maxRecordAge: 86_401 },
      "source.maxRecordAge: 86401 s are longer than DynamoDB keeps changes, 86400 s",
    ],
    [
      { startingPosition: { timestamp: "2026-01-31T02:00:00Z" } },
      'source.startingPosition: {"timestamp":"2026-01-31T02:00:00Z"} given; "TRIM_HORIZON" and "LATEST" are allowed.',
    ],
  ])("refuses %j", async (source, problem) => {
    expect(await refused("dynamodb", source)).toContain(problem);
  });
});

describe.each(["kinesis", "dynamodb"] as const)("a source of type %s", (type) => {
  test("is what its service says, each option on its own input", async () => {
    const options = {
      batchSize: 1_000,
      batchWindow: 5,
      parallelizationFactor: 4,
      tumblingWindow: 60,
      retries: 0,
      maxRecordAge: 60,
      bisect: false,
      filters: [{ eventName: ["INSERT"] }],
      enabled: false,
      metrics: true,
    };
    expect(await mappingOf(type, options)).toMatchObject({
      batchSize: 1_000,
      maximumBatchingWindowInSeconds: 5,
      parallelizationFactor: 4,
      tumblingWindowInSeconds: 60,
      maximumRetryAttempts: 0,
      maximumRecordAgeInSeconds: 60,
      bisectBatchOnFunctionError: false,
      filterCriteria: { filters: [{ pattern: '{"eventName":["INSERT"]}' }] },
      enabled: false,
      metricsConfig: { metrics: ["EventCount"] },
    });
  });

  test("reports what it gives up to a queue made elsewhere, and makes none of its own", async () => {
    const graph = await graphOfProgram(() => {
      const table = carts();
      const onFailure = new Queue("failed");
      const source = type === "kinesis" ? { type, onFailure } : { type, table, onFailure };
      new Event("tracks", { source, handler });
    });
    const failed = "arn:aws:sqs:eu-west-1:123456789012:shop-prod-failed";
    expect(inputsOf(graph, "tracks-mapping").destinationConfig).toEqual({
      onFailure: { destinationArn: failed },
    });
    expect(statements(graph, "tracks-handler-policy").at(-1)?.resources).toEqual([failed]);
    expect(graph.resources.some(({ name }) => name === "tracks-dlq")).toBe(false);
  });

  test.each([
    ["topic", () => new Topic("failed"), "sns", [["sns:Publish", ""]]],
    [
      "bucket",
      () => new Bucket("failed"),
      "s3",
      [
        ["s3:PutObject", "/*"],
        ["s3:ListBucket", ""],
      ],
    ],
  ] as const)(
    "may report to a %s, with the permissions that Lambda needs there",
    async (_, make, service, needs) => {
      const graph = await graphOfProgram(() => program(type, { onFailure: make() }, {})());
      const { onFailure } = inputsOf(graph, "tracks-mapping").destinationConfig as {
        onFailure: { destinationArn: string };
      };
      expect(onFailure.destinationArn).toMatch(new RegExp(`^arn:aws:${service}:.*:+shop-prod-failed`));
      expect(statements(graph, "tracks-handler-policy").slice(-needs.length)).toEqual(
        needs.map(([action, below]) => ({
          effect: "Allow",
          actions: [action],
          resources: [onFailure.destinationArn + below],
        })),
      );
    },
  );

  test("has its mapping and its dead-letter queue changed by transforms", async () => {
    const transform = {
      mapping: { maximumRetryAttempts: -1 },
      deadLetterQueue: { messageRetentionSeconds: 60 },
    };
    const graph = await eventOf(type, {}, { transform });
    expect(inputsOf(graph, "tracks-mapping").maximumRetryAttempts).toBe(-1);
    expect(inputsOf(graph, "tracks-dlq").messageRetentionSeconds).toBe(60);
  });

  test("refuses everything that AWS would refuse, all at once", async () => {
    const message = await refused(type, {
      batchSize: 10_001,
      batchWindow: 301,
      parallelizationFactor: 11,
      tumblingWindow: 901,
      retries: 10_001,
      maxRecordAge: 59,
      onFailure: {},
      filters: [{}],
      batchsize: 1,
    });
    expect(message.split("\n")).toEqual([
      'Event "tracks" of service shop has 9 problem(s):',
      "  - source.batchsize: there is no such argument; did you mean batchSize?",
      "  - source.batchSize: 10001 given; whole numbers from 1 to 10000 records are allowed.",
      "  - source.batchWindow: 301 given; whole numbers from 0 to 300 seconds are allowed.",
      "  - source.parallelizationFactor: 11 given; whole numbers from 1 to 10 are allowed.",
      "  - source.retries: 10001 given; whole numbers from 0 to 10000 are allowed.",
      "  - source.maxRecordAge: 59 given; whole numbers from 60 to 604800 seconds are allowed.",
      "  - source.tumblingWindow: 901 given; whole numbers from 1 to 900 seconds are allowed.",
      "  - source.onFailure: a Queue, Topic or Bucket is expected.",
      "  - source.filters[0]: it is empty; name what has to match.",
    ]);
  });

  test("refuses a FIFO queue for what it gives up, and the failure path of asynchronous events", async () => {
    const message = await errorOf(() => {
      const onFailure = new Queue("failed", { fifo: true });
      program(type, { onFailure }, { onFailure })();
    });
    expect(message).toContain("source.onFailure: it is a FIFO queue; Lambda sends only to standard ones.");
    expect(await refused(type, {}, { onFailure: {} })).toContain(
      "onFailure: nothing invokes this function asynchronously",
    );
  });
});
