import { describe, expect, test } from "vitest";
import { Bucket, Bus, Cron, Function, type FunctionSettings, Queue, Topic } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, statements } from "../../support/index.ts";

const handler = "src/handler.ts";
const arnOf = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
const destinations = {
  Queue: () => new Queue("out"),
  Topic: () => new Topic("out"),
  Bus: () => new Bus("out"),
  Function: () => new Function("out", { handler }),
};
const expected = {
  Queue: [arnOf("sqs", "shop-prod-out"), "sqs:SendMessage"],
  Topic: [arnOf("sns", "shop-prod-out"), "sns:Publish"],
  Bus: [arnOf("events", "event-bus/shop-prod-out"), "events:PutEvents"],
  Function: [arnOf("lambda", "function:shop-prod-out"), "lambda:InvokeFunction"],
} as const;

describe.each(["onFailure", "onSuccess"] as const)("%s", (side) => {
  test.each(Object.keys(destinations) as (keyof typeof destinations)[])(
    "may be a %s, which alone the function may hand over to",
    async (kind) => {
      const graph = await graphOfProgram(
        () => void new Function("worker", { handler, [side]: destinations[kind]() }),
      );
      const [arn, action] = expected[kind];
      expect(inputsOf(graph, "worker-invoke-config").destinationConfig).toMatchObject({
        [side]: { destination: arn },
      });
      expect(statements(graph, "worker-policy")).toContainEqual(
        expect.objectContaining({ actions: [action], resources: expect.arrayContaining([arn]) }),
      );
    },
  );
});

describe("a bucket", () => {
  test("may take what failed, as objects", async () => {
    const graph = await graphOfProgram(
      () => void new Function("worker", { handler, onFailure: new Bucket("failures") }),
    );
    const { arn } = graph.get("failures-bucket").outputs;
    expect(inputsOf(graph, "worker-invoke-config").destinationConfig).toEqual({
      onFailure: { destination: arn },
    });
    expect(statements(graph, "worker-policy").slice(-2)).toEqual([
      { effect: "Allow", actions: ["s3:PutObject"], resources: [`${arn}/*`] },
      { effect: "Allow", actions: ["s3:ListBucket"], resources: [arn] },
    ]);
  });

  test("may not take what succeeded", async () => {
    const program = () => {
      const args: object = { onSuccess: new Bucket("results") };
      new Function("worker", { handler, ...args });
    };
    expect(await errorOf(program)).toMatch(/onSuccess: a bucket takes only what failed/);
  });
});

test("a function that says where failures go has no dead-letter queue of its own", async () => {
  const graph = await graphOfProgram(
    () => void new Function("worker", { handler, onFailure: new Topic("failed") }),
  );
  expect(graph.of("aws:sqs/queue:Queue")).toEqual([]);
});

test.each<[string, () => FunctionSettings, RegExp]>([
  ["a FIFO queue", () => ({ onFailure: new Queue("out", { fifo: true }) }), /onFailure: it is a FIFO queue/],
  ["a FIFO topic", () => ({ onSuccess: new Topic("out", { fifo: true }) }), /onSuccess: it is a FIFO topic/],
  [
    "a tenants' function",
    () => ({ onSuccess: new Function("out", { handler, tenancy: "per-tenant" }) }),
    /onSuccess: Lambda names no tenant/,
  ],
  [
    "something else",
    () => ({ onFailure: "arn:..." }) as object,
    /onFailure: .* given; a Queue, Topic, Bus, Bucket or Function/,
  ],
])("%s is refused", async (_what, args, message) => {
  expect(await errorOf(() => void new Function("worker", { handler, ...args() }))).toMatch(message);
});

test("a cron whose failures go to a topic keeps runs that could not be started in a queue of its own", async () => {
  const graph = await graphOfProgram(
    () => void new Cron("nightly", { schedule: "rate(1 day)", handler, onFailure: new Topic("failed") }),
  );
  expect(inputsOf(graph, "nightly-schedule").target).toMatchObject({
    deadLetterConfig: { arn: arnOf("sqs", "shop-prod-nightly-dlq") },
  });
  expect(inputsOf(graph, "nightly-handler-invoke-config").destinationConfig).toEqual({
    onFailure: { destination: arnOf("sns", "shop-prod-failed") },
  });
});
