import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { arn, bringUp, fn, queue } from "../support.ts";

const scheduleArn = "arn:aws:scheduler:eu-west-1:000000000000:schedule/default/nightly";
const schedule = (name: string, targetArn: string, inputs: object = {}, target: object = {}) => ({
  type: "aws:scheduler/schedule:Schedule",
  name,
  inputs: {
    name,
    scheduleExpression: "cron(0 2 * * ? *)",
    scheduleExpressionTimezone: "Europe/Berlin",
    flexibleTimeWindow: { mode: "OFF" },
    target: { arn: targetArn, roleArn: "arn:aws:iam::000000000000:role/r", ...target },
    ...inputs,
  },
  outputs: { arn: scheduleArn.replace("nightly", name) },
});

test("firing a schedule invokes its function with the input, its context attributes filled in", async () => {
  const input = JSON.stringify({
    kind: "full",
    at: "<aws.scheduler.scheduled-time>",
    id: "<aws.scheduler.execution-id>",
    schedule: "<aws.scheduler.schedule-arn>",
    other: "<aws.scheduler.nonsense>",
  });
  await using app = await bringUp(() => [
    fn("echo"),
    schedule("nightly", arn.function("echo"), {}, { input }),
  ]);
  const result = await app.fire("nightly", new Date("2026-03-01T01:00:00.500Z"));
  const { event } = JSON.parse(result?.payload.toString("utf8") ?? "");
  expect(event).toEqual({
    kind: "full",
    at: "2026-03-01T01:00:00Z",
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    schedule: scheduleArn,
    other: "<aws.scheduler.nonsense>",
  });
});

test("a schedule without input sends Scheduler's own event", async () => {
  await using app = await bringUp((urls) => [queue(urls, "ticks"), schedule("tick", arn.queue("ticks"))]);
  await app.fire("tick", new Date("2026-03-01T01:00:00Z"));
  const [event] = (await app.messages("ticks")).map((each) => JSON.parse(each));
  expect(event).toMatchObject({
    source: "aws.scheduler",
    "detail-type": "Scheduled Event",
    time: "2026-03-01T01:00:00Z",
    resources: [scheduleArn.replace("nightly", "tick")],
  });
});

test("a one-time schedule runs by itself when its time has come", async () => {
  await using app = await bringUp((urls) => {
    // The target is open when it asks for the resources; all that it does before the time comes is to read them.
    const scheduleExpression = `at(${new Date(Date.now() + 3_000).toISOString().slice(0, 19)})`;
    const once = { scheduleExpression, scheduleExpressionTimezone: "UTC" };
    return [
      queue(urls, "ticks"),
      schedule("once", arn.queue("ticks"), once),
      schedule("never", arn.queue("ticks"), { ...once, state: "DISABLED" }),
    ];
  });
  await app.until(async () => (await app.messages("ticks")).length > 0);
  expect(await app.messages("ticks")).toHaveLength(1);
});

test("a function that fails on a schedule is retried as any asynchronous invocation", async () => {
  await using app = await bringUp(() => [
    fn("flaky"),
    schedule("nightly", arn.function("flaky"), {}, { input: '{"failures":2}' }),
  ]);
  const result = await app.fire("nightly");
  expect(JSON.parse(result?.payload.toString("utf8") ?? "")).toEqual({ count: 3 });
});

test("what can't be delivered goes to the schedule's dead-letter queue after its retries", async () => {
  const target = {
    input: '{"a":1}',
    retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 60 },
    deadLetterConfig: { arn: arn.queue("missed") },
  };
  await using app = await bringUp((urls) => [
    queue(urls, "missed"),
    schedule("nightly", "arn:aws:ecs:eu-west-1:000000000000:cluster/elsewhere", {}, target),
  ]);
  await app.fire("nightly");
  expect(await app.messages("missed")).toEqual(['{"a":1}']);
  const sqs = new SQSClient(app.aws);
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: `${app.aws.endpoint}/000000000000/missed`,
      MessageAttributeNames: ["All"],
    }),
  );
  const attributes = Object.entries(Messages?.[0]?.MessageAttributes ?? {});
  expect(Object.fromEntries(attributes.map(([key, value]) => [key, value.StringValue]))).toMatchObject({
    RETRY_ATTEMPTS: "2",
    EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
    SCHEDULE_ARN: scheduleArn,
  });
});
