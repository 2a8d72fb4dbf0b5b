import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { impactOf } from "./support.ts";

test("sums tell reserved concurrency, alarms, types and cost before and after", async () => {
  const program = (reserved: number, alarms: number) => () => {
    new aws.lambda.Function("work", {
      role: "arn:aws:iam::123456789012:role/work",
      code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset("1") }),
      handler: "index.handler",
      runtime: "nodejs24.x",
      reservedConcurrentExecutions: reserved,
    });
    for (let i = 0; i < alarms; i++)
      new aws.cloudwatch.MetricAlarm(`alarm-${i}`, {
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 1,
        metricName: "Errors",
        namespace: "AWS/Lambda",
        period: 60,
        statistic: "Sum",
        threshold: 1,
      });
  };
  const { sums } = await impactOf(program(10, 1), program(25, 3));
  expect(sums.reservedConcurrency).toEqual({ before: 10, after: 25 });
  expect(sums.alarms).toEqual({ before: 1, after: 3 });
  expect(sums.types).toEqual([{ type: "aws:cloudwatch/metricAlarm:MetricAlarm", before: 1, after: 3 }]);
  // "Amazon CloudWatch Pricing": 0.10 dollars for a standard alarm a month.
  expect(sums.cost.after - sums.cost.before).toBeCloseTo(0.2);
});

test("findings of policies and entries of the ledger come and go with what they are about", async () => {
  const url = (authorizationType: string) => () =>
    new aws.lambda.FunctionUrl("url", { functionName: "work", authorizationType });
  const { sums } = await impactOf(url("AWS_IAM"), url("NONE"));
  expect(sums.findings.gained).toEqual([expect.stringContaining("public-function-urls at url")]);
  expect(sums.findings.lost).toEqual([]);
});
