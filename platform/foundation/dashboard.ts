import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../core/component.ts";
import { settingsOf } from "../core/settings.ts";

/** A chart of one metric of everything whose name has the stage as a word: `orders-prod-list`, and not `orders-dev-list`. */
interface Search {
  readonly title: string;
  /** Namespace and the dimensions by which it has a metric for each resource. */
  readonly schema: string;
  readonly metric: string;
  /** The dimension that is the resource's name. */
  readonly named: string;
  readonly statistic: string;
}

const searches: readonly Search[] = [
  {
    title: "Errors of functions",
    schema: "AWS/Lambda,FunctionName",
    metric: "Errors",
    named: "FunctionName",
    statistic: "Sum",
  },
  {
    title: "Throttles of functions",
    schema: "AWS/Lambda,FunctionName",
    metric: "Throttles",
    named: "FunctionName",
    statistic: "Sum",
  },
  {
    title: "Concurrent executions",
    schema: "AWS/Lambda,FunctionName",
    metric: "ConcurrentExecutions",
    named: "FunctionName",
    statistic: "Maximum",
  },
  {
    title: "Slowest hundredth of invocations",
    schema: "AWS/Lambda,FunctionName",
    metric: "Duration",
    named: "FunctionName",
    statistic: "p99",
  },
  {
    title: "Failed runs of state machines",
    schema: "AWS/States,StateMachineArn",
    metric: "ExecutionsFailed",
    named: "StateMachineArn",
    statistic: "Sum",
  },
  {
    title: "Waiting messages",
    schema: "AWS/SQS,QueueName",
    metric: "ApproximateNumberOfMessagesVisible",
    named: "QueueName",
    statistic: "Maximum",
  },
  {
    title: "Throttled requests of tables",
    schema: "AWS/DynamoDB,TableName",
    metric: "ReadThrottleEvents",
    named: "TableName",
    statistic: "Sum",
  },
];

/**
 * A dashboard of all services of the stage. Its charts search for metrics, so that it needs to know no service: a search finds
 * up to 500 metrics that had data in the last two weeks ("Search expressions").
 */
export function createOverview(region: string): void {
  const { enabled, hours } = settingsOf(undefined).dashboard;
  if (!enabled) return;
  new aws.cloudwatch.Dashboard("overview", {
    dashboardName: nameOf("dashboard", "services"),
    dashboardBody: JSON.stringify({
      start: `-PT${hours}H`,
      widgets: searches.map((one, i) => chart(one, i, region)),
    }),
  });
}

/** Two charts beside each other: a dashboard is 24 wide ("Dashboard body structure and syntax"). */
function chart({ title, schema, metric, named, statistic }: Search, i: number, region: string) {
  // Without quotes a term is one of a name's words, which "-" separates ("Search expression syntax").
  const words = pulumi.getStack().split(/[^a-z0-9]+/i);
  const terms = [`{${schema}} MetricName="${metric}"`, ...words.map((word) => `${named}=${word}`)].join(" ");
  return {
    type: "metric",
    x: (i % 2) * 12,
    y: Math.floor(i / 2) * 6,
    width: 12,
    height: 6,
    properties: {
      title,
      region,
      view: "timeSeries",
      stacked: false,
      metrics: [[{ expression: `SEARCH('${terms}', '${statistic}', 60)`, id: "all", label: "" }]],
    },
  };
}
