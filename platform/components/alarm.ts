import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Defaults } from "../defaults.ts";
import { nameOf } from "./component.ts";
import { alarmTopic } from "./foundation.ts";

/** What an alarm watches: a metric of one resource, as a sum over the period unless it says otherwise. */
export interface AlarmSpec {
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Record<string, pulumi.Input<string>>;
  readonly threshold: number;
  readonly statistic?: "Sum" | "Maximum" | `p${number}`;
}

/** An alarm to the foundation's topic; none where the stage has no alarms. Missing data means nothing went wrong. */
export function alarm(
  name: string,
  spec: AlarmSpec,
  settings: Defaults["alarms"],
  options: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm | undefined {
  if (!settings.enabled) return undefined;
  const topic = alarmTopic();
  const { statistic = "Sum" } = spec;
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      name: nameOf("alarm", name),
      alarmDescription: spec.description,
      namespace: spec.namespace,
      metricName: spec.metric,
      dimensions: spec.dimensions,
      ...(statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic }),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: spec.threshold,
      period: settings.period,
      evaluationPeriods: settings.evaluationPeriods,
      treatMissingData: "notBreaching",
      alarmActions: topic ? [topic] : [],
      okActions: topic ? [topic] : [],
    },
    options,
  );
}
