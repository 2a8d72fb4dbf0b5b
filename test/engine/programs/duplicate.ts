import * as aws from "@pulumi/aws";

const first = new aws.sqs.Queue("jobs");
const second = new aws.sqs.Queue("jobs");
new aws.sqs.QueuePolicy("policy", { queueUrl: second.url, policy: "{}" });
export const url = first.url;
