import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Defaults } from "../settings.ts";
import { nameOf } from "./component.ts";
import { alarmTopic } from "./foundation.ts";
import { perProgram } from "./per-program.ts";

/** The metric of one resource that an alarm watches: its sum over the period unless `statistic` is set. */
export interface AlarmSpec {
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Record<string, pulumi.Input<string>>;
  readonly threshold: number;
  readonly statistic?: "Sum" | "Maximum" | "Average" | `p${number}`;
  /** Region of its metric, if not the service's. CloudWatch only notifies topics of that region. */
  readonly region?: string;
  /** A topic to notify. Default: the foundation's. */
  readonly topicArn?: pulumi.Input<string>;
}

/** An alarm to the foundation's topic; none where the stage has no alarms. Missing data means nothing went wrong. */
export function createAlarm(
  name: string,
  spec: AlarmSpec,
  settings: Defaults["alarms"],
  options: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm | undefined {
  if (!settings.enabled) return undefined;
  const { statistic = "Sum", region } = spec;
  const actions = actionsOf(spec);
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      ...(region !== undefined && { region }),
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
      alarmActions: actions,
      okActions: actions,
    },
    options,
  );
}

/** Shown by `pulumi up` too: nothing else about such alarms looks wrong. */
const warnOfSilence = perProgram(
  () =>
    void pulumi.log.warn(
      `Alarms of ${pulumi.getProject()} notify nobody in ${pulumi.getStack()}: there is no foundation. ` +
        "Deploy the foundation and set defaults.foundation.stack. See docs/delivery/foundation.md.",
    ),
);

/** The topic to notify, where the alarm can reach one. */
function actionsOf({ region, topicArn }: AlarmSpec): pulumi.Input<pulumi.Input<string>[]> {
  if (topicArn !== undefined) return [topicArn];
  const topic = alarmTopic();
  if (topic === undefined) {
    warnOfSilence();
    return [];
  }
  if (region === undefined) return [topic];
  return topic.apply((arn) => (arn.split(":")[3] === region ? [arn] : []));
}
