import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AlarmSpec, alarm } from "../../core/alarm.ts";
import type { Component } from "../../core/component.ts";
import type { Defaults } from "../../settings.ts";
import { liveAlias } from "./delivery/deployment.ts";

/** The function that alarms are about, and how it is invoked. */
interface Watched {
  readonly function: aws.lambda.Function;
  /** Its physical name. */
  readonly name: string;
  /** Whether it has versions: then the alarms are about what its alias gets. */
  readonly versioned: boolean;
  /** Whether Lambda itself polls for it. */
  readonly polled: boolean;
}

/** The alarms on a function. They also tell CodeDeploy to roll back. */
export function createFunctionAlarms(
  parent: Component,
  name: string,
  watched: Watched,
  settings: Defaults,
): aws.cloudwatch.MetricAlarm[] {
  return specsOf(watched, settings).flatMap(([what, spec]) => {
    const made = alarm(
      `${name}-${what}`,
      {
        ...spec,
        namespace: "AWS/Lambda",
        description: `${watched.name} ${spec.description}: see the runbook in the service's README.`,
      },
      settings.alarms,
      { parent },
    );
    return made ? [made] : [];
  });
}

/** Source of metrics and dimensions: "Types of metrics for Lambda functions". */
function specsOf({ function: fn, versioned, polled }: Watched, settings: Defaults) {
  const { errors, throttles, durationPercent, concurrencyPercent } = settings.alarms;
  const { timeout, reservedConcurrency: reserved } = settings.function;
  const whole = { FunctionName: fn.name };
  const live = versioned ? { ...whole, Resource: pulumi.interpolate`${fn.name}:${liveAlias}` } : whole;
  const specs: [string, Omit<AlarmSpec, "namespace">][] = [
    ["errors", { description: "fails", metric: "Errors", dimensions: live, threshold: errors }],
    [
      "throttles",
      { description: "is throttled", metric: "Throttles", dimensions: live, threshold: throttles },
    ],
    [
      "duration",
      {
        description: `takes over ${durationPercent} % of its timeout`,
        metric: "Duration",
        statistic: "p99",
        dimensions: live,
        threshold: timeout * 10 * durationPercent,
      },
    ],
  ];
  // Where Lambda polls, using all of the reservation is how a backlog is worked off; and of few there is no "nearly all".
  const nearly = reserved === "unreserved" ? 0 : Math.ceil((reserved * concurrencyPercent) / 100);
  if (reserved !== "unreserved" && !polled && nearly > 0 && nearly < reserved)
    specs.push([
      "concurrency",
      {
        description: `uses over ${concurrencyPercent} % of its reserved concurrency`,
        metric: "ConcurrentExecutions",
        statistic: "Maximum",
        dimensions: whole,
        threshold: nearly,
      },
    ]);
  return specs;
}
