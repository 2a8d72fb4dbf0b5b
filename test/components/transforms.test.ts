import { describe, expect, test } from "vitest";
import type { Graph } from "../../platform/engine/index.ts";
import {
  Bucket,
  Bus,
  Cron,
  Event,
  Function,
  Gateway,
  Pipeline,
  Queue,
  Table,
  Topic,
} from "../../platform/index.ts";
import { graphOfProgram, inputsOf } from "../support/index.ts";

const handler = "src/handler.ts";

// For each component: a program with a transform, and the parts that can be transformed with an input of each to set.
const functionParts = (name: string) =>
  ({
    function: [`${name}-function`, "description", "mine"],
    role: [`${name}-role`, "description", "mine"],
    policy: [`${name}-policy`, "name", "mine"],
    logGroup: [`${name}-logs`, "skipDestroy", true],
  }) as const;
const asyncParts = (name: string) =>
  ({
    ...functionParts(name),
    invokeConfig: [`${name}-invoke-config`, "maximumRetryAttempts", 1],
    deadLetterQueue: [`${name}-dlq`, "delaySeconds", 7],
  }) as const;

type Part = readonly [resource: string, input: string, value: unknown];
const cases: Record<string, { make: (transform: object) => unknown; parts: Record<string, Part> }> = {
  Function: { make: (transform) => new Function("part", { handler, transform }), parts: asyncParts("part") },
  Gateway: {
    make: (transform) => new Gateway("part", { routes: { "GET /": handler }, transform }),
    parts: {
      api: ["part-http", "description", "mine"],
      stage: ["part-stage", "description", "mine"],
      accessLog: ["part-access-log", "skipDestroy", true],
      integration: ["part-handler-integration", "timeoutMilliseconds", 500],
      route: ["part-GET /", "operationName", "mine"],
      permission: ["part-GET /-permission", "statementId", "mine"],
    },
  },
  "Gateway's functions": {
    make: (transform) =>
      new Gateway("part", { routes: { "GET /": handler }, transform: { function: transform } }),
    parts: functionParts("part-handler"),
  },
  Event: {
    make: (transform) => new Event("part", { source: { type: "sqs" }, handler, transform }),
    parts: {
      ...functionParts("part-handler"),
      queue: ["part-queue", "delaySeconds", 7],
      mapping: ["part-mapping", "enabled", false],
    },
  },
  "Event from EventBridge": {
    make: (transform) =>
      new Event("part", {
        source: { type: "eventbridge", pattern: { source: ["orders"] } },
        handler,
        transform,
      }),
    parts: {
      ...asyncParts("part-handler"),
      rule: ["part-rule", "description", "mine"],
      target: ["part-target", "inputPath", "$.detail"],
      permission: ["part-permission", "statementId", "mine"],
    },
  },
  "Event from SNS": {
    make: (transform) => new Event("part", { source: { type: "sns" }, handler, transform }),
    parts: {
      topic: ["part-topic", "displayName", "mine"],
      subscription: ["part-subscription", "filterPolicy", "{}"],
      queue: ["part-queue", "delaySeconds", 7],
      deadLetterQueue: ["part-dlq", "delaySeconds", 7],
      mapping: ["part-mapping", "enabled", false],
    },
  },
  "Event from SNS directly": {
    make: (transform) =>
      new Event("part", { source: { type: "sns", through: "direct" }, handler, transform }),
    parts: {
      ...asyncParts("part-handler"),
      subscription: ["part-subscription", "filterPolicy", "{}"],
      permission: ["part-permission", "statementId", "mine"],
    },
  },
  "Event from IoT": {
    make: (transform) =>
      new Event("part", { source: { type: "iot", sql: "SELECT * FROM 'a'" }, handler, transform }),
    parts: {
      ...asyncParts("part-handler"),
      topicRule: ["part-topic-rule", "description", "mine"],
      errorRole: ["part-error-role", "description", "mine"],
      permission: ["part-permission", "statementId", "mine"],
    },
  },
  Bucket: {
    make: (transform) => {
      const bucket = new Bucket("part", { cors: { origins: ["*"], methods: ["PUT"] }, transform });
      bucket.notify("it", { eventbridge: true });
    },
    parts: {
      bucket: ["part-bucket", "objectLockEnabled", true],
      publicAccessBlock: ["part-public-access", "skipDestroy", true],
      ownership: ["part-ownership", "rule", { objectOwnership: "ObjectWriter" }],
      encryption: ["part-encryption", "expectedBucketOwner", "210987654321"],
      versioning: ["part-versioning", "expectedBucketOwner", "210987654321"],
      lifecycle: ["part-lifecycle", "transitionDefaultMinimumObjectSize", "varies_by_storage_class"],
      policy: ["part-policy", "policy", "{}"],
      cors: ["part-cors", "expectedBucketOwner", "210987654321"],
      notification: ["part-notification", "eventbridge", false],
    },
  },
  Topic: {
    make: (transform) => {
      const senders = [
        {
          principal: "cloudwatch.amazonaws.com",
          sourceArn: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a",
        },
      ] as const;
      return new Topic("part", { senders, transform });
    },
    parts: {
      topic: ["part-topic", "displayName", "mine"],
      policy: ["part-policy", "policy", "{}"],
      key: ["part-key", "deletionWindowInDays", 30],
    },
  },
  Bus: {
    make: (transform) => new Bus("part", { archiveDays: 7, transform }),
    parts: {
      bus: ["part-bus", "description", "mine"],
      archive: ["part-archive", "description", "mine"],
    },
  },
  Cron: {
    make: (transform) => new Cron("part", { schedule: "rate(1 day)", handler, transform }),
    parts: {
      ...asyncParts("part-handler"),
      schedule: ["part-schedule", "description", "mine"],
      scheduleRole: ["part-schedule-role", "description", "mine"],
    },
  },
  Pipeline: {
    make: (transform) => new Pipeline("part", { steps: { one: handler }, transform }),
    parts: {
      stateMachine: ["part-state-machine", "publish", true],
      role: ["part-role", "description", "mine"],
      logGroup: ["part-logs", "skipDestroy", true],
    },
  },
  "Pipeline's functions": {
    make: (transform) =>
      new Pipeline("part", { steps: { one: handler }, transform: { function: transform } }),
    parts: functionParts("part-handler"),
  },
  Table: {
    make: (transform) => new Table("part", { partitionKey: "id", transform }),
    parts: { table: ["part-table", "billingMode", "PROVISIONED"] },
  },
  Queue: {
    make: (transform) => new Queue("part", { transform }),
    parts: { queue: ["part-queue", "delaySeconds", 7], deadLetterQueue: ["part-dlq", "delaySeconds", 7] },
  },
};

