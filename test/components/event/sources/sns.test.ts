import { describe, expect, test } from "vitest";
import { Event, type EventArgs, type SnsSource, Topic, type TopicArgs } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf } from "../../../support/index.ts";

const handler = "src/handler.ts";
const topicArn = "arn:aws:sns:eu-west-1:123456789012:shop-prod-news";
const queueArn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:shop-prod-${name}`;
const eventOf = (source: object = {}, args: object = {}) =>
  graphOfProgram(
    () =>
      void new Event("news", {
        handler,
        ...args,
        source: { type: "sns", ...source } as SnsSource,
      } as EventArgs),
  );
const sendersOf = (graph: Awaited<ReturnType<typeof eventOf>>, policy: string) =>
  JSON.parse(String(inputsOf(graph, policy).policy)).Statement.slice(1);
const sns = (queue: string) => ({
  Effect: "Allow",
  Principal: { Service: "sns.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: queueArn(queue),
  Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
});

describe("an event from SNS of which nothing is said", async () => {
  const graph = await eventOf();

  test("has a topic of its own, and a queue with a mapping as a queue's event has", () => {
    expect(partsOf(graph).filter((part) => /^(sns|sqs|lambda)\./.test(part))).toEqual([
      "lambda.EventSourceMapping news-mapping",
      "lambda.Function news-handler-function",
      "sns.Topic news-topic",
      "sns.TopicPolicy news-policy",
      "sns.TopicSubscription news-subscription",
      "sqs.Queue news-dlq",
      "sqs.Queue news-queue",
      "sqs.QueuePolicy news-dlq-policy",
      "sqs.QueuePolicy news-queue-policy",
      "sqs.RedriveAllowPolicy news-redrive-allow",
    ]);
  });

  test("puts raw messages into the queue, and what it can't deliver into the queue's dead-letter queue", () => {
    const { redrivePolicy, ...subscription } = inputsOf(graph, "news-subscription");
    expect(subscription).toEqual({
      topic: topicArn,
      protocol: "sqs",
      endpoint: queueArn("news"),
      rawMessageDelivery: true,
    });
    expect(JSON.parse(String(redrivePolicy))).toEqual({ deadLetterTargetArn: queueArn("news-dlq") });
  });

  test("lets this topic and nobody else send to the queue and to its dead-letter queue", () => {
    expect(sendersOf(graph, "news-queue-policy")).toEqual([sns("news")]);
    expect(sendersOf(graph, "news-dlq-policy")).toEqual([sns("news-dlq")]);
  });

  test("hides a message for six times as long as its function may run", () => {
    expect(inputsOf(graph, "news-queue").visibilityTimeoutSeconds).toBe(180);
    expect(inputsOf(graph, "news-mapping")).toMatchObject({
      eventSourceArn: queueArn("news"),
      batchSize: 10,
    });
  });
});

describe("what a service says", () => {
  test("changes queue and mapping, as of a queue's event", async () => {
    const graph = await eventOf(
      { batchSize: 100, batchWindow: 5, maximumConcurrency: 3, maxReceiveCount: 7, raw: false },
      { timeout: 20 },
    );
    expect(inputsOf(graph, "news-mapping")).toMatchObject({
      batchSize: 100,
      maximumBatchingWindowInSeconds: 5,
      scalingConfig: { maximumConcurrency: 3 },
    });
    expect(inputsOf(graph, "news-queue").visibilityTimeoutSeconds).toBe(125);
    expect(JSON.parse(String(inputsOf(graph, "news-queue").redrivePolicy)).maxReceiveCount).toBe(7);
    expect(inputsOf(graph, "news-subscription").rawMessageDelivery).toBe(false);
  });

  test("chooses messages by their attributes, or by their body", async () => {
    const filter = { kind: ["placed", { prefix: "pa" }] };
    expect(inputsOf(await eventOf({ filter }), "news-subscription")).toMatchObject({
      filterPolicy: JSON.stringify(filter),
      filterPolicyScope: "MessageAttributes",
    });
    const body = { filter: { order: { total: [{ numeric: [">", 100] }] } }, filterScope: "MessageBody" };
    expect(inputsOf(await eventOf(body), "news-subscription").filterPolicyScope).toBe("MessageBody");
  });

  const given = (args: TopicArgs, source: object = {}) =>
    graphOfProgram(() => {
      const topic = new Topic("news", args);
      const event = { type: "sns", topic, ...source } as SnsSource;
      new Event("readers", { handler, source: event });
    });

  test("takes a topic made elsewhere in the program", async () => {
    const graph = await given({});
    expect(inputsOf(graph, "readers-subscription").topic).toBe(topicArn);
    expect(partsOf(graph).filter((part) => part.startsWith("sns.Topic "))).toEqual(["sns.Topic news-topic"]);
  });

  test("takes the ARN of a topic elsewhere", async () => {
    const topic = "arn:aws:sns:eu-west-1:210987654321:their-news";
    const graph = await eventOf({ topic });
    expect(inputsOf(graph, "news-subscription").topic).toBe(topic);
    expect(sendersOf(graph, "news-queue-policy")[0].Condition).toEqual({
      ArnEquals: { "aws:SourceArn": topic },
    });
    expect(partsOf(graph).filter((part) => part.startsWith("sns.Topic "))).toEqual([]);
  });

  test("keeps the order of a FIFO topic by a FIFO queue", async () => {
    const graph = await given({ fifo: true });
    expect(inputsOf(graph, "readers-queue")).toMatchObject({
      name: "shop-prod-readers.fifo",
      fifoQueue: true,
      visibilityTimeoutSeconds: 180,
    });
    expect(inputsOf(graph, "readers-mapping").batchSize).toBe(10);
    expect(inputsOf(graph, "readers-mapping")).not.toHaveProperty("maximumBatchingWindowInSeconds");
  });
});

describe("directly", async () => {
  const graph = await eventOf({ through: "direct" });

  test("the topic invokes the function, once it may", () => {
    expect(inputsOf(graph, "news-subscription")).toMatchObject({
      topic: topicArn,
      protocol: "lambda",
      endpoint: "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-news-handler",
    });
    expect(inputsOf(graph, "news-permission")).toEqual({
      action: "lambda:InvokeFunction",
      function: "shop-prod-news-handler",
      principal: "sns.amazonaws.com",
      sourceArn: topicArn,
    });
    expect(graph.get("news-subscription").dependencies).toContain(graph.get("news-permission").urn);
  });

  test("what SNS can't deliver meets what the function failed in its dead-letter queue", () => {
    const { redrivePolicy } = inputsOf(graph, "news-subscription");
    expect(JSON.parse(String(redrivePolicy))).toEqual({ deadLetterTargetArn: queueArn("news-handler-dlq") });
    expect(sendersOf(graph, "news-handler-dlq-policy")).toEqual([sns("news-handler-dlq")]);
    expect(inputsOf(graph, "news-handler-invoke-config")).toMatchObject({
      destinationConfig: { onFailure: { destination: queueArn("news-handler-dlq") } },
    });
  });

  test("a transform of the dead-letter queue is for the function's", async () => {
    const changed = await eventOf(
      { through: "direct" },
      { transform: { deadLetterQueue: { delaySeconds: 7 } } },
    );
    expect(inputsOf(changed, "news-handler-dlq").delaySeconds).toBe(7);
  });
});

describe("an event from SNS refuses", () => {
  const refused = (source: object, args: object = {}) =>
    errorOf(
      () =>
        void new Event("news", {
          handler,
          ...args,
          source: { type: "sns", ...source } as SnsSource,
        } as EventArgs),
    );

  test("all that is wrong at once", async () => {
    const message = await refused({
      topic: "news",
      filter: { kind: [] },
      filterScope: "Body",
      batchSize: 11,
      maxReceiveCount: 0,
      queue: {},
    });
    expect(message.split("\n")).toEqual([
      'Event "news" of service shop has 6 problem(s):',
      expect.stringContaining("  - source.queue: there is no such argument; did you mean "),
      '  - source.topic: "news" given; a Topic, or the ARN of one, is expected.',
      '  - source.filterScope: "Body" given; "MessageAttributes" and "MessageBody" are allowed.',
      "  - source.filter.kind: it is empty; name at least one value.",
      "  - source.batchWindow: 0 given; batches over 10 need at least 1 second.",
      "  - source.maxReceiveCount: 0 given; whole numbers from 1 to 1000 are allowed.",
    ]);
  });

  test.each<[object, string]>([
    [{ through: "email" }, 'source.through: "email" given; "queue" and "direct" are allowed.'],
    [{ through: "direct", batchSize: 5 }, "source.batchSize: only a queue has it; leave it out"],
    [{ through: "direct", topic: `${topicArn}.fifo` }, "a FIFO topic delivers to queues alone"],
    [{ topic: `${topicArn}.fifo`, batchWindow: 5 }, "source.batchWindow: the queue of a FIFO topic has none"],
    [{ topic: `${topicArn}.fifo`, batchSize: 11 }, "source.batchSize: 11 given"],
    [{ filterScope: "MessageBody" }, "source.filterScope: there is no filter"],
    [{ filter: { a: { b: [1] } } }, "source.filter.a: attributes have no fields"],
    [
      { filter: Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((key) => [key, [1]])) },
      "source.filter: 6 keys given; up to 5 are allowed.",
    ],
    [
      { filter: { a: [...Array(13).keys()], b: [...Array(12).keys()] } },
      "source.filter: 156 combinations of values; up to 150 are allowed.",
    ],
  ])("%j", async (source, problem) => {
    expect(await refused(source)).toContain(problem);
  });

  test("a transform of a part that it doesn't have", async () => {
    const message = await refused(
      { through: "direct", topic: topicArn },
      { transform: { queue: {}, topic: {} } },
    );
    expect(message).toContain("transform.queue: there is no such argument");
    expect(message).toContain("transform.topic: there is no such argument");
  });
});
