import { expect, test } from "vitest";
import { checkRunbook, checkTags, graphOf, ownStatements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const fn = graph.get("invoices-renderer-function");

test("the function is an image from a repository of its own, by its digest", () => {
  expect(fn.inputs).toMatchObject({ packageType: "Image", architectures: ["arm64"], memorySize: 1024 });
  const { repositoryUrl } = graph.get(
    "invoices-renderer-repository",
    "aws:ecr/repository:Repository",
  ).outputs;
  expect(String(fn.inputs.imageUri)).toMatch(new RegExp(`^${repositoryUrl}@sha256:[0-9a-f]{64}$`));
});

test("only invoices that failed are delivered again", () => {
  expect(graph.get("invoices-mapping").inputs).toMatchObject({
    functionResponseTypes: ["ReportBatchItemFailures"],
  });
});

test("the function may write documents and take messages from its queue, and nothing else", () => {
  expect(ownStatements(graph, "invoices-renderer-policy")).toEqual([
    {
      actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
      resources: [`${graph.get("documents-bucket").outputs.arn}/*`],
    },
    {
      actions: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
      ],
      resources: [graph.get("invoices-queue", "aws:sqs/queue:Queue").outputs.arn],
    },
  ]);
});

test("the runbook says what to do about every alarm", () => checkRunbook(dir));

test("tags name the service and its owner", () => checkTags(graph, "billing"));
