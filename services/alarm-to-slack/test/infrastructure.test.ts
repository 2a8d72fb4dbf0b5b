import { expect, test } from "vitest";
import { checkRunbook, graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);

test("hears of alarms that go off or are over, but not of its own", () => {
  expect(JSON.parse(String(graph.get("alarms-rule").inputs.eventPattern))).toEqual({
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    detail: {
      alarmName: [{ "anything-but": { prefix: "alarm-to-slack-dev-" } }],
      state: { value: ["ALARM", "OK"] },
    },
  });
});

test("the webhook's address is in no program: the secret is made empty, and its ARN is what the function knows", () => {
  expect(graph.of("aws:secretsmanager/secretVersion:SecretVersion")).toEqual([]);
  expect(graph.get("alarms-on-alarm-function").inputs.environment).toMatchObject({
    variables: { WEBHOOK_SECRET_ARN: graph.get("webhook-secret").outputs.arn },
  });
});

test("the handler may query the logs of its own stage's functions, and read its one secret", () => {
  const all = statements(graph, "alarms-on-alarm-policy");
  const of = (action: string) => all.filter(({ actions }) => actions.includes(action));

  expect(of("logs:StartQuery")).toMatchObject([
    { resources: ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/*-dev-*"] },
  ]);
  expect(of("logs:GetQueryResults")).toMatchObject([{ actions: ["logs:GetQueryResults"], resources: ["*"] }]);
  expect(of("secretsmanager:GetSecretValue")).toMatchObject([
    { resources: [graph.get("webhook-secret").outputs.arn] },
  ]);
});

test("a change that can't be told goes to the dead-letter queue", () => {
  const { arn } = graph.get("alarms-on-alarm-dlq").outputs;

  expect(graph.get("alarms-target").inputs.deadLetterConfig).toEqual({ arn });
  expect(graph.get("alarms-on-alarm-invoke-config").inputs.destinationConfig).toEqual({
    onFailure: { destination: arn },
  });
});

test("what was told is forgotten by itself", () => {
  expect(graph.get("told-table").inputs.ttl).toEqual({ enabled: true, attributeName: "expiration" });
});

test("the runbook says what to do about every alarm", () => checkRunbook(dir));
