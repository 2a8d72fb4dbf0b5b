import { describe, expect, test } from "vitest";
import { Cron, type CronArgs, Queue } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const handler = "src/handler.ts";
const sqs = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:shop-prod-${name}`;
const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-nightly-handler";
const cronOf = (args: Partial<Omit<CronArgs, "handler" | "code">>) =>
  graphOfProgram(() => void new Cron("nightly", { schedule: "cron(0 2 * * ? *)", handler, ...args }));
const scheduleOf = async (args: Partial<Omit<CronArgs, "handler" | "code">>) =>
  inputsOf(await cronOf(args), "nightly-schedule");

describe("a cron of which only schedule and handler are said", async () => {
  const graph = await cronOf({});

  test("consists of a function with its failure path, a schedule, and a role for the schedule", () => {
    expect(partsOf(graph)).toEqual([
      "cloudwatch.LogGroup nightly-handler-logs",
      "cloudwatch.MetricAlarm nightly-handler-dead-letters",
      "cloudwatch.MetricAlarm nightly-handler-duration",
      "cloudwatch.MetricAlarm nightly-handler-errors",
      "cloudwatch.MetricAlarm nightly-handler-throttles",
      "iam.Role nightly-handler-role",
      "iam.Role nightly-schedule-role",
      "iam.RolePolicy nightly-handler-policy",
      "iam.RolePolicy nightly-schedule-policy",
      "lambda.Function nightly-handler-function",
      "lambda.FunctionEventInvokeConfig nightly-handler-invoke-config",
      "scheduler.Schedule nightly-schedule",
      "sqs.Queue nightly-handler-dlq",
      "sqs.QueuePolicy nightly-handler-dlq-policy",
    ]);
  });

  test("runs at the stated time in UTC and hands over for an hour at most", () => {
    const { target, ...rest } = inputsOf(graph, "nightly-schedule");
    expect(rest).toEqual({
      name: "shop-prod-nightly",
      scheduleExpression: "cron(0 2 * * ? *)",
      scheduleExpressionTimezone: "UTC",
      state: "ENABLED",
      flexibleTimeWindow: { mode: "OFF" },
    });
    const { input, ...to } = target as { input: string };
    expect(to).toEqual({
      arn: functionArn,
      roleArn: "arn:aws:iam::123456789012:role/shop-prod-nightly-schedule",
      retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 },
      deadLetterConfig: { arn: sqs("nightly-handler-dlq") },
    });
    expect(JSON.parse(input)).toEqual({
      scheduledTime: "<aws.scheduler.scheduled-time>",
      executionId: "<aws.scheduler.execution-id>",
    });
  });

  test("never overlaps with itself: one execution at a time", () => {
    expect(inputsOf(graph, "nightly-handler-function")).toMatchObject({
      reservedConcurrentExecutions: 1,
      timeout: 300,
    });
  });

  test("its schedule may invoke this function and write to its dead-letter queue, and nothing else", () => {
    expect(statements(graph, "nightly-schedule-policy")).toEqual([
      { effect: "Allow", actions: ["lambda:InvokeFunction"], resources: [functionArn] },
      { effect: "Allow", actions: ["sqs:SendMessage"], resources: [sqs("nightly-handler-dlq")] },
    ]);
    expect(JSON.parse(String(inputsOf(graph, "nightly-schedule-role").assumeRolePolicy)).Statement).toEqual([
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "scheduler.amazonaws.com" },
        // AWS: "Confused deputy prevention in EventBridge Scheduler".
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  test("starts only when its role has its permissions", () => {
    expect(graph.get("nightly-schedule").dependencies).toContain(graph.get("nightly-schedule-policy").urn);
  });
});

describe("what a service says about a cron", () => {
  test.each([
    [{ schedule: "rate(5 minutes)" }, { scheduleExpression: "rate(5 minutes)" }],
    [{ timezone: "Europe/Berlin" }, { scheduleExpressionTimezone: "Europe/Berlin" }],
    [{ enabled: false }, { state: "DISABLED" }],
    [{ flexibleWindowMinutes: 15 }, { flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 15 } }],
  ] as const)("%j becomes %j", async (args, expected) => {
    expect(await scheduleOf(args)).toMatchObject(expected);
  });

  test("an input reaches the handler beside the time it was due", async () => {
    const { target } = await scheduleOf({ input: { region: "eu", "a-b": [1] } });
    expect(JSON.parse((target as { input: string }).input).input).toEqual({ region: "eu", "a-b": [1] });
  });

  test("an output in its input is there as the value that it comes to", async () => {
    const graph = await graphOfProgram(() => {
      const queue = new Queue("jobs");
      const due = new Date(Date.UTC(2027, 0, 31));
      const input = { queue: queue.url, list: [{ arn: queue.arn }, Promise.resolve(1)], due, none: null };
      new Cron("nightly", { schedule: "rate(1 day)", handler, input });
    });
    const { input } = inputsOf(graph, "nightly-schedule").target as { input: string };
    expect(JSON.parse(input)).toEqual({
      // AWS: EventBridge Scheduler, "Adding context attributes".
      scheduledTime: "<aws.scheduler.scheduled-time>",
      executionId: "<aws.scheduler.execution-id>",
      input: {
        queue: graph.get("jobs-queue").outputs.url,
        list: [{ arn: graph.get("jobs-queue").outputs.arn }, 1],
        due: "2027-01-31T00:00:00.000Z",
        none: null,
      },
    });
  });

  const circle: Record<string, unknown> = {};
  circle.again = { circle };
  test.each<[string, () => unknown, string]>([
    ["a member that isn't there", () => ({ queue: undefined }), "input.queue: undefined given; JSON has no"],
    ["a hole", () => ({ list: new Array(1) }), "input.list[0]: undefined given; JSON has no form for it."],
    ["no number", () => [1, Number.NaN], "input[1]: NaN given; JSON has no form for it."],
    ["a big number", () => 1n, "input: 1 given; JSON has no form for it."],
    [
      "a function",
      () => ({ run: errorOf }),
      "input.run: the function errorOf given; JSON has no form for it.",
    ],
    ["a component", () => ({ queue: new Queue("jobs") }), 'input.queue: Queue "jobs" given; JSON has no'],
    ["a resource", () => [new Queue("jobs").queue], "input[0]: a resource (aws:sqs/queue:Queue) given;"],
    ["a circle", () => circle, "input.again.circle: it holds itself; JSON can't."],
  ])("what JSON has no form for is refused by its place: %s", async (_, input, problem) => {
    const message = await errorOf(
      () => void new Cron("nightly", { schedule: "rate(1 day)", handler, input: input() }),
    );
    expect(message).toContain(`Cron "nightly" of service shop has 1 problem(s):\n  - ${problem}`);
  });

  test("a queue for failures takes those of the schedule and of the function", async () => {
    const graph = await graphOfProgram(() => {
      const failed = new Queue("failed");
      const cron = new Cron("nightly", { schedule: "rate(1 day)", handler, onFailure: failed });
      return { url: cron.deadLetterQueueUrl };
    });
    expect(inputsOf(graph, "nightly-schedule").target).toMatchObject({
      deadLetterConfig: { arn: sqs("failed") },
    });
    expect(inputsOf(graph, "nightly-handler-invoke-config").destinationConfig).toEqual({
      onFailure: { destination: sqs("failed") },
    });
    expect(statements(graph, "nightly-schedule-policy").at(-1)?.resources).toEqual([sqs("failed")]);
    expect(graph.outputs).toEqual({
      url: "https://sqs.eu-west-1.amazonaws.com/123456789012/shop-prod-failed",
    });
  });
});

describe("a cron refuses", () => {
  test("all that is wrong at once", async () => {
    const message = await errorOf(
      () =>
        void new Cron("nightly", {
          handler,
          schedule: "cron(0 2 * * *)",
          timezone: "Europe/Berln",
          flexibleWindowMinutes: 1_441,
          enable: false,
          transform: { schedul: {} },
        } as unknown as CronArgs),
    );
    expect(message).toContain('Cron "nightly" of service shop has 5 problem(s):');
    for (const problem of [
      "enable: there is no such argument; did you mean enabled?",
      "transform.schedul: there is no such argument; did you mean schedule?",
      "cron(0 2 * * *)",
      "Europe/Berln",
      "flexibleWindowMinutes: 1441 given; whole numbers from 0 to 1440 minutes are allowed.",
    ])
      expect(message).toContain(problem);
  });

  test.each([undefined, "every day", "rate(0 minutes)", "rate(5 fortnights)"])(
    "the schedule %j",
    async (schedule) => {
      const message = await errorOf(() => void new Cron("nightly", { schedule, handler } as CronArgs));
      expect(message).toContain('Cron "nightly" of service shop has 1 problem(s):');
    },
  );
});
