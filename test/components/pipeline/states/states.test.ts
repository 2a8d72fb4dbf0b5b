import { describe, expect, test } from "vitest";
import {
  buildDefinition,
  choice,
  defaultSequence,
  fail,
  map,
  parallel,
  pass,
  Step,
  sequence,
  succeed,
  transientErrors,
  wait,
} from "../../../../platform/components/pipeline/states/index.ts";
import { arn, build, cancel, charge, ship, validate } from "./support.ts";

describe("a definition", () => {
  test("runs steps one after the other, each on what the one before returned", () => {
    expect(build(sequence(validate, ship))).toEqual({
      StartAt: "validate",
      States: {
        validate: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: {
            FunctionName: arn("validate"),
            Payload: { "executionId.$": "$$.Execution.Id", "input.$": "$" },
          },
          OutputPath: "$.Payload",
          Next: "ship",
        },
        ship: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: {
            FunctionName: arn("ship"),
            Payload: { "executionId.$": "$$.Execution.Id", "input.$": "$" },
          },
          OutputPath: "$.Payload",
          End: true,
        },
      },
    });
  });

  test("defaults to the steps in the order they are written", () => {
    const steps = { validate, charge, ship };
    expect(buildDefinition(defaultSequence(steps))).toEqual(
      buildDefinition(sequence(validate, charge, ship)),
    );
    expect(buildDefinition(defaultSequence([ship, charge])).StartAt).toBe("ship");
  });

  test("has the comment, the timeout and the default retry it is given", () => {
    const retry = { interval: 2, attempts: 6, backoff: 2, maxDelay: 30, jitter: true };
    const definition = build(validate, { comment: "Orders", timeoutSeconds: 300, retry });
    expect(definition).toMatchObject({ Comment: "Orders", TimeoutSeconds: 300 });
    expect(definition.States.validate).toMatchObject({
      Retry: [
        {
          ErrorEquals: transientErrors,
          IntervalSeconds: 2,
          MaxAttempts: 6,
          BackoffRate: 2,
          MaxDelaySeconds: 30,
          JitterStrategy: "FULL",
        },
      ],
    });
  });

  test("keeps what stands for an ARN until it is known", () => {
    const later = Promise.resolve("arn");
    const definition = buildDefinition(new Step("a", later));
    expect(definition.States.a).toMatchObject({ Parameters: { FunctionName: later } });
  });
});

describe("the other states", () => {
  test("parallel branches are machines of their own", () => {
    const both = parallel("both", [sequence(charge, wait("settle", 5)), ship], { resultPath: "$.done" })
      .retry({ errors: ["Busy"], attempts: 1 })
      .catch(["States.ALL"], cancel);
    const { States } = build(sequence(both, pass("tidy", { parameters: { "id.$": "$.id" } })));
    expect(States.both).toMatchObject({
      Type: "Parallel",
      Branches: [
        { StartAt: "charge", States: { charge: { Next: "settle" }, settle: { Seconds: 5, End: true } } },
        { StartAt: "ship", States: { ship: { End: true } } },
      ],
      ResultPath: "$.done",
      Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 1 }],
      Catch: [{ Next: "cancel" }],
      Next: "tidy",
    });
  });

  test("map works on the items of a list", () => {
    const selector = { "sku.$": "$$.Map.Item.Value.sku" };
    const { States } = build(
      map("lines", { items: "$.lines", concurrency: 4, selector, resultPath: "$.priced" }, charge),
    );
    expect(States.lines).toMatchObject({
      Type: "Map",
      ItemsPath: "$.lines",
      MaxConcurrency: 4,
      ItemSelector: selector,
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "charge",
        States: { charge: { End: true } },
      },
      ResultPath: "$.priced",
      End: true,
    });
  });

  test("all ways of a choice lead on to what follows it", () => {
    const isLarge = choice("is large", [
      { when: { variable: "$.total", numericGreaterThan: 100 }, next: validate },
      {
        when: {
          and: [{ variable: "$.vip", isPresent: true }, { not: { variable: "$.vip", booleanEquals: false } }],
        },
        next: succeed("free"),
      },
    ]);
    const { States } = build(sequence(isLarge, ship));
    expect(States["is large"]).toEqual({
      Type: "Choice",
      Choices: [
        { Variable: "$.total", NumericGreaterThan: 100, Next: "validate" },
        {
          And: [{ Variable: "$.vip", IsPresent: true }, { Not: { Variable: "$.vip", BooleanEquals: false } }],
          Next: "free",
        },
      ],
      Default: "ship",
    });
    expect(States.validate).toMatchObject({ Next: "ship" });
    expect(States.free).toEqual({ Type: "Succeed" });
  });

  test("a choice may end in one of several ways", () => {
    const decide = choice(
      "decide",
      [
        {
          when: {
            or: [
              { variable: "$.a", stringMatches: "x*" },
              { variable: "$.b", timestampLessThanPath: "$.c" },
            ],
          },
          next: ship,
        },
      ],
      fail("refused", "NotAllowed", "no rule fits"),
    );
    const { States } = build(decide);
    expect(States.decide).toMatchObject({ Default: "refused" });
    expect(States.refused).toEqual({ Type: "Fail", Error: "NotAllowed", Cause: "no rule fits" });
    expect(States.ship).toMatchObject({ End: true });
  });

  test("wait takes seconds, a path or a time", () => {
    const until = "2030-01-01T00:00:00Z";
    const { States } = build(
      sequence(wait("a", 0), wait("b", "$.delay"), wait("c", { until }), wait("d", { until: "$.at" })),
    );
    expect(Object.values(States).map(({ Type, Next, End, ...rest }) => rest)).toEqual([
      { Seconds: 0 },
      { SecondsPath: "$.delay" },
      { Timestamp: until },
      { TimestampPath: "$.at" },
    ]);
  });
});
