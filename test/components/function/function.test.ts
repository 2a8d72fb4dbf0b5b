import { describe, expect, test } from "vitest";
import type { AssetValue } from "../../../platform/engine/index.ts";
import { Function, Queue, Table } from "../../../platform/index.ts";
import { because, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const handler = "src/handler.ts";

describe("a function of which nothing is said", async () => {
  const graph = await graphOfProgram(() => void new Function("worker", { handler }));

  test("consists of these parts and no others", () => {
    expect(partsOf(graph)).toEqual([
      "cloudwatch.LogGroup worker-logs",
      "cloudwatch.MetricAlarm worker-concurrency",
      "cloudwatch.MetricAlarm worker-dead-letters",
      "cloudwatch.MetricAlarm worker-duration",
      "cloudwatch.MetricAlarm worker-errors",
      "cloudwatch.MetricAlarm worker-throttles",
      "iam.Role worker-role",
      "iam.RolePolicy worker-policy",
      "lambda.Function worker-function",
      "lambda.FunctionEventInvokeConfig worker-invoke-config",
      "sqs.Queue worker-dlq",
      "sqs.QueuePolicy worker-dlq-policy",
    ]);
  });

  test("has exactly these settings", () => {
    const { code, sourceCodeHash, ...rest } = inputsOf(graph, "worker-function");
    expect((code as AssetValue).asset).toMatchObject({
      kind: "file-archive",
      path: expect.stringMatching(/\.zip$/),
    });
    expect(sourceCodeHash).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(rest).toEqual({
      name: "shop-prod-worker",
      role: "arn:aws:iam::123456789012:role/shop-prod-worker-function",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      memorySize: 512,
      timeout: 10,
      reservedConcurrentExecutions: 10,
      ephemeralStorage: { size: 512 },
      environment: {
        variables: {
          STAGE: "prod",
          POWERTOOLS_SERVICE_NAME: "shop",
          POWERTOOLS_METRICS_NAMESPACE: "shop",
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
      },
      loggingConfig: {
        logFormat: "JSON",
        logGroup: "/aws/lambda/shop-prod-worker",
        applicationLogLevel: "INFO",
        systemLogLevel: "WARN",
      },
      tracingConfig: { mode: "Active" },
    });
  });

  test("may write its own logs, traces and dead letters, and nothing else", () => {
    expect(statements(graph, "worker-policy")).toEqual([
      {
        effect: "Allow",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/shop-prod-worker:*"],
      },
      {
        effect: "Allow",
        actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
        resources: ["*"],
      },
      {
        effect: "Allow",
        actions: ["sqs:SendMessage"],
        resources: ["arn:aws:sqs:eu-west-1:123456789012:shop-prod-worker-dlq"],
      },
    ]);
  });

  test("can be assumed by Lambda only", () => {
    const { assumeRolePolicy, name } = inputsOf(graph, "worker-role");
    expect(name).toBe("shop-prod-worker-function");
    expect(JSON.parse(String(assumeRolePolicy))).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
      ],
    });
  });

  test("logs to a group that exists before it and expires", () => {
    expect(inputsOf(graph, "worker-logs")).toEqual({
      name: "/aws/lambda/shop-prod-worker",
      retentionInDays: 30,
    });
    expect(graph.get("worker-function").dependencies).toContain(graph.get("worker-logs").urn);
  });

  test("is made after its permissions, so that its first invocation has them", () => {
    expect(graph.get("worker-function").dependencies).toContain(graph.get("worker-policy").urn);
  });

  test("sends asynchronous events that failed all retries to its dead-letter queue", () => {
    expect(inputsOf(graph, "worker-invoke-config")).toEqual({
      functionName: "shop-prod-worker",
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: {
        onFailure: { destination: "arn:aws:sqs:eu-west-1:123456789012:shop-prod-worker-dlq" },
      },
    });
  });

  test.each([
    ["worker-errors", ["AWS/Lambda", "Errors", "Sum"], { FunctionName: "shop-prod-worker" }],
    ["worker-throttles", ["AWS/Lambda", "Throttles", "Sum"], { FunctionName: "shop-prod-worker" }],
    [
      "worker-dead-letters",
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum"],
      { QueueName: "shop-prod-worker-dlq" },
    ],
  ])("raises the alarm %s at the first sign", (name, [namespace, metricName, statistic], dimensions) => {
    const { alarmDescription, ...rest } = inputsOf(graph, name);
    expect(alarmDescription).toMatch(/see the runbook/);
    expect(rest).toEqual({
      name: `shop-prod-${name}`,
      namespace,
      metricName,
      statistic,
      dimensions,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      period: 60,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      alarmActions: [],
      okActions: [],
    });
  });
});

