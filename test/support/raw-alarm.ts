/** Inputs of an alarm that a program makes without the platform: whom it notifies is left out. */
export const rawAlarm = {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  namespace: "AWS/Lambda",
  metricName: "Errors",
  statistic: "Sum",
  period: 60,
};
