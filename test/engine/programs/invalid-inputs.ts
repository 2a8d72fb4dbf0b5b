import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

// What the compiler would refuse gets in through a transform or a cast.
const loose = <T>(value: unknown): T => value as T;

const queue = new aws.sqs.Queue(
  "jobs",
  {},
  { transforms: [({ props, opts }) => ({ props: { ...props, visibilityTimeout: 30 }, opts })] },
);
new aws.lambda.Function("worker", {
  role: "arn:aws:iam::123456789012:role/worker",
  handler: "worker.handler",
  runtime: "nodejs24.x",
  s3Bucket: "code",
  s3Key: "worker.zip",
  timeout: loose("ten"),
  environment: loose({ variable: { URL: queue.url } }),
  deadLetterConfig: loose({}),
  memorySize: loose(pulumi.secret("s3cr3t-size")),
});
export const url = queue.url;
