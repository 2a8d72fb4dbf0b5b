import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Cron, Event, Function, Gateway, Pipeline, QueuePipeline } from "../../platform/index.ts";
import { errorOf } from "../support/index.ts";
import { member, queue, table } from "./support.ts";

const handler = "src/handler.ts";

const expected =
  "given; a component that gives links is expected, such as a Table, Queue, Topic, Bus, Bucket, Stream, Secret, Parameter or Function, or a narrower link of it, such as table.read.";

describe("a link that is none is refused: which one, of what, and what can be linked", () => {
  test.each<[string, () => unknown, string]>([
    ["a member that a table doesn't have", () => [member(table(), "delete")], "link[0]: undefined"],
    ["a member that a queue doesn't have", () => [member(queue(), "queueUrl")], "link[0]: undefined"],
    ["nothing, after something", () => [table(), undefined], "link[1]: undefined"],
    ["null", () => [null], "link[0]: null"],
    ["a hole", () => new Array(1), "link[0]: undefined"],
    ["an output", () => [member(queue(), "url")], "link[0]: an output"],
    [
      "a resource of a component",
      () => [member(queue(), "queue")],
      "link[0]: a resource (aws:sqs/queue:Queue)",
    ],
    [
      "a component without links",
      () => [new Gateway("api", { routes: { "GET /": handler } })],
      'link[0]: Gateway "api"',
    ],
    ["a link's contents", () => [table().read.link], "link[0]: {"],
    ["a name", () => ["users"], 'link[0]: "users"'],
  ])("%s", async (_, link, problem) => {
    const message = await errorOf(() => void new Function("worker", { handler, link: link() as never }));
    expect(message).toContain('Function "worker" of service shop has 1 problem(s):');
    expect(message).toContain(`  - ${problem}`);
    expect(message).toContain(expected);
  });

  test("one thing without its brackets", async () => {
    const message = await errorOf(() => void new Function("worker", { handler, link: table() as never }));
    expect(message).toContain('  - link: Table "users" given; a list is expected, such as [table].');
  });

  test.each<[string, (link: never) => void]>([
    ['Gateway "web"', (link) => void new Gateway("web", { routes: { "GET /": handler }, link })],
    ['Event "work"', (link) => void new Event("work", { handler, source: { type: "sqs" }, link })],
    ['Cron "nightly"', (link) => void new Cron("nightly", { handler, schedule: "rate(1 day)", link })],
    ['Pipeline "flow"', (link) => void new Pipeline("flow", { steps: { one: handler }, link })],
    ['QueuePipeline "flow"', (link) => void new QueuePipeline("flow", { steps: { one: handler }, link })],
  ])("by the component that has it: %s", async (where, program) => {
    const message = await errorOf(() => program([member(queue(), "queueUrl")] as never));
    expect(message).toContain(`${where} of service shop has 1 problem(s):`);
    expect(message).toContain(`  - link[0]: undefined ${expected}`);
  });
});

test("outputs and resources in messages are named, and never serialised", async () => {
  const message = await errorOf(() => {
    const made = new aws.sqs.Queue("raw");
    const link = { nested: { made, later: pulumi.output(1) } };
    void new Function("worker", { handler, link: [link as never] });
  });
  expect(message).toContain(
    'link[0]: {"nested":{"made":"a resource (aws:sqs/queue:Queue)","later":"an output"}} given;',
  );
});
