import type { Mapping } from "./mapping.ts";

export const operations: Readonly<Record<string, Mapping>> = {
  "aws:cloudwatch/logGroup:LogGroup": {
    type: "AWS::Logs::LogGroup",
    names: { name: "LogGroupName" },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    type: "AWS::CloudWatch::Alarm",
    names: { name: "AlarmName", okActions: "OKActions" },
    change: ({ dimensions }) => ({
      dimensions: Object.entries((dimensions ?? {}) as object).map(([name, value]) => ({ name, value })),
    }),
  },
  "aws:cloudwatch/dashboard:Dashboard": { type: "AWS::CloudWatch::Dashboard" },
};
