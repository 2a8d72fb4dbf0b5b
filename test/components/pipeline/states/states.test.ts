import { describe, expect, test } from "vitest";
import {
  buildDefinition,
  type Comparison,
  choice,
  defaultSequence,
  fail,
  map,
  type Node,
  parallel,
  pass,
  Step,
  sequence,
  succeed,
  transientErrors,
  validateDefinition,
  wait,
} from "../../../../platform/components/pipeline/states/index.ts";

const arn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
const step = (name: string) => new Step(name, arn(name));
const [validate, charge, ship, cancel] = ["validate", "charge", "ship", "cancel"].map(step) as [
  Step<string>,
  Step<string>,
  Step<string>,
  Step<string>,
];

/** Builds it, and proves with the validator that it is valid. */
function build(root: Node<string>, options = {}) {
  const definition = buildDefinition(root, options);
  expect(validateDefinition(definition)).toEqual([]);
  return definition;
}

const problemsOf = (root: Node<string>) => {
  try {
    buildDefinition(root);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

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

describe("errors of a step", () => {
  test("go to a handler, which sees the input and the error and then ends the execution", () => {
    const { States } = build(sequence(charge.catch(["PaymentDeclined"], cancel), ship));
    expect(States.charge).toMatchObject({
      Catch: [{ ErrorEquals: ["PaymentDeclined"], ResultPath: "$.error", Next: "cancel" }],
      Next: "ship",
    });
    expect(States.cancel).toMatchObject({ End: true });
  });

  test("can resume after the handler", () => {
    const { States } = build(
      sequence(charge.catch(["States.ALL"], cancel, { resume: true, resultPath: null }), ship),
    );
    expect(States.charge).toMatchObject({ Catch: [{ ResultPath: null }] });
    expect(States.cancel).toMatchObject({ Next: "ship" });
  });

  test("of several steps can share a handler", () => {
    const { States } = build(sequence(charge.catch(["A"], cancel), ship.catch(["B"], cancel)));
    expect(Object.keys(States)).toEqual(["charge", "cancel", "ship"]);
  });

  test("are retried by the step's own rules, then by the default, then by a rule for all", () => {
    const careful = charge
      .retry({ errors: ["States.ALL"], attempts: 1 })
      .retry({ errors: ["Busy"], interval: 5, backoff: 1.5 });
    const { States } = build(
      charge.retry({ errors: ["Busy"] }).retry({ errors: ["States.ALL"], attempts: 1 }),
      {
        retry: { attempts: 6 },
      },
    );
    expect(States.charge?.Retry).toEqual([
      { ErrorEquals: ["Busy"] },
      { ErrorEquals: transientErrors, MaxAttempts: 6 },
      { ErrorEquals: ["States.ALL"], MaxAttempts: 1 },
    ]);
    expect(problemsOf(careful)).toContain("would never apply; put it last");
  });

  test("leave the step itself as it was, so that it can be used with others elsewhere", () => {
    charge
      .catch(["A"], cancel)
      .retry({ errors: ["B"] })
      .timeout(3);
    expect(build(charge).States.charge).not.toHaveProperty("Catch");
  });

  test("include a timeout per attempt", () => {
    expect(build(charge.timeout(20)).States.charge).toMatchObject({ TimeoutSeconds: 20 });
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

describe("a definition that can't work is refused in words", () => {
  const odd = { variable: "$.a", numericGreaterThan: 1, numericLessThan: 3 } as unknown as Comparison;
  const unknown = { variable: "$.a", greaterThan: 1 } as unknown as Comparison;
  test.each([
    ["a name used twice", sequence(charge, ship, charge.timeout(3)), 'Two states are called "charge"'],
    [
      "a name used in two branches",
      parallel("p", [charge, step("charge")]),
      'Two states are called "charge"',
    ],
    [
      "a handler that leads on in two ways",
      sequence(charge.catch(["A"], cancel), ship.catch(["B"], cancel, { resume: true }), validate),
      '"cancel" is used in two places that go on differently',
    ],
    ["a name too long", step("x".repeat(81)), "81 characters; 1 to 80"],
    [
      "a step after the end",
      sequence(charge, fail("stop", "E"), ship),
      '"ship" is never reached: "stop" ends',
    ],
    ["no steps", sequence<string>(), "no steps"],
    ["no branches", parallel<string>("p", []), "no branches"],
    [
      "a choice without a way out",
      choice("c", [{ when: { variable: "$.a", isNull: true }, next: ship }]),
      'no "otherwise"',
    ],
    ["a choice without rules", sequence(choice<string>("c", []), ship), "no rules"],
    ["two comparisons in one", sequence(choice("c", [{ when: odd, next: charge }]), ship), "2 comparisons"],
    [
      "an unknown comparison",
      sequence(choice("c", [{ when: unknown, next: charge }]), ship),
      "greaterThan is no comparison",
    ],
    ["States.ALL beside others", charge.catch(["States.ALL", "A"], cancel), "must stand alone"],
    ["a catch without errors", charge.catch([], cancel), "names no errors"],
    ["a timeout of no time", charge.timeout(0), "the timeout is 0"],
    [
      "a broken retry",
      charge.retry({ errors: ["A"], interval: 0.5, backoff: 0.5, attempts: -1 }),
      "backoff is 0.5",
    ],
    ["a negative wait", wait("w", -1), "the wait is -1"],
  ])("%s", (_, root, words) => {
    expect(problemsOf(root)).toContain(words);
  });

  test("with all its problems together", () => {
    expect(problemsOf(sequence(wait("", -1), parallel("p", []))).split("\n")).toHaveLength(3);
  });
});

describe("the validator", () => {
  test("finds what is wrong in a definition written by hand, and leaves it as it is", () => {
    const definition = { StartAt: "A", States: { A: { Type: "Task", Resource: "x", Next: "B" } } };
    const before = structuredClone(definition);
    expect(validateDefinition(definition).length).toBeGreaterThan(0);
    expect(definition).toEqual(before);
  });

  test("says so when there is nothing it could read", () => {
    expect(validateDefinition({}).length).toBeGreaterThan(0);
  });
});
