import { expect, test } from "vitest";
import { checkRunbook, checkTags, graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const schedule = graph.get("nightly-schedule", "aws:scheduler/schedule:Schedule");
const fn = graph.get("nightly-report-function");
const deadLetters = graph.get("nightly-report-dlq", "aws:sqs/queue:Queue");
const reports = graph.get("reports-queue", "aws:sqs/queue:Queue");

test("it runs every night at three in Berlin", () => {
  expect(schedule.inputs).toMatchObject({
    scheduleExpression: "cron(0 3 * * ? *)",
    scheduleExpressionTimezone: "Europe/Berlin",
    flexibleTimeWindow: { mode: "OFF" },
    state: "ENABLED",
  });
});

test("a run knows when it was due", () => {
  const { arn, input } = schedule.inputs.target as { arn: string; input: string };

  expect(arn).toBe(fn.outputs.arn);
  expect(JSON.parse(input)).toEqual({
    scheduledTime: "<aws.scheduler.scheduled-time>",
    executionId: "<aws.scheduler.execution-id>",
  });
});

test("a run that could not be started is put aside, not lost", () => {
  expect(schedule.inputs.target).toMatchObject({
    deadLetterConfig: { arn: deadLetters.outputs.arn },
    retryPolicy: { maximumEventAgeInSeconds: 3600 },
  });
});

test("a run that fails is retried twice, then put aside", () => {
  expect(graph.get("nightly-report-invoke-config").inputs).toMatchObject({
    functionName: fn.inputs.name,
    maximumRetryAttempts: 2,
    destinationConfig: { onFailure: { destination: deadLetters.outputs.arn } },
  });
});

test("in prod, runs never overlap", async () => {
  const prod = await graphOf(dir, { stage: "prod" });

  expect(prod.get("nightly-report-function").inputs.reservedConcurrentExecutions).toBe(1);
});

test("the schedule may start this job and nothing else", () => {
  expect(statements(graph, "nightly-schedule-policy")).toEqual([
    { effect: "Allow", actions: ["lambda:InvokeFunction"], resources: [fn.outputs.arn] },
    { effect: "Allow", actions: ["sqs:SendMessage"], resources: [deadLetters.outputs.arn] },
  ]);
});

test("the job may read sales and send reports, not change sales or read reports", () => {
  const granted = statements(graph, "nightly-report-policy");
  const allowed = (service: string) => granted.filter(({ actions }) => actions[0]?.startsWith(service));

  expect(allowed("dynamodb:").map(({ resources }) => resources)).toEqual([
    ["arn:aws:dynamodb:eu-west-1:123456789012:table/nightly-report-dev-sales"],
  ]);
  expect(allowed("dynamodb:")[0]?.actions.filter((action) => /Put|Update|Delete|Write/.test(action))).toEqual(
    [],
  );
  expect(allowed("sqs:").flatMap(({ actions }) => actions)).toEqual(["sqs:SendMessage", "sqs:SendMessage"]);
  expect(allowed("sqs:").flatMap(({ resources }) => resources)).toEqual([
    deadLetters.outputs.arn,
    reports.outputs.arn,
  ]);
});

test("sales are keyed by day, so that a report reads its day only", () => {
  expect(graph.get("sales-table").inputs).toMatchObject({ hashKey: "day", rangeKey: "id" });
});

test("a report that its readers can't handle is put aside after five times", () => {
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(String(reports.inputs.redrivePolicy));

  expect(deadLetterTargetArn).toBe(graph.get("reports-dlq", "aws:sqs/queue:Queue").outputs.arn);
  expect(maxReceiveCount).toBe(5);
});

test("the runbook says what to do about every alarm", () => checkRunbook(dir));

test("tags name the service and its owner", () => checkTags(graph, "finance"));
