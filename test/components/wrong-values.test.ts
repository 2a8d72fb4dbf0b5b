import { describe, expect, test } from "vitest";
import {
  Bucket,
  Bus,
  Event,
  Function,
  Gateway,
  Pipeline,
  Queue,
  QueuePipeline,
  Secret,
  Stream,
  Topic,
} from "../../platform/index.ts";
import { errorOf } from "../support/index.ts";
import { member, queue, table } from "./support.ts";

const handler = "src/handler.ts";

const topic = () => new Topic("news");
const fn = () => new Function("other", { handler });

describe("what isn't the component that an argument asks for is refused by what it is", () => {
  const event = (source: object) =>
    void new Event("work", { handler, source: source as unknown as { type: "sqs" } });

  test.each<[string, () => void, string]>([
    [
      "a queue's resource as source",
      () => event({ type: "sqs", queue: member(queue(), "queue") }),
      "source.queue: a resource (aws:sqs/queue:Queue) given; a Queue is expected.",
    ],
    [
      "a queue's URL as source",
      () => event({ type: "sqs-fifo", queue: member(new Queue("steps", { fifo: true }), "url") }),
      "source.queue: an output given; a Queue is expected.",
    ],
    [
      "a stream's name as source",
      () => event({ type: "kinesis", stream: member(new Stream("clicks"), "streamName") }),
      "source.stream: an output given; a Stream is expected.",
    ],
    [
      "a table's resource as source",
      () => event({ type: "dynamodb", table: member(table(), "table") }),
      "source.table: a resource (aws:dynamodb/table:Table) given; a Table is expected",
    ],
    [
      "a topic's ARN that isn't known yet as source",
      () => event({ type: "sns", topic: member(topic(), "arn") }),
      "source.topic: an output given; a Topic, or the ARN of one, is expected.",
    ],
    [
      "a bucket's resource as source",
      () => event({ type: "s3", bucket: member(new Bucket("files"), "bucket") }),
      "source.bucket: a resource (aws:s3/bucket:Bucket) given; a Bucket, or the name of one, is expected.",
    ],
    [
      "a bus's resource as source",
      () =>
        event({
          type: "eventbridge",
          bus: member(new Bus("shop-bus"), "bus"),
          pattern: { source: ["shop"] },
        }),
      'source.bus: a resource (aws:cloudwatch/eventBus:EventBus) given; a Bus, or "default"',
    ],
    [
      "an output in a pattern",
      () =>
        event({
          type: "eventbridge",
          pattern: { source: ["aws.s3"], detail: { bucket: { name: [new Bucket("files").bucketName] } } },
        }),
      "source.pattern.detail.bucket.name[0]: an output given; a value that the program knows itself is expected.",
    ],
    [
      "an output for a pattern",
      () => event({ type: "eventbridge", pattern: { source: new Bus("facts").busName } }),
      "source.pattern.source: an output given; a value that the program knows itself is expected.",
    ],
    [
      "an output in a filter of SNS",
      () => event({ type: "sns", filter: { to: [{ prefix: queue().url }] } }),
      "source.filter.to[0].prefix: an output given; a value that the program knows itself is expected.",
    ],
    [
      "an output in a filter of a mapping",
      () => event({ type: "sqs", filters: [{ body: { to: [queue().url] } }] }),
      "source.filters[0].body.to[0]: an output given; a value that the program knows itself is expected.",
    ],
    [
      "a dead-letter queue's resource as destination",
      () => void new Function("worker", { handler, onFailure: member(queue(), "deadLetterQueue") }),
      "onFailure: a resource (aws:sqs/queue:Queue) given; a Queue, Topic, Bus, Bucket or Function is expected.",
    ],
    [
      "a function's resource as route",
      () => void new Gateway("web", { routes: { "GET /": member(fn(), "function") } }),
      'routes: "GET /": a resource (aws:lambda/function:Function) given; a handler\'s file, such as "src/handler.ts"',
    ],
    [
      "a function's name as route with options",
      () => void new Gateway("web", { routes: { "GET /": { target: member(fn(), "functionName") } } }),
      'routes: "GET /": an output given; a handler\'s file',
    ],
    [
      "a number as route",
      () => void new Gateway("web", { routes: { "GET /": 5 as never } }),
      'routes: "GET /": 5 given; a handler\'s file',
    ],
    [
      "a function's ARN as authoriser",
      () =>
        void new Gateway("web", {
          routes: { "GET /": handler },
          auth: "login",
          authorizers: { login: { type: "lambda", target: member(fn(), "arn") } },
        }),
      "authorizers.login.target: an output given; a handler's file",
    ],
    [
      "a function's ARN as step",
      () => void new Pipeline("flow", { steps: { one: member(fn(), "arn") } }),
      "steps.one: an output given; a handler's file",
    ],
    [
      "a queue's URL as step",
      () => void new QueuePipeline("flow", { steps: { one: member(queue(), "url") } }),
      "steps.one: an output given; a handler's file",
    ],
    [
      "a queue's URL as output",
      () => void new QueuePipeline("flow", { steps: { one: handler }, output: member(queue(), "url") }),
      "output: an output given; a Queue is expected.",
    ],
    [
      "a function made elsewhere as rotation",
      () => void new Secret("token", { rotation: { schedule: "rate(30 days)", handler: fn() as never } }),
      "rotation.handler: a function made elsewhere can't get the secret's permissions; name its handler's file.",
    ],
  ])("%s", async (_, program, problem) => {
    const message = await errorOf(program);
    expect(message).toMatch(/ of service shop has 1 problem\(s\):/);
    expect(message).toContain(`  - ${problem}`);
  });
});

describe("what comes to nothing is refused by its place, since AWS would take the rest for everything", () => {
  test.each<[string, () => void, string]>([
    [
      "a sender without its resource, which would let in all of SNS",
      () =>
        void new Queue("in", {
          senders: [{ principal: "sns.amazonaws.com", sourceArn: member(topic(), "topicArn") }],
        }),
      "senders[0].sourceArn: undefined given; the ARN of the resource that it sends for is expected.",
    ],
    [
      "a sender of a topic that is no service",
      () => void new Topic("in", { senders: [{ principal: undefined, sourceArn: "arn" } as never] }),
      'senders[0].principal: undefined given; a service is expected, such as "sns.amazonaws.com".',
    ],
    [
      "a permission on a member that a table doesn't have",
      () =>
        void new Function("worker", {
          handler,
          permissions: [{ actions: ["dynamodb:DescribeTable"], resources: [member(table(), "tableArn")] }],
        }),
      "permissions[0].resources[0]: undefined given; an ARN is expected.",
    ],
    [
      "a permission without resources",
      () =>
        void new Function("worker", { handler, permissions: [{ actions: ["s3:GetObject"], resources: [] }] }),
      "permissions[0].resources: [] given; a list with at least one is expected.",
    ],
    [
      "a permission without actions",
      () => void new Function("worker", { handler, permissions: [{ resources: ["arn"] } as never] }),
      "permissions[0].actions: undefined given; a list with at least one is expected.",
    ],
  ])("%s", async (_, program, problem) => {
    const message = await errorOf(program);
    expect(message).toMatch(/ of service shop has 1 problem\(s\):/);
    expect(message).toContain(`  - ${problem}`);
  });
});
