import { describe, expect, test } from "vitest";
import { Bucket, Event, Queue, Topic } from "../../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, statements } from "../../../../support/index.ts";
import { carts, eventOf, handler, mappingOf, program, refused } from "../support.ts";

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
      "  - source.onFailure: {} given; a Queue, Topic or Bucket is expected.",
      "  - source.filters[0]: it is empty; name at least one field.",
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
