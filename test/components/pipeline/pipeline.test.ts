import { describe, expect, test } from "vitest";
import {
  Function,
  fail,
  Pipeline,
  type PipelineArgs,
  Queue,
  sequence,
  Table,
} from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const [handler, other] = ["src/handler.ts", "src/other.ts"] as const;
const fn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-${name}`;
const definitionOf = (inputs: Record<string, unknown>) => JSON.parse(String(inputs.definition));

describe("a pipeline of which only its steps are said", async () => {
  const graph = await graphOfProgram(() => {
    const fulfil = new Pipeline("fulfil", { steps: { charge: handler, ship: other } });
    return { arn: fulfil.arn };
  });

  test("consists of a function for each step and a state machine with its role, log and alarm", () => {
    const functionParts = (name: string) => [
      `cloudwatch.LogGroup ${name}-logs`,
      `cloudwatch.MetricAlarm ${name}-concurrency`,
      `cloudwatch.MetricAlarm ${name}-duration`,
      `cloudwatch.MetricAlarm ${name}-errors`,
      `cloudwatch.MetricAlarm ${name}-throttles`,
      `iam.Role ${name}-role`,
      `iam.RolePolicy ${name}-policy`,
      `lambda.Function ${name}-function`,
    ];
    expect(partsOf(graph)).toEqual(
      [
        ...functionParts("fulfil-handler"),
        ...functionParts("fulfil-other"),
        "cloudwatch.LogGroup fulfil-logs",
        "cloudwatch.MetricAlarm fulfil-failed",
        "cloudwatch.MetricAlarm fulfil-timed-out",
        "cloudwatch.MetricAlarm fulfil-aborted",
        "iam.Role fulfil-role",
        "iam.RolePolicy fulfil-policy",
        "sfn.StateMachine fulfil-state-machine",
      ].sort(),
    );
  });

  test("logs failures without the data of runs, traces, and is of the standard type", () => {
    const { definition, ...rest } = inputsOf(graph, "fulfil-state-machine");
    expect(definition).toBeTypeOf("string");
    expect(rest).toEqual({
      name: "shop-prod-fulfil",
      type: "STANDARD",
      roleArn: "arn:aws:iam::123456789012:role/shop-prod-fulfil-states",
      loggingConfiguration: {
        level: "ERROR",
        includeExecutionData: false,
        logDestination:
          "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/shop-prod-fulfil:*",
      },
      tracingConfiguration: { enabled: true },
    });
    expect(inputsOf(graph, "fulfil-logs")).toEqual({
      name: "/aws/vendedlogs/states/shop-prod-fulfil",
      retentionInDays: 30,
    });
  });

  test("runs its steps in the order given, for an hour at most, retrying what Lambda itself gets wrong", () => {
    const definition = definitionOf(inputsOf(graph, "fulfil-state-machine"));
    expect(definition).toMatchObject({ StartAt: "charge", TimeoutSeconds: 3600 });
    expect(definition.States.charge).toMatchObject({ Type: "Task", Next: "ship" });
    expect(definition.States.ship).toMatchObject({ Type: "Task", End: true });
    expect(JSON.stringify(definition.States.charge)).toContain(fn("fulfil-handler"));
    expect(definition.States.charge.Retry[0]).toMatchObject({
      MaxAttempts: 3,
      IntervalSeconds: 1,
      BackoffRate: 2,
    });
  });

  test("may invoke its own steps; log delivery, traces and sampling know no resources of their own", () => {
    const all = statements(graph, "fulfil-policy");
    expect(all[0]).toEqual({
      effect: "Allow",
      actions: ["lambda:InvokeFunction"],
      resources: [fn("fulfil-handler"), fn("fulfil-other")],
    });
    expect(all.slice(1).map(({ actions, resources }) => [actions[0], resources])).toEqual([
      ["logs:CreateLogDelivery", ["*"]],
      ["xray:PutTraceSegments", ["*"]],
      ["xray:GetSamplingRules", ["*"]],
    ]);
  });

  test.each([
    ["failed", "ExecutionsFailed"],
    ["timed-out", "ExecutionsTimedOut"],
    ["aborted", "ExecutionsAborted"],
  ])("raises an alarm when a run ends as %s", (ending, metricName) => {
    expect(inputsOf(graph, `fulfil-${ending}`)).toMatchObject({
      namespace: "AWS/States",
      metricName,
      dimensions: { StateMachineArn: graph.outputs.arn },
      threshold: 1,
    });
  });

  test("its steps need no dead-letter queue: the run itself says what failed", () => {
    expect(graph.of("aws:sqs/queue:Queue")).toEqual([]);
  });
});

describe("what a service says about a pipeline", () => {
  const pipelineOf = async (args: Partial<PipelineArgs>) =>
    graphOfProgram(() => void new Pipeline("fulfil", { steps: { charge: handler }, ...args }));

  test("its type and time reach the state machine", async () => {
    const inputs = inputsOf(await pipelineOf({ type: "EXPRESS", timeout: 60 }), "fulfil-state-machine");
    expect(inputs.type).toBe("EXPRESS");
    expect(definitionOf(inputs).TimeoutSeconds).toBe(60);
  });

  test("an express pipeline ends after five minutes, the longest AWS lets it run", async () => {
    const inputs = inputsOf(await pipelineOf({ type: "EXPRESS" }), "fulfil-state-machine");
    expect(definitionOf(inputs).TimeoutSeconds).toBe(300);
  });

  test("a definition of its own replaces the order given", async () => {
    const graph = await graphOfProgram(
      () =>
        void new Pipeline("fulfil", {
          steps: { charge: handler, ship: other },
          definition: ({ charge, ship }) => sequence(ship, charge),
        }),
    );
    expect(definitionOf(inputsOf(graph, "fulfil-state-machine")).StartAt).toBe("ship");
  });

  test("steps of one file share a function, which the role names once", async () => {
    const graph = await pipelineOf({ steps: { first: handler, second: handler } });
    expect(graph.of("aws:lambda/function:Function")).toHaveLength(1);
    expect(statements(graph, "fulfil-policy")[0]?.resources).toEqual([fn("fulfil-handler")]);
    expect(Object.keys(definitionOf(inputsOf(graph, "fulfil-state-machine")).States)).toEqual([
      "first",
      "second",
    ]);
  });

  test("a function made elsewhere may be a step", async () => {
    const graph = await graphOfProgram(() => {
      const worker = new Function("worker", { handler });
      new Pipeline("fulfil", { steps: { work: worker } });
    });
    expect(statements(graph, "fulfil-policy")[0]?.resources).toEqual([fn("worker")]);
  });

  test("links of the pipeline reach every step, those of a step only its own", async () => {
    const graph = await graphOfProgram(() => {
      const [stock, jobs] = [new Table("stock", { partitionKey: "id" }), new Queue("jobs")];
      new Pipeline("fulfil", {
        steps: { charge: handler, ship: { handler: other, link: [jobs], memory: 256 } },
        link: [stock.read],
        function: { memory: 1024 },
      });
    });
    const { environment, memorySize } = inputsOf(graph, "fulfil-other-function");
    expect(environment).toMatchObject({
      variables: { STOCK_TABLE_NAME: "shop-prod-stock", JOBS_QUEUE_URL: expect.any(String) },
    });
    expect(memorySize).toBe(256);
    expect(inputsOf(graph, "fulfil-handler-function").memorySize).toBe(1024);
    expect(statements(graph, "fulfil-handler-policy").flatMap((s) => s.actions)).not.toContain(
      "sqs:SendMessage",
    );
  });

  test("linked, it lets a function start runs of it and of nothing else", async () => {
    const graph = await graphOfProgram(() => {
      const fulfil = new Pipeline("fulfil", { steps: { charge: handler } });
      new Function("starter", { handler: other, link: [fulfil] });
      return { arn: fulfil.arn };
    });
    expect(inputsOf(graph, "starter-function").environment).toMatchObject({
      variables: { FULFIL_STATE_MACHINE_ARN: graph.outputs.arn },
    });
    expect(statements(graph, "starter-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["states:StartExecution"],
      resources: [graph.outputs.arn],
    });
  });
});

describe("a pipeline refuses", () => {
  const refused = (args: object) => errorOf(() => void new Pipeline("fulfil", args as PipelineArgs));

  test("all that is wrong at once", async () => {
    const message = await refused({
      steps: { a: { handler, memory: 128 }, b: { handler, memory: 256 }, c: undefined },
      type: "FAST",
      timeout: 0,
      defintion: 1,
      transform: { statemachine: {} },
    });
    expect(message.split("\n")).toEqual([
      'Pipeline "fulfil" of service shop has 6 problem(s):',
      "  - defintion: there is no such argument; did you mean definition?",
      "  - transform.statemachine: there is no such argument; did you mean stateMachine?",
      "  - steps: src/handler.ts is used with different settings; use the same object in each place.",
      "  - steps.c: it leads to nothing; give it a handler's file.",
      '  - type: "FAST" given; "STANDARD" and "EXPRESS" are allowed.',
      "  - timeout: 0 given; whole numbers from 1 to 31536000 seconds are allowed.",
    ]);
  });

  test.each([
    [{ steps: {} }, "steps: there is none; give at least one"],
    [{}, "steps: there is none; give at least one"],
    [
      { steps: { a: handler }, type: "EXPRESS", timeout: 301 },
      "timeout: 301 given; whole numbers from 1 to 300 seconds",
    ],
    [
      { steps: { a: "src/a-b.ts", b: "src/a/b.ts" } },
      "both give the name fulfil-a-b; rename one of the files.",
    ],
  ])("%j", async (args, problem) => {
    expect(await refused(args)).toContain(problem);
  });
});

test("a definition that can't work is refused, naming the pipeline and every state that is wrong", async () => {
  const message = await errorOf(() => {
    new Pipeline("flow", {
      steps: { check: "src/handler.ts", ship: "src/other.ts" },
      definition: ({ check, ship }) => sequence(fail("check", "Never"), check, ship),
    });
  });
  expect(message).toContain('Pipeline "flow" of service shop has 2 problem(s):');
  expect(message).toContain('The state "check" is never reached');
  expect(message).toContain('Two states are called "check"');
});
