import * as aws from "@pulumi/aws";

const queue = new aws.sqs.Queue("queue");
new aws.sqs.QueuePolicy("policy", {
  queueUrl: queue.url,
  policy: queue.arn.apply(function render(arn): string {
    throw new Error(`no policy for ${arn}`);
  }),
});
