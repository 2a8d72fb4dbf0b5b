import { expect, test } from "vitest";
import { checkRunbook, checkTags, graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const { inputs } = graph.get("fulfilment-state-machine");
const { StartAt, States, TimeoutSeconds } = JSON.parse(String(inputs.definition));
const table = (name: string) => `arn:aws:dynamodb:eu-west-1:123456789012:table/order-fulfilment-dev-${name}`;

/** The resources that a step's function may use; logs and traces, which every function may write, are left out. */
function uses(step: string): string[] {
  return statements(graph, `fulfilment-${step}-policy`)
    .filter(({ actions }) => !/^(logs|xray):/.test(actions[0] ?? ""))
    .flatMap(({ resources }) => resources);
}

test("an order is reserved, charged and shipped, in this order", () => {
  const order: string[] = [];
  for (let name = StartAt; name; name = States[name].Next) order.push(name);

  expect(order).toEqual(["reserve", "charge", "ship"]);
});

test("a declined payment, and no other error, releases the stock and ends the run", () => {
  expect(States.charge.Catch).toEqual([
    { ErrorEquals: ["PaymentDeclined"], ResultPath: "$.error", Next: "release" },
  ]);
  expect(States.release.End).toBe(true);
  for (const name of ["reserve", "release", "ship"]) expect(States[name].Catch).toBeUndefined();
});

test("each step is retried after Lambda's own transient errors, and after no error of its own", () => {
  for (const name of ["reserve", "charge", "ship", "release"]) {
    const errors = States[name].Retry.flatMap(({ ErrorEquals }: { ErrorEquals: string[] }) => ErrorEquals);
    expect(errors).toContain("Lambda.TooManyRequestsException");
    expect(errors.filter((error: string) => !error.startsWith("Lambda."))).toEqual([]);
  }
});

test("a run that is stuck ends after an hour", () => {
  expect(TimeoutSeconds).toBe(3600);
});

test("the state machine may start its own steps only", () => {
  const invoke = statements(graph, "fulfilment-policy").filter(({ actions }) =>
    actions.includes("lambda:InvokeFunction"),
  );
  const own = graph.of("aws:lambda/function:Function").map(({ outputs }) => outputs.arn);

  expect(invoke.flatMap(({ resources }) => resources).sort()).toEqual(own.sort());
});

test.each([
  ["reserve", [table("stock")]],
  ["charge", [table("accounts")]],
  ["release", [table("stock")]],
  ["ship", [graph.get("shipments-queue", "aws:sqs/queue:Queue").outputs.arn]],
])("the step %s may use only what it works with", (step, resources) => {
  expect([...new Set(uses(step))]).toEqual(resources);
});

test("a shipment that the warehouse can't handle is put aside after five times", () => {
  const queue = graph.get("shipments-queue", "aws:sqs/queue:Queue");

  expect(JSON.parse(String(queue.inputs.redrivePolicy))).toEqual({
    deadLetterTargetArn: graph.get("shipments-dlq", "aws:sqs/queue:Queue").outputs.arn,
    maxReceiveCount: 5,
  });
});

test("in prod, the first run that fails raises an alarm", async () => {
  const prod = await graphOf(dir, { stage: "prod" });

  expect(prod.get("fulfilment-failed").inputs).toMatchObject({
    metricName: "ExecutionsFailed",
    dimensions: { StateMachineArn: prod.get("fulfilment-state-machine").outputs.arn },
    threshold: 1,
  });
});

test("the runbook says what to do about every alarm", () =>
  checkRunbook(dir, { step: ["reserve", "charge", "ship", "release"] }));

test("tags name the service and its owner", () => checkTags(graph, "orders"));
