import { describe, expect, test } from "vitest";
import type { Graph } from "../../platform/engine/index.ts";
import { Cron, Event, Function, Gateway, Pipeline, Queue, Table } from "../../platform/index.ts";
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

describe.each(Object.entries(cases))("%s", (_, { make, parts }) => {
  /** A graph without the component's outputs to the program, which can't be a stack's. */
  const graphOf = (transform: object): Promise<Graph> => graphOfProgram(() => void make(transform));

  test.each(Object.entries(parts))(
    "an object is laid over the args of its %s",
    async (part, [resource, input, value]) => {
      const plain = inputsOf(await graphOf({}), resource);
      const changed = inputsOf(await graphOf({ [part]: { [input]: value } }), resource);
      expect(plain[input]).not.toEqual(value);
      expect(changed).toEqual({ ...plain, [input]: value });
    },
  );

  test.each(Object.entries(parts))(
    "a function changes args and options of its %s",
    async (part, [resource, input, value]) => {
      const graph = await graphOf({
        [part]: (args: Record<string, unknown>, options: { protect?: boolean }) => {
          args[input] = value;
          options.protect = true;
        },
      });
      expect(inputsOf(graph, resource)[input]).toEqual(value);
      expect(graph.get(resource).protect).toBe(true);
      expect(graph.get(resource).parent).toBeDefined();
    },
  );

  test.each(Object.entries(parts))(
    "a function replaces the args of its %s",
    async (part, [resource, input, value]) => {
      const graph = await graphOf({ [part]: (args: object) => ({ ...args, [input]: value }) });
      expect(inputsOf(graph, resource)[input]).toEqual(value);
    },
  );
});

test("a transform is above what a service's args and its stack's config say", async () => {
  const graph = await graphOfProgram(
    () => void new Function("part", { handler, memory: 256, transform: { function: { memorySize: 2048 } } }),
    { config: { "shop:defaults": '{"function":{"memory":1024}}' } },
  );
  expect(inputsOf(graph, "part-function").memorySize).toBe(2048);
});
