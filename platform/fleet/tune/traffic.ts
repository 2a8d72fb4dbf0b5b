import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  GetMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { awsProblem } from "./problem.ts";
import type { Target } from "./target.ts";

/** Durations of a function's real invocations. */
export interface Traffic {
  readonly invocations: number;
  /** Milliseconds: the p99 of the day on which it was the highest; undefined without any invocation. */
  readonly p99: number | undefined;
}

const day = 86_400;

/**
 * Reads the durations of the days before `until`, day by day: a timeout has to bear the slowest day. Of a function with an
 * alias only what came by the alias counts, so nothing that Power Tuning invoked. Source of metrics and dimensions: "Types of
 * metrics for Lambda functions".
 */
export async function readTraffic(
  { functionName, alias }: Pick<Target, "functionName" | "alias">,
  { days, until }: { readonly days: number; readonly until: Date },
  config: CloudWatchClientConfig,
): Promise<Traffic> {
  const client = new CloudWatchClient(config);
  const metric = {
    Namespace: "AWS/Lambda",
    MetricName: "Duration",
    Dimensions: [
      { Name: "FunctionName", Value: functionName },
      ...(alias === undefined ? [] : [{ Name: "Resource", Value: `${functionName}:${alias}` }]),
    ],
  };
  const query = (Id: string, Stat: string) => ({ Id, MetricStat: { Metric: metric, Period: day, Stat } });
  try {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(until.getTime() - days * day * 1_000),
        EndTime: until,
        MetricDataQueries: [query("p99", "p99"), query("count", "SampleCount")],
      }),
    );
    const values = (id: string) => MetricDataResults.find(({ Id }) => Id === id)?.Values ?? [];
    const [slowest, counts] = [values("p99"), values("count")];
    return {
      invocations: counts.reduce((sum, one) => sum + one, 0),
      p99: slowest.length > 0 ? Math.max(...slowest) : undefined,
    };
  } catch (error) {
    throw awsProblem(`Reading the durations of ${functionName}`, error);
  } finally {
    client.destroy();
  }
}
