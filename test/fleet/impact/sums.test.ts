import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { compare, createKey, packGraph, unpackGraph } from "../../../platform/fleet/impact/index.ts";
import { Function } from "../../../platform/index.ts";
import { graphOfProgram } from "../../support/index.ts";
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

test("cost follows the traffic of the stack's config, of kept graphs too", async () => {
  const config = { "shop:traffic": JSON.stringify({ requests: 1_000_000, duration: 100 }) };
  const graphs = await Promise.all(
    [512, 1024].map((memory) =>
      graphOfProgram(() => void new Function("work", { handler: "src/handler.ts", memory }), { config }),
    ),
  );
  const [before, after] = graphs;
  // A million times 100 ms of half a GB, at $0.0000133334 for each GB-second on ARM ("AWS Lambda Pricing").
  const more = 1_000_000 * 0.1 * 0.5 * 0.0000133334;
  const { cost } = compare(before, after).sums;
  expect(cost.after - cost.before).toBeCloseTo(more, 2);
  const key = createKey();
  const kept = graphs.map((graph) => unpackGraph(packGraph(graph, { key, dir: "." }), key));
  expect(compare(kept[0], kept[1]).sums.cost).toEqual(cost);
});
