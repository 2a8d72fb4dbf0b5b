import * as aws from "@pulumi/aws";

async function lookUp(): Promise<void> {
  await Promise.resolve();
  throw new Error("nobody answered");
}
lookUp();
new aws.sqs.Queue("queue");
