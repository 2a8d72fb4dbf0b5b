import { type Chart, red, type Section, type Shown } from "./chart.ts";
import { apiSection, functionSection, restApiSection, stateMachineSection } from "./compute.ts";
import { distributionSection } from "./edge.ts";
import { kinesisSection, queueSections, streamSections, tableSection } from "./stores.ts";

export interface Title {
  readonly service: string;
  readonly stage: string;
  readonly owner: string;
  readonly region: string;
  /** URL of the service's README; none where the repository isn't known. */
  readonly runbook: string | undefined;
  readonly hours: number;
}

/** Width of a dashboard; widgets it may have; alarms in one widget. Source: "Dashboard body structure and syntax". */
const columns = 24;
const maxWidgets = 500;
const maxAlarms = 100;

const chartHeight = 6;

/** The properties that charts of a resource need, by type; other types have no charts. */
export const shownProperties: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudfront/distribution:Distribution": ["id", "comment"],
  "aws:lambda/function:Function": ["name", "arn", "timeout", "reservedConcurrentExecutions", "loggingConfig"],
  "aws:lambda/eventSourceMapping:EventSourceMapping": ["eventSourceArn", "functionName"],
  "aws:sqs/queue:Queue": ["name", "arn", "redrivePolicy"],
  "aws:dynamodb/table:Table": ["name"],
  "aws:apigatewayv2/api:Api": ["id", "name", "protocolType"],
  "aws:apigateway/restApi:RestApi": ["name"],
  "aws:sfn/stateMachine:StateMachine": ["arn", "name"],
  "aws:kinesis/stream:Stream": ["name"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["arn"],
};

/** The region that an ARN names; empty for what is in none. */
export const regionOf = (arn: unknown): string => String(arn).split(":")[3] ?? "";

/** The body of a service's dashboard: alarms first, then requests, functions, queues and tables. */
export function dashboardBody(title: Title, shown: readonly Shown[]): object {
  const of = (type: string) => shown.filter((one) => one.type === type);
  const sections = [
    ...of("aws:cloudfront/distribution:Distribution").map(distributionSection),
    ...of("aws:apigatewayv2/api:Api").flatMap(apiSection),
    ...of("aws:apigateway/restApi:RestApi").map(restApiSection),
    ...of("aws:sfn/stateMachine:StateMachine").map(stateMachineSection),
    // CloudWatch keeps metrics of functions at the edge in the region that ran them.
    ...of("aws:lambda/function:Function")
      .filter(({ values }) => regionOf(values.arn) === title.region)
      .map((fn) => functionSection(fn, title.region)),
    ...streamSections(of("aws:lambda/eventSourceMapping:EventSourceMapping")),
    ...of("aws:kinesis/stream:Stream").map(kinesisSection),
    ...queueSections(of("aws:sqs/queue:Queue")),
    ...of("aws:dynamodb/table:Table").map(tableSection),
  ];
  const alarms = of("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ values }) => String(values.arn));
  const widgets = laidOut(title, sections, alarms);
  return {
    start: `-PT${title.hours}H`,
    // Longer ranges get longer periods.
    periodOverride: "auto",
    widgets: widgets.slice(0, maxWidgets),
  };
}

function laidOut(title: Title, sections: readonly Section[], alarms: readonly string[]): object[] {
  let y = 0;
  const row = (height: number, widgets: readonly object[]) => {
    const width = Math.floor(columns / Math.max(1, widgets.length));
    const placed = widgets.map((widget, index) => ({ x: index * width, y, width, height, ...widget }));
    y += height;
    return placed;
  };
  const text = (height: number, markdown: string) =>
    row(height, [{ type: "text", properties: { markdown } }]);
  const alarmHeight = Math.min(8, 2 + Math.ceil(alarms.length / 6));
  return [
    ...text(2, header(title)),
    ...(alarms.length > 0
      ? row(alarmHeight, [
          { type: "alarm", properties: { title: "Alarms", alarms: alarms.slice(0, maxAlarms) } },
        ])
      : []),
    ...sections.flatMap(({ heading, charts }) => [
      ...text(1, heading),
      ...row(
        chartHeight,
        charts.map((chart) => metricWidget(chart, title.region)),
      ),
    ]),
  ];
}

function header({ service, stage, owner, runbook }: Title): string {
  const where = runbook ? `[its README](${runbook})` : "its README";
  return `# ${service} in ${stage}\nOwner: **${owner}**. What to do about each alarm is in ${where}, under "Runbook".`;
}

function metricWidget({ title, stat, metrics, limit, region: own }: Chart, region: string): object {
  return {
    type: "metric",
    properties: {
      title,
      region: own ?? region,
      view: "timeSeries",
      stat,
      period: 60,
      metrics: metrics.map(([namespace, name, dimensions, options = {}]) => [
        namespace,
        name,
        ...Object.entries(dimensions).flat(),
        options,
      ]),
      yAxis: { left: { min: 0 } },
      ...(limit && { annotations: { horizontal: [{ ...limit, color: red }] } }),
    },
  };
}
