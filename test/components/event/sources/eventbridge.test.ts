import { describe, expect, test } from "vitest";
import { Bus, Event, type EventBridgeSource, Queue } from "../../../../platform/index.ts";
import {
  errorOf,
  graphOfProgram,
  inputsOf,
  type ProgramOptions,
  partsOf,
  statements,
} from "../../../support/index.ts";

const handler = "src/handler.ts";
const pattern = { source: ["shop.orders"], "detail-type": ["Placed"] };
const arn = (rule: string) => `arn:aws:events:eu-west-1:123456789012:rule/${rule}`;
const queueArn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:shop-prod-${name}`;
const eventOf = (source: Partial<EventBridgeSource> = {}, args: object = {}, options: ProgramOptions = {}) =>
  graphOfProgram(
    () => void new Event("copies", { handler, ...args, source: { type: "eventbridge", pattern, ...source } }),
    options,
  );

const senders = (graph: Awaited<ReturnType<typeof eventOf>>, policy: string) =>
  JSON.parse(String(inputsOf(graph, policy).policy)).Statement.slice(1);

describe("an event from EventBridge of which only its pattern is said", async () => {
  const graph = await eventOf();

  test("consists of a rule, its target and permission, and a function with its dead-letter queue", () => {
    expect(partsOf(graph)).toEqual([
      "cloudwatch.EventRule copies-rule",
      "cloudwatch.EventTarget copies-target",
      "cloudwatch.LogGroup copies-handler-logs",
      "cloudwatch.MetricAlarm copies-handler-concurrency",
      "cloudwatch.MetricAlarm copies-handler-dead-letters",
      "cloudwatch.MetricAlarm copies-handler-duration",
      "cloudwatch.MetricAlarm copies-handler-errors",
      "cloudwatch.MetricAlarm copies-handler-throttles",
      "iam.Role copies-handler-role",
      "iam.RolePolicy copies-handler-policy",
      "lambda.Function copies-handler-function",
      "lambda.FunctionEventInvokeConfig copies-handler-invoke-config",
      "lambda.Permission copies-permission",
      "sqs.Queue copies-handler-dlq",
      "sqs.QueuePolicy copies-handler-dlq-policy",
    ]);
  });

  test("takes events of its pattern from the account's own bus while there is no foundation", () => {
    expect(inputsOf(graph, "copies-rule")).toEqual({
      name: "shop-prod-copies",
      eventBusName: "default",
      eventPattern: JSON.stringify(pattern),
    });
  });

  test("hands an event over for an hour, then puts it into the function's dead-letter queue", () => {
    expect(inputsOf(graph, "copies-target")).toEqual({
      rule: "shop-prod-copies",
      eventBusName: "default",
      targetId: "function",
      arn: "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-copies-handler",
      retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 3600 },
      deadLetterConfig: { arn: queueArn("copies-handler-dlq") },
    });
  });

  test("lets this rule and nothing else invoke the function, before any event comes", () => {
    expect(inputsOf(graph, "copies-permission")).toEqual({
      action: "lambda:InvokeFunction",
      function: "shop-prod-copies-handler",
      principal: "events.amazonaws.com",
      sourceArn: arn("shop-prod-copies"),
    });
    expect(graph.get("copies-target").dependencies).toContain(graph.get("copies-permission").urn);
  });

  test("lets this rule and nothing else put events into the dead-letter queue", () => {
    expect(senders(graph, "copies-handler-dlq-policy")).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn("copies-handler-dlq"),
        Condition: { ArnEquals: { "aws:SourceArn": arn("shop-prod-copies") } },
      },
    ]);
  });

  test("retries what the function fails, and puts it into the same dead-letter queue", () => {
    expect(inputsOf(graph, "copies-handler-invoke-config")).toMatchObject({
      maximumRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: queueArn("copies-handler-dlq") } },
    });
  });

  test("gives the function no permission on EventBridge", () => {
    const actions = statements(graph, "copies-handler-policy").flatMap((statement) => statement.actions);
    expect(actions.filter((action) => action.startsWith("events:"))).toEqual([]);
  });
});

describe("the bus", () => {
  const foundation = {
    config: { "shop:defaults": JSON.stringify({ foundation: { stack: "acme/foundation" } }) },
    stackReferences: {
      "acme/foundation/prod": { eventBusName: "foundation-prod-events", alarmTopicArn: "a" },
    },
  };
  const busNames = async (source: Partial<EventBridgeSource>, options: ProgramOptions = {}) => {
    const graph = await eventOf(source, {}, options);
    return ["copies-rule", "copies-target"].map((name) => inputsOf(graph, name).eventBusName);
  };

  test("is the foundation's where there is one", async () => {
    expect(await busNames({}, foundation)).toEqual(["foundation-prod-events", "foundation-prod-events"]);
  });

  test("is the account's own for events of AWS services, which come on no other", async () => {
    expect(await busNames({ pattern: { source: ["aws.s3", "aws.ec2"] } }, foundation)).toEqual([
      "default",
      "default",
    ]);
  });

  test("is the account's own where a service says so", async () => {
    expect(await busNames({ bus: "default" }, foundation)).toEqual(["default", "default"]);
  });

  test("is a bus of the service's own where it is given", async () => {
    const graph = await graphOfProgram(() => {
      const bus = new Bus("facts");
      new Event("copies", { handler, source: { type: "eventbridge", pattern, bus } });
    });
    expect(inputsOf(graph, "copies-rule").eventBusName).toBe("shop-prod-facts");
    expect(inputsOf(graph, "copies-permission").sourceArn).toBe(arn("shop-prod-facts/shop-prod-copies"));
  });
});

describe("what a service says", () => {
  test("changes how long an event is handed over for", async () => {
    const graph = await eventOf({ retries: 0, maxEventAge: 60 });
    expect(inputsOf(graph, "copies-target").retryPolicy).toEqual({
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
    });
  });

  test("lets the function have a part of the event", async () => {
    expect(inputsOf(await eventOf({ input: { path: "$.detail" } }), "copies-target").inputPath).toBe(
      "$.detail",
    );
  });

  test("lets the function have a text made of parts of the event", async () => {
    const input = {
      paths: { id: "$.detail.id" },
      template: '{"id": <id>, "at": "<aws.events.event.ingestion-time>"}',
    } as const;
    expect(inputsOf(await eventOf({ input }), "copies-target").inputTransformer).toEqual({
      inputPaths: { id: "$.detail.id" },
      inputTemplate: input.template,
    });
  });

  // "Transforming Amazon EventBridge target input": predefined variables need no input path.
  test("takes a template of predefined variables alone", async () => {
    const input = { template: '{"original": <aws.events.event>}' };
    expect(inputsOf(await eventOf({ input }), "copies-target").inputTransformer).toMatchObject({
      inputTemplate: input.template,
    });
  });

  test("gives what can't be handed over a queue of its own where failures go to another", async () => {
    const graph = await graphOfProgram(() => {
      const onFailure = new Queue("failures");
      const { source } = new Event("copies", {
        handler,
        onFailure,
        source: { type: "eventbridge", pattern },
      });
      return { undeliveredUrl: source.undeliveredUrl };
    });
    expect(inputsOf(graph, "copies-target").deadLetterConfig).toEqual({ arn: queueArn("copies-dlq") });
    expect(senders(graph, "copies-dlq-policy")).toHaveLength(1);
    expect(inputsOf(graph, "copies-handler-invoke-config").destinationConfig).toEqual({
      onFailure: { destination: queueArn("failures") },
    });
    expect(graph.outputs.undeliveredUrl).toMatch(/shop-prod-copies-dlq$/);
  });
});

describe("an event from EventBridge refuses", () => {
  const refused = (source: object) =>
    errorOf(
      () =>
        void new Event("copies", { handler, source: { type: "eventbridge", pattern, ...source } as never }),
    );

  test("all that is wrong at once", async () => {
    const message = await refused({
      pattern: { sources: ["a"] },
      bus: 7,
      retries: 186,
      maxEventAge: 59,
      batchSize: 1,
      input: { path: "detail", template: "<id>" },
    });
    expect(message.split("\n")).toEqual([
      'Event "copies" of service shop has 8 problem(s):',
      "  - source.batchSize: there is no such argument; did you mean type?",
      "  - source.pattern.sources: no event has such a field; did you mean source?",
      '  - source.bus: 7 given; a Bus, or "default" for the account\'s own, is expected.',
      "  - source.input: path and template given; a part of the event or a text made of parts: choose one.",
      '  - source.input.path: "detail" given; a path such as "$.detail" is expected.',
      "  - source.input.template: <id> is none of its paths; add it to source.input.paths.",
      "  - source.retries: 186 given; whole numbers from 0 to 185 are allowed.",
      "  - source.maxEventAge: 59 given; whole numbers from 60 to 86400 seconds are allowed.",
    ]);
  });

  test.each([
    [{ pattern: {} }, "source.pattern: it is empty"],
    [{ input: {} }, "source.input: give path, or a template, with paths to the parts that it names."],
    [
      { input: { paths: { a: "$.a" } } },
      "source.input: give path, or a template, with paths to the parts that it names.",
    ],
  ])("%j", async (source, problem) => {
    expect(await refused(source)).toContain(problem);
  });
});
