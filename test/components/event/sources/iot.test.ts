import { describe, expect, test } from "vitest";
import { Event, type IotSource, Queue } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../../support/index.ts";

const handler = "src/handler.ts";
const sql = "SELECT *, topic(2) AS device FROM 'devices/+/state'";
const queueArn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:shop-prod-${name}`;
const eventOf = (source: Partial<IotSource> = {}) =>
  graphOfProgram(() => void new Event("low-batteries", { handler, source: { type: "iot", sql, ...source } }));

describe("an event from IoT of which only its SQL is said", async () => {
  const graph = await eventOf();

  test("consists of a rule, the role of its errors, a permission, and a function with its dead-letter queue", () => {
    expect(partsOf(graph).filter((part) => !part.includes("MetricAlarm"))).toEqual([
      "cloudwatch.LogGroup low-batteries-handler-logs",
      "iam.Role low-batteries-error-role",
      "iam.Role low-batteries-handler-role",
      "iam.RolePolicy low-batteries-error-policy",
      "iam.RolePolicy low-batteries-handler-policy",
      "iot.TopicRule low-batteries-topic-rule",
      "lambda.Function low-batteries-handler-function",
      "lambda.FunctionEventInvokeConfig low-batteries-handler-invoke-config",
      "lambda.Permission low-batteries-permission",
      "sqs.Queue low-batteries-handler-dlq",
      "sqs.QueuePolicy low-batteries-handler-dlq-policy",
    ]);
  });

  test("invokes the function, and puts what it can't hand over into the function's dead-letter queue", () => {
    expect(inputsOf(graph, "low-batteries-topic-rule")).toEqual({
      name: "shop_prod_low_batteries",
      enabled: true,
      sql,
      sqlVersion: "2016-03-23",
      lambdas: [
        { functionArn: "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-low-batteries-handler" },
      ],
      errorAction: {
        sqs: {
          queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/shop-prod-low-batteries-handler-dlq",
          roleArn: "arn:aws:iam::123456789012:role/shop-prod-low-batteries-iot-error",
          useBase64: false,
        },
      },
    });
  });

  test("lets this rule and nothing else invoke the function", () => {
    expect(inputsOf(graph, "low-batteries-permission")).toEqual({
      action: "lambda:InvokeFunction",
      function: "shop-prod-low-batteries-handler",
      principal: "iot.amazonaws.com",
      sourceArn: "arn:aws:iot:eu-west-1:123456789012:rule/shop_prod_low_batteries",
    });
  });

  test("lets its role write to that queue and do nothing else, before the rule is there", () => {
    expect(statements(graph, "low-batteries-error-policy")).toEqual([
      { effect: "Allow", actions: ["sqs:SendMessage"], resources: [queueArn("low-batteries-handler-dlq")] },
    ]);
    expect(graph.get("low-batteries-topic-rule").dependencies).toContain(
      graph.get("low-batteries-error-policy").urn,
    );
  });
});

describe("what a service says", () => {
  test("chooses the version of the SQL, and stops the rule", async () => {
    expect(
      inputsOf(await eventOf({ sqlVersion: "beta", enabled: false }), "low-batteries-topic-rule"),
    ).toMatchObject({
      sqlVersion: "beta",
      enabled: false,
    });
  });

  test("gives what can't be handed over a queue of its own where failures go to another", async () => {
    const graph = await graphOfProgram(() => {
      const onFailure = new Queue("failures");
      new Event("low-batteries", { handler, onFailure, source: { type: "iot", sql } });
    });
    expect(statements(graph, "low-batteries-error-policy")[0]?.resources).toEqual([
      queueArn("low-batteries-dlq"),
    ]);
  });
});

test("an event from IoT refuses all that is wrong at once", async () => {
  const message = await errorOf(
    () =>
      void new Event("low-batteries", {
        handler,
        source: { type: "iot", sql: "SELECT * FROM devices", sqlVersion: "2020-01-01", topic: "a" } as never,
      }),
  );
  expect(message.split("\n")).toEqual([
    'Event "low-batteries" of service shop has 3 problem(s):',
    expect.stringContaining("  - source.topic: there is no such argument; did you mean "),
    "  - source.sql: a topic filter in single quotes is expected behind FROM, such as SELECT * FROM 'devices/+/state'.",
    '  - source.sqlVersion: "2020-01-01" given; "2016-03-23", "2015-10-08" and "beta" are allowed.',
  ]);
});
