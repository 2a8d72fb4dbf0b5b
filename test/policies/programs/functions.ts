import * as aws from "@pulumi/aws";
import type { Cases } from "./parts.ts";
import { alarm, lambda, mapping, stream } from "./parts.ts";

export const functions: Cases = {
  // AWS: "Configuring CloudWatch log groups": by default /aws/lambda/<function name>, made by Lambda.
  "function-log-groups": {
    program: () => {
      lambda("groupless");
      lambda("elsewhere", { loggingConfig: { logFormat: "JSON", logGroup: "made-by-others" } });
      lambda("grouped");
      lambda("named", { loggingConfig: { logFormat: "JSON", logGroup: "own" } });
      lambda("edge", { region: "us-east-1" });
      for (const name of ["/aws/lambda/shop-grouped", "own"])
        new aws.cloudwatch.LogGroup(name, { name, retentionInDays: 30 });
    },
    broken: {
      groupless: "The function logs to a log group that the program doesn't make.",
      elsewhere: "The function logs to a log group that the program doesn't make.",
    },
  },
  "alarm-actions": {
    program: () => {
      alarm("silent");
      alarm("empty", []);
      alarm("heard", ["arn:aws:sns:eu-west-1:123456789012:alarms"]);
    },
    broken: { silent: "The alarm notifies no one.", empty: "The alarm notifies no one." },
  },
  // AWS: "Lambda runtimes"; tflint's aws_lambda_function_deprecated_runtime has the same dates for these.
  "supported-runtimes": {
    program: () => {
      lambda("old", { runtime: "nodejs18.x" });
      lambda("older", { runtime: "python2.7" });
      lambda("ends", { runtime: "nodejs20.x" });
      lambda("newest", { runtime: "nodejs24.x" });
      lambda("image", {
        runtime: undefined as never,
        handler: undefined as never,
        packageType: "Image",
        imageUri: "image",
        code: undefined as never,
      });
    },
    today: "2026-01-31",
    broken: {
      old: "AWS deprecated nodejs18.x on 2025-09-01.",
      older: "AWS deprecated python2.7 on 2021-07-15.",
      ends: "AWS deprecates nodejs20.x on 2026-04-30, in 89 days.",
    },
    severities: { ends: "warning" },
  },
  // AWS: "Lambda parameters for Amazon Kinesis Data Streams event source mappings": both are -1, infinite, by default.
  "stream-retries": {
    program: () => {
      mapping("endless", stream);
      mapping("written-out", stream, { maximumRetryAttempts: -1, maximumRecordAgeInSeconds: -1 });
      mapping("some-retries", stream, { maximumRetryAttempts: 3 });
      mapping("some-time", stream, { maximumRecordAgeInSeconds: 3600 });
      mapping("queue", "arn:aws:sqs:eu-west-1:123456789012:queue");
    },
    broken: {
      endless: "It retries a failed batch until its records expire.",
      "written-out": "It retries a failed batch until its records expire.",
    },
  },
  // Checkov CKV_AWS_116; cdk-nag AwsSolutions-SQS3 (queues); AWS: "Capturing records of Lambda asynchronous invocations".
  "failed-events": {
    program: () => {
      const invoked = (name: string, principal: string, over: Partial<aws.lambda.FunctionArgs> = {}) => {
        const fn = lambda(name, over);
        new aws.lambda.Permission(`${name}-permission`, {
          action: "lambda:InvokeFunction",
          function: fn.arn,
          principal,
          sourceArn: "arn:aws:s3:::bucket",
        });
        return fn;
      };
      const deadLetters = "arn:aws:sqs:eu-west-1:123456789012:dead-letters";
      invoked("losing", "s3.amazonaws.com");
      invoked("with-dead-letters", "sns.amazonaws.com", { deadLetterConfig: { targetArn: deadLetters } });
      invoked("answering", "apigateway.amazonaws.com");
      const kept = invoked("with-destination", "events.amazonaws.com");
      new aws.lambda.FunctionEventInvokeConfig("kept", {
        functionName: kept.name,
        destinationConfig: { onFailure: { destination: deadLetters } },
      });
      mapping("losing-batches", stream, { maximumRetryAttempts: 3 });
      mapping("kept-batches", stream, { destinationConfig: { onFailure: { destinationArn: deadLetters } } });
      const queue = (name: string, over: Partial<aws.sqs.QueueArgs> = {}) =>
        new aws.sqs.Queue(name, { name, ...over });
      mapping("from-endless", queue("endless").arn);
      mapping(
        "from-finite",
        queue("finite", {
          redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters, maxReceiveCount: 3 }),
        }).arn,
      );
    },
    broken: {
      losing: "Events that the function fails to handle are lost.",
      "losing-batches": "Batches that the function fails to handle are lost.",
      endless: "Messages that the function fails to handle are received until they expire.",
    },
  },
  // Checkov CKV_AWS_50.
  "function-tracing": {
    program: () => {
      lambda("default");
      lambda("passing", { tracingConfig: { mode: "PassThrough" } });
      lambda("active", { tracingConfig: { mode: "Active" } });
      // AWS: "Restrictions on Lambda@Edge": no active tracing.
      lambda("edge", { region: "us-east-1" });
    },
    broken: { default: "The function records no traces.", passing: "The function records no traces." },
  },
};
