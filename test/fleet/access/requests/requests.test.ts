import { describe, expect, test } from "vitest";
import { type EdgeRequest, requestsOf } from "../../../../platform/fleet/access/requests/index.ts";
import { graphOfProgram } from "../../../support/index.ts";
import { graphOfShowcase } from "../../../support/showcase.ts";
import { functions, gateways } from "./programs.ts";

const nameOf = (urn: string) => urn.split("::").at(-1);

/** Requests for an edge by the names of its ends, as lines; `[key]` is a value of the context. */
const linesOf = (requests: readonly EdgeRequest[], from: string, to: string, label?: string) => [
  ...new Set(
    requests
      .filter((one) => nameOf(one.from) === from && nameOf(one.to) === to)
      .filter((one) => label === undefined || one.label === label)
      .map(({ principal, action, resource, context }) => {
        const by =
          "service" in principal
            ? principal.service
            : "role" in principal
              ? nameOf(principal.role)
              : "anyone";
        const { "aws:SourceArn": source = "-", "aws:SourceAccount": account = "-" } = context;
        return `${by} ${action} ${resource} ${source} ${account}`;
      }),
  ),
];

const here = "eu-west-1:123456789012";
const fn = (name: string) => `arn:aws:lambda:${here}:function:shop-prod-${name}`;

describe("what AWS sends", async () => {
  const [all, routes, more] = await Promise.all(
    [graphOfShowcase(), graphOfProgram(gateways), graphOfProgram(functions)].map(async (graph) =>
      requestsOf(await graph),
    ),
  );
  const graph = await graphOfProgram(gateways);
  const api = `arn:aws:execute-api:${here}:${graph.get("all-http").outputs.id ?? graph.get("all-http").id}`;

  test.each<[page: string, edge: [from: string, to: string, label?: string], lines: string[]]>([
    [
      "Troubleshooting issues with HTTP API Lambda integrations",
      ["all-http", "all-handler-function", "$default"],
      [
        `apigateway.amazonaws.com lambda:InvokeFunction ${fn("all-handler")}:live ${api}/$default/$default 123456789012`,
      ],
    ],
    [
      "Invoking a Lambda function using an Amazon API Gateway endpoint: a method can be ANY, a parameter is one part or more",
      ["all-http", "all-other-function", "ANY /a/{id}"],
      ["ANY/a/{id}", "ANY/a/1", "GET/a/{id}", "GET/a/1"].map(
        (route) =>
          `apigateway.amazonaws.com lambda:InvokeFunction ${fn("all-other")}:live ${api}/$default/${route} 123456789012`,
      ),
    ],
    [
      "Control access to Lambda function URLs: of a public one, both actions and no credentials",
      ["open-url", "open-handler-function"],
      ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"].map(
        (action) => `anyone ${action} ${fn("open-handler")}:live - -`,
      ),
    ],
  ])("%s", (_, edge, lines) => {
    expect(linesOf(routes!, ...edge)).toEqual(lines);
  });

  test.each<[page: string, from: string, to: string, lines: string[]]>([
    [
      "Subscribing a Lambda function to an Amazon SNS topic",
      "news-topic",
      "listeners-handler-function",
      [
        `sns.amazonaws.com lambda:InvokeFunction ${fn("listeners-handler")} arn:aws:sns:${here}:shop-prod-news -`,
      ],
    ],
    [
      "Subscribing an Amazon SQS queue to an Amazon SNS topic",
      "news-topic",
      "readers-queue",
      [
        `sns.amazonaws.com sqs:SendMessage arn:aws:sqs:${here}:shop-prod-readers arn:aws:sns:${here}:shop-prod-news -`,
      ],
    ],
    [
      "Process Amazon S3 event notifications with Lambda",
      "drops-bucket",
      "imports-handler-function",
      [
        `s3.amazonaws.com lambda:InvokeFunction ${fn("imports-handler")} arn:aws:s3:::shop-prod-drops-123456789012-eu-west-1-an 123456789012`,
      ],
    ],
    [
      "Using resource-based policies for Amazon EventBridge",
      "thumbs-rule",
      "thumbs-handler-function",
      [
        `events.amazonaws.com lambda:InvokeFunction ${fn("thumbs-handler")} arn:aws:events:${here}:rule/shop-prod-thumbs -`,
      ],
    ],
    [
      "Using dead-letter queues to process undelivered events in EventBridge",
      "thumbs-rule",
      "thumbs-handler-dlq",
      [
        `events.amazonaws.com sqs:SendMessage arn:aws:sqs:${here}:shop-prod-thumbs-handler-dlq arn:aws:events:${here}:rule/shop-prod-thumbs -`,
      ],
    ],
    [
      "Creating and configuring an Amazon SQS event source mapping",
      "orders-queue",
      "orders-handler-function",
      ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map(
        (action) =>
          `role/shop-prod-orders-handler-function sqs:${action} arn:aws:sqs:${here}:shop-prod-orders - -`,
      ),
    ],
    [
      "Setting up Amazon EventBridge Scheduler",
      "nightly-schedule",
      "nightly-schedule",
      [
        `scheduler.amazonaws.com sts:AssumeRole arn:aws:iam::123456789012:role/shop-prod-nightly-schedule arn:aws:scheduler:${here}:schedule-group/default 123456789012`,
      ],
    ],
  ])("%s", (_, from, to, lines) => {
    const found = linesOf(all!, from, to).map((line) => line.replace(/^[^ ]*:role\//, "role/"));
    expect(found).toEqual(lines);
  });

  test("Amazon SNS Key management: who publishes to an encrypted topic has its key make a data key, through SNS", () => {
    const [made] = more!.filter(
      ({ action, context }) =>
        action === "kms:GenerateDataKey" && context["kms:ViaService"] === "sns.eu-west-1.amazonaws.com",
    );
    expect(made).toMatchObject({
      principal: { role: "arn:aws:iam::123456789012:role/shop-prod-worker-function" },
      context: { "kms:EncryptionContext:aws:sns:topicArn": `arn:aws:sns:${here}:shop-prod-news` },
    });
  });

  test("every request has its page", () => {
    for (const { page } of [...all!, ...routes!, ...more!]) expect(page).toMatch(/^\w.{9,}/);
  });
});
