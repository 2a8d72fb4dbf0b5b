import { describe, expect, test } from "vitest";
import { Function, Stream, type StreamArgs } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/shop-prod-positions";
const streamOf = async (args: StreamArgs) =>
  inputsOf(await graphOfProgram(() => void new Stream("positions", args)), "positions-stream");

describe("a stream of which nothing is said", async () => {
  const graph = await graphOfProgram(() => {
    const { streamName } = new Stream("positions");
    return { streamName };
  });

  test("is on demand, encrypted and keeps records for a day", () => {
    expect(partsOf(graph)).toEqual([
      "cloudwatch.MetricAlarm positions-throttled-writes",
      "kinesis.Stream positions-stream",
    ]);
    expect(inputsOf(graph, "positions-stream")).toEqual({
      name: "shop-prod-positions",
      streamModeDetails: { streamMode: "ON_DEMAND" },
      retentionPeriod: 24,
      encryptionType: "KMS",
      kmsKeyId: "alias/aws/kinesis",
    });
  });

  test("raises an alarm on the first record that it refuses", () => {
    expect(inputsOf(graph, "positions-throttled-writes")).toMatchObject({
      namespace: "AWS/Kinesis",
      metricName: "WriteProvisionedThroughputExceeded",
      dimensions: { StreamName: "shop-prod-positions" },
      statistic: "Sum",
      threshold: 1,
    });
  });

  test("gives its name to the program", () => {
    expect(graph.outputs).toEqual({ streamName: "shop-prod-positions" });
  });
});

test("shards make it provisioned; records may be kept for longer", async () => {
  expect(await streamOf({ shards: 4, retentionHours: 168 })).toMatchObject({
    streamModeDetails: { streamMode: "PROVISIONED" },
    shardCount: 4,
    retentionPeriod: 168,
  });
});

test("a transform has the last word", async () => {
  expect(await streamOf({ transform: { stream: { encryptionType: "NONE" } } })).toMatchObject({
    encryptionType: "NONE",
  });
});

test("a stream is refused with all problems at once", async () => {
  const args = { shards: 0, retentionHours: 23, shard: 1, transform: { streams: {} } } as StreamArgs;
  const message = await errorOf(() => void new Stream("positions", args));
  expect(message.split("\n")).toEqual([
    'Stream "positions" of service shop has 4 problem(s):',
    "  - shard: there is no such argument; did you mean shards?",
    "  - transform.streams: there is no such argument; did you mean stream?",
    "  - shards: 0 given; whole numbers from 1 to 20000 are allowed.",
    "  - retentionHours: 23 given; whole numbers from 24 to 8760 hours are allowed.",
  ]);
});

test.each([
  ["the stream itself", (positions: Stream<"positions">) => positions],
  ["its put", (positions: Stream<"positions">) => positions.put],
])("linking %s lets a function put records, and nothing else", async (_, linked) => {
  const graph = await graphOfProgram(() => {
    const positions = new Stream("positions");
    new Function("worker", { handler: "src/handler.ts", link: [linked(positions)] });
  });
  expect(inputsOf(graph, "worker-function").environment).toMatchObject({
    variables: { POSITIONS_STREAM_NAME: "shop-prod-positions" },
  });
  expect(statements(graph, "worker-policy").at(-1)).toEqual({
    effect: "Allow",
    actions: ["kinesis:PutRecord", "kinesis:PutRecords"],
    resources: [arn],
  });
});
