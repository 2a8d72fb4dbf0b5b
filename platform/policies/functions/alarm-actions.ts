import { inputsOf, managed } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";

export const alarmActions: Policy = {
  id: "alarm-actions",
  severity: "warning",
  title: "Every alarm notifies someone.",
  reason: "An alarm without an action is seen only by those who look at it.",
  remedy: "Deploy the foundation and set defaults.foundation.stack.",
  broken: (graph) =>
    managed(graph, "aws:cloudwatch/metricAlarm:MetricAlarm")
      .filter((alarm) => {
        const { alarmActions } = inputsOf(alarm);
        return alarmActions === undefined || (Array.isArray(alarmActions) && alarmActions.length === 0);
      })
      .map((alarm) => [alarm, "The alarm notifies no one."] as const),
};
