import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { type AlarmSource, Event } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf } from "../../../support/index.ts";

const handler = "src/handler.ts";
const make = (source: object) =>
  void new Event("trouble", { handler, source: { type: "alarm", ...source } as AlarmSource });
const patternOf = async (source: object) =>
  JSON.parse(String(inputsOf(await graphOfProgram(() => make(source)), "trouble-rule").eventPattern));

describe("an event of alarms of which nothing is said", async () => {
  const graph = await graphOfProgram(() => make({}));

  test("hears on the account's own bus of every alarm that goes off, but for the service's own", () => {
    const rule = inputsOf(graph, "trouble-rule");
    expect(rule).toEqual({
      name: "shop-prod-trouble",
      eventBusName: "default",
      eventPattern: rule.eventPattern,
    });
    expect(JSON.parse(String(rule.eventPattern))).toEqual({
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      detail: {
        alarmName: [{ "anything-but": { prefix: "shop-prod-" } }],
        state: { value: ["ALARM"] },
      },
    });
  });

  test("has the failure path of every rule: retries, then the function's dead-letter queue", () => {
    expect(inputsOf(graph, "trouble-target")).toMatchObject({
      arn: "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-trouble-handler",
      deadLetterConfig: { arn: "arn:aws:sqs:eu-west-1:123456789012:shop-prod-trouble-handler-dlq" },
    });
    expect(partsOf(graph)).toContain("lambda.FunctionEventInvokeConfig trouble-handler-invoke-config");
  });
});

test("names, beginnings of names and states are those that are given", async () => {
  const { detail } = await patternOf({
    alarms: ["checkout-5xx", { prefix: "orders-prod-" }, pulumi.output("late")],
    states: ["ALARM", "OK"],
  });
  expect(detail).toEqual({
    alarmName: ["checkout-5xx", { prefix: "orders-prod-" }, "late"],
    state: { value: ["ALARM", "OK"] },
  });
});

test("an event of alarms refuses all that is wrong at once", async () => {
  const message = await errorOf(() =>
    make({
      alarms: ["", "orders-*", { prefix: "" }, { suffix: "-x" }, { prefix: "a", suffix: "b" }],
      states: ["ALARMED"],
      retries: 186,
      alarmz: 1,
    }),
  );
  expect(message.split("\n")).toEqual([
    'Event "trouble" of service shop has 8 problem(s):',
    "  - source.alarmz: there is no such argument; did you mean alarms?",
    ...['""', '"orders-*"', '{"prefix":""}', '{"suffix":"-x"}', '{"prefix":"a","suffix":"b"}'].map(
      (given) =>
        `  - source.alarms: ${given} given; an alarm's name, or { prefix: "orders-prod-" }, is expected.`,
    ),
    '  - source.states: "ALARMED" given; "ALARM", "OK" and "INSUFFICIENT_DATA" are allowed.',
    "  - source.retries: 186 given; whole numbers from 0 to 185 are allowed.",
  ]);
  expect(await errorOf(() => make({ alarms: [], states: [] }))).toContain("source.alarms: [] given");
});
