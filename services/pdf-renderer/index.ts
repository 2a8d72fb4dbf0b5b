import { Bucket, Event } from "#platform";

const documents = new Bucket("documents");

const invoices = new Event("invoices", {
  source: { type: "sqs" },
  code: { type: "image", dir: "renderer" },
  memory: 1024,
  link: [documents.put],
});

export const { queueUrl } = invoices.source;
export const { deadLetterQueueUrl } = invoices;
