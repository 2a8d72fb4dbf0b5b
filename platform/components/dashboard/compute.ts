import { consoleHost } from "../../values/partitions/partitions.ts";
import { orange, red, type Section, type Shown } from "./chart.ts";

/** Source: "Working with metrics for HTTP APIs". */
export function apiSection({ values: { id, name, protocolType } }: Shown): Section[] {
  if (protocolType !== "HTTP") return [];
  return [requestSection("HTTP API", String(name), { ApiId: id }, ["4xx", "5xx"])];
}

/** Source: "Amazon API Gateway dimensions and metrics" (REST APIs). */
export function restApiSection({ values: { name } }: Shown): Section {
  return requestSection("REST API", String(name), { ApiName: name }, ["4XXError", "5XXError"]);
}

function requestSection(
  kind: string,
  name: string,
  of: Readonly<Record<string, unknown>>,
  [client, server]: readonly [string, string],
): Section {
  return {
    heading: `## ${kind} ${name}`,
    charts: [
      {
        title: "Requests, client errors, server errors",
        stat: "Sum",
        metrics: [
          ["AWS/ApiGateway", "Count", of, { label: "requests" }],
          ["AWS/ApiGateway", client, of, { color: orange }],
          ["AWS/ApiGateway", server, of, { color: red }],
        ],
      },
      {
        title: "Latency, ms",
        stat: "p50",
        metrics: [
          ["AWS/ApiGateway", "Latency", of, { label: "p50" }],
          ["AWS/ApiGateway", "Latency", of, { stat: "p99", label: "p99" }],
          ["AWS/ApiGateway", "IntegrationLatency", of, { stat: "p99", label: "p99 of the function" }],
        ],
      },
    ],
  };
}

export function functionSection({ values }: Shown, region: string): Section {
  const { name, timeout, reservedConcurrentExecutions: reserved } = values;
  const of = { FunctionName: name };
  const { logGroup = `/aws/lambda/${name}` } = (values.loggingConfig ?? {}) as { logGroup?: string };
  return {
    heading: `## Function ${name} · [logs](${logsUrl(logGroup, region)})`,
    charts: [
      {
        title: "Invocations, errors, throttles",
        stat: "Sum",
        metrics: [
          ["AWS/Lambda", "Invocations", of],
          ["AWS/Lambda", "Errors", of, { color: red }],
          ["AWS/Lambda", "Throttles", of, { color: orange }],
        ],
      },
      {
        title: "Duration, ms",
        stat: "p50",
        metrics: [
          ["AWS/Lambda", "Duration", of, { label: "p50" }],
          ["AWS/Lambda", "Duration", of, { stat: "p99", label: "p99" }],
        ],
        limit: { label: "timeout", value: Number(timeout ?? 3) * 1000 },
      },
      {
        title: "Concurrent executions",
        stat: "Maximum",
        metrics: [["AWS/Lambda", "ConcurrentExecutions", of]],
        limit: Number(reserved) > 0 ? { label: "reserved", value: Number(reserved) } : undefined,
      },
    ],
  };
}

/** Link to a log group in the console, whose addresses are escaped twice. */
function logsUrl(group: string, region: string): string {
  const escaped = encodeURIComponent(encodeURIComponent(group)).replaceAll("%", "$");
  return `https://${consoleHost(region)}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${escaped}`;
}

export function stateMachineSection({ values: { arn, name } }: Shown): Section {
  const of = { StateMachineArn: arn };
  return {
    heading: `## State machine ${name}`,
    charts: [
      {
        title: "Runs started, succeeded, failed",
        stat: "Sum",
        metrics: [
          ["AWS/States", "ExecutionsStarted", of],
          ["AWS/States", "ExecutionsSucceeded", of],
          ["AWS/States", "ExecutionsFailed", of, { color: red }],
          ["AWS/States", "ExecutionsTimedOut", of, { color: orange }],
          ["AWS/States", "ExecutionsAborted", of],
        ],
      },
      {
        title: "Time of a run, ms",
        stat: "p50",
        metrics: [
          ["AWS/States", "ExecutionTime", of, { label: "p50" }],
          ["AWS/States", "ExecutionTime", of, { stat: "p99", label: "p99" }],
        ],
      },
    ],
  };
}
