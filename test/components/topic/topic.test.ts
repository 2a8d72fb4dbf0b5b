import { describe, expect, test } from "vitest";
import { Function, Topic, type TopicArgs } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const handler = "src/handler.ts";
const arn = "arn:aws:sns:eu-west-1:123456789012:shop-prod-news";
const alarm = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:shop-prod-late";
const rule = "arn:aws:events:eu-west-1:123456789012:rule/shop-prod-late";
const topicOf = (args: TopicArgs = {}) =>
  graphOfProgram(() => {
    const news = new Topic("news", args);
    new Function("writer", { handler, link: [news.publish] });
  });
const policyOf = (graph: Awaited<ReturnType<typeof topicOf>>, name: string) =>
  JSON.parse(String(inputsOf(graph, name).policy)).Statement;

describe("a topic of which nothing is said", async () => {
  const graph = await topicOf();

  test("is encrypted with SNS's own key, which costs nothing by the month", () => {
    expect(inputsOf(graph, "news-topic")).toEqual({
      name: "shop-prod-news",
      kmsMasterKeyId: "alias/aws/sns",
      signatureVersion: 2,
    });
    expect(partsOf(graph).filter((part) => part.includes("news"))).toEqual([
      "sns.Topic news-topic",
      "sns.TopicPolicy news-policy",
    ]);
  });

  test("refuses requests without TLS, and lets nobody else publish", () => {
    expect(policyOf(graph, "news-policy")).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("linked, lets a function publish to this topic and do nothing else", () => {
    expect(statements(graph, "writer-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["sns:Publish"],
      resources: [arn],
    });
    expect(inputsOf(graph, "writer-function").environment).toMatchObject({
      variables: { NEWS_TOPIC_ARN: arn },
    });
  });
});

describe("a topic that AWS services publish to", async () => {
  const graph = await topicOf({
    senders: [
      { principal: "cloudwatch.amazonaws.com", sourceArn: alarm },
      { principal: "events.amazonaws.com", sourceArn: rule },
    ],
  });
  const condition = { Condition: { ArnEquals: { "aws:SourceArn": alarm } } };

  test("has a key of its own, since they can't use that of SNS", () => {
    expect(inputsOf(graph, "news-topic").kmsMasterKeyId).toBe(graph.get("news-key").outputs.arn);
    expect(inputsOf(graph, "news-key").enableKeyRotation).toBe(true);
  });

  test("lets them use the key and publish: an alarm for itself alone, EventBridge as it names no source", () => {
    const key = { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*" };
    expect(policyOf(graph, "news-key").slice(2)).toEqual([
      { ...key, Principal: { Service: "cloudwatch.amazonaws.com" }, ...condition },
      { ...key, Principal: { Service: "events.amazonaws.com" } },
    ]);
    const publish = { Effect: "Allow", Action: "sns:Publish", Resource: arn };
    expect(policyOf(graph, "news-policy").slice(1)).toEqual([
      { ...publish, Principal: { Service: "cloudwatch.amazonaws.com" }, ...condition },
      { ...publish, Principal: { Service: "events.amazonaws.com" } },
    ]);
  });

  test("lets linked functions use the key too, through SNS alone", () => {
    expect(statements(graph, "writer-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["kms:GenerateDataKey", "kms:Decrypt"],
      resources: [graph.get("news-key").outputs.arn],
    });
    expect(policyOf(graph, "news-key")[1]).toMatchObject({
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Condition: { StringEquals: { "kms:ViaService": "sns.eu-west-1.amazonaws.com" } },
    });
  });
});

describe("what a service says about a topic", () => {
  test("makes it FIFO", async () => {
    expect(inputsOf(await topicOf({ fifo: true }), "news-topic")).toMatchObject({
      name: "shop-prod-news.fifo",
      fifoTopic: true,
      contentBasedDeduplication: false,
      fifoThroughputScope: "Topic",
    });
    const args = { fifo: true, contentBasedDeduplication: true, highThroughput: true } as const;
    expect(inputsOf(await topicOf(args), "news-topic")).toMatchObject({
      contentBasedDeduplication: true,
      fifoThroughputScope: "MessageGroup",
    });
  });

  test("gives it a key, which functions that publish may use", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1";
    const senders = [{ principal: "cloudwatch.amazonaws.com", sourceArn: alarm }] as const;
    const graph = await topicOf({ kmsKeyArn, senders });
    expect(inputsOf(graph, "news-topic").kmsMasterKeyId).toBe(kmsKeyArn);
    expect(partsOf(graph)).not.toContain("kms.Key news-key");
    expect(statements(graph, "writer-policy").at(-1)?.resources).toEqual([kmsKeyArn]);
  });
});

test("a topic refuses all that is wrong at once", async () => {
  const message = await errorOf(
    () =>
      void new Topic("news", {
        encrypted: true,
        highThroughput: true,
        contentBasedDeduplication: false,
        transform: { key: {}, subscription: {} },
      } as never),
  );
  expect(message.split("\n")).toEqual([
    'Topic "news" of service shop has 5 problem(s):',
    expect.stringContaining("  - encrypted: there is no such argument; did you mean "),
    expect.stringContaining("  - transform.subscription: there is no such argument; did you mean "),
    "  - contentBasedDeduplication: only a FIFO topic has it; add fifo: true, or leave it out.",
    "  - highThroughput: only a FIFO topic has it; add fifo: true, or leave it out.",
    "  - transform.key: the topic has a key of its own only with senders and without kmsKeyArn.",
  ]);
});