/** Every part's transform at once, made by `form` for the input that each is to have. */
const all = (parts: Record<string, Part>, form: (input: string, value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(parts).map(([part, [, input, value]]) => [part, form(input, value)]));

describe.each(Object.entries(cases))("each part of %s", (_, { make, parts }) => {
  const graphOf = (transform: object): Promise<Graph> => graphOfProgram(() => void make(transform));
  const touched = Object.values(parts);

  test("takes an object, laid over its args", async () => {
    const [plain, changed] = await Promise.all([
      graphOf({}),
      graphOf(all(parts, (input, value) => ({ [input]: value }))),
    ]);
    for (const [resource, input, value] of touched) {
      const before = inputsOf(plain, resource);
      expect(before[input], resource).not.toEqual(value);
      expect(inputsOf(changed, resource), resource).toEqual({ ...before, [input]: value });
    }
  });

  test("takes a function that changes its args and options", async () => {
    const graph = await graphOf(
      all(parts, (input, value) => (args: Record<string, unknown>, options: { protect?: boolean }) => {
        args[input] = value;
        options.protect = true;
      }),
    );
    for (const [resource, input, value] of touched) {
      expect(inputsOf(graph, resource)[input], resource).toEqual(value);
      expect(graph.get(resource), resource).toMatchObject({ protect: true, parent: expect.any(String) });
    }
    expect(graph.resources.filter(({ protect }) => protect)).toHaveLength(touched.length);
  });

  test("takes a function that replaces its args", async () => {
    const graph = await graphOf(
      all(parts, (input, value) => (args: object) => ({ ...args, [input]: value })),
    );
    for (const [resource, input, value] of touched)
      expect(inputsOf(graph, resource)[input], resource).toEqual(value);
  });
});

test("a transform is above what a service's args and its stack's config say", async () => {
  const graph = await graphOfProgram(
    () => void new Function("part", { handler, memory: 256, transform: { function: { memorySize: 2048 } } }),
    { config: { "shop:defaults": '{"function":{"memory":1024}}' } },
  );
  expect(inputsOf(graph, "part-function").memorySize).toBe(2048);
});