describe("what a service says about a function", () => {
  const layer = "arn:aws:lambda:eu-west-1:123456789012:layer:certificates:3";
  test.each([
    [{ memory: 1024 }, { memorySize: 1024 }],
    [{ timeout: 60 }, { timeout: 60 }],
    [{ reservedConcurrency: because(3) }, { reservedConcurrentExecutions: 3 }],
    [{ reservedConcurrency: because(0) }, { reservedConcurrentExecutions: 0 }],
    [{ reservedConcurrency: because("unreserved") }, { reservedConcurrentExecutions: -1 }],
    [{ ephemeralStorage: 1024 }, { ephemeralStorage: { size: 1024 } }],
    [{ layers: [layer] }, { layers: [layer] }],
    [{ architecture: "x86_64" }, { architectures: ["x86_64"] }],
    [{ tracing: because("PassThrough") }, { tracingConfig: { mode: "PassThrough" } }],
    [{ logLevel: "DEBUG" }, { loggingConfig: expect.objectContaining({ applicationLogLevel: "DEBUG" }) }],
  ] as const)("%j becomes %j", async (args, expected) => {
    const graph = await graphOfProgram(() => void new Function("worker", { handler, ...args }));
    expect(inputsOf(graph, "worker-function")).toMatchObject(expected);
  });

  test.each([
    [{ logRetentionDays: because(365) }, "worker-logs", { retentionInDays: 365 }],
    [{ retries: 0 }, "worker-invoke-config", { maximumRetryAttempts: 0 }],
    [{ maxEventAge: 60 }, "worker-invoke-config", { maximumEventAgeInSeconds: 60 }],
  ] as const)("%j reaches %s", async (args, name, expected) => {
    const graph = await graphOfProgram(() => void new Function("worker", { handler, ...args }));
    expect(inputsOf(graph, name)).toMatchObject(expected);
  });

  test("without tracing there is no permission for traces", async () => {
    const graph = await graphOfProgram(
      () => void new Function("worker", { handler, tracing: because("PassThrough") }),
    );
    expect(statements(graph, "worker-policy").flatMap(({ actions }) => actions)).not.toContain(
      "xray:PutTraceSegments",
    );
  });

  test("destinations of its own replace the dead-letter queue, and the role may send to both", async () => {
    const graph = await graphOfProgram(() => {
      const [failed, done] = [new Queue("failed"), new Queue("done")];
      new Function("worker", { handler, onFailure: failed, onSuccess: done });
    });
    const arn = (queue: string) => `arn:aws:sqs:eu-west-1:123456789012:shop-prod-${queue}`;
    expect(inputsOf(graph, "worker-invoke-config").destinationConfig).toEqual({
      onFailure: { destination: arn("failed") },
      onSuccess: { destination: arn("done") },
    });
    expect(statements(graph, "worker-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["sqs:SendMessage"],
      resources: [arn("failed"), arn("done")],
    });
    expect(partsOf(graph)).not.toContain("sqs.Queue worker-dlq");
  });

  test("variables and permissions add to those it has anyway", async () => {
    const graph = await graphOfProgram(() => {
      const permissions = [
        { actions: ["ses:SendEmail"], resources: ["arn:aws:ses:eu-west-1:123456789012:identity/shop"] },
      ];
      new Function("worker", { handler, environment: { GREETING: "hello" }, permissions });
    });
    expect(inputsOf(graph, "worker-function").environment).toMatchObject({
      variables: { STAGE: "prod", GREETING: "hello" },
    });
    expect(statements(graph, "worker-policy").at(-1)?.actions).toEqual(["ses:SendEmail"]);
  });

  test("the same table linked twice counts once", async () => {
    const graph = await graphOfProgram(() => {
      const table = new Table("users", { partitionKey: "id" });
      new Function("worker", { handler, link: [table.read, table.read] });
    });
    const actions = statements(graph, "worker-policy").flatMap((statement) => statement.actions);
    expect(actions.filter((action) => action === "dynamodb:GetItem")).toHaveLength(1);
  });
});
