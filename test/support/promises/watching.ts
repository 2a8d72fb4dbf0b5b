import { ofMetrics, promisesOf, types, watchedBy } from "./promised.ts";

/** What raises alarms, and where to look then. */
export const watching = [
  ...promisesOf("alarms", "function", {
    enabled: [
      "what fails raises an alarm where somebody is on call, and nowhere else",
      { found: ({ graph }) => graph.of(types.alarm).length > 0 },
    ],
  }),
  ...promisesOf("alarms", "alarm", {
    enabled: ["there is no alarm where nobody is on call", { found: () => true }],
    period: ["an alarm looks at a minute", "period"],
    evaluationPeriods: ["one bad minute is enough for an alarm", "evaluationPeriods"],
  }),
  ...promisesOf(
    "alarms",
    "alarm",
    {
      errors: ["an error of a function raises an alarm", { where: ofMetrics("Errors") }],
      throttles: ["a throttled function raises an alarm", { where: ofMetrics("Throttles") }],
      durationPercent: [
        "a function that comes near its timeout raises an alarm",
        {
          where: ofMetrics("Duration"),
          shows: (percent: number, subject) => (watchedBy(subject).timeout * 1000 * percent) / 100,
        },
      ],
      concurrencyPercent: [
        "a function that comes near its reserved concurrency raises an alarm",
        {
          where: ofMetrics("ConcurrentExecutions"),
          shows: (percent: number, subject) => Math.ceil((watchedBy(subject).reserved * percent) / 100),
        },
      ],
      deadLetters: [
        "a dead letter raises an alarm",
        { where: ofMetrics("ApproximateNumberOfMessagesVisible") },
      ],
      oldestMessage: [
        "messages that wait for too long raise an alarm",
        { where: ofMetrics("ApproximateAgeOfOldestMessage") },
      ],
      iteratorAge: [
        "a handler that falls behind its stream raises an alarm",
        { where: ofMetrics("IteratorAge"), shows: (seconds: number) => seconds * 1000 },
      ],
      throttledWrites: [
        "records that a stream refuses raise an alarm",
        { where: ofMetrics("WriteProvisionedThroughputExceeded") },
      ],
      failedExecutions: [
        "runs of a pipeline that fail, time out or are aborted raise an alarm",
        { where: ofMetrics("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted") },
      ],
      serverErrors: ["server errors of a gateway raise an alarm", { where: ofMetrics("5xx", "5XXError") }],
    },
    { at: "threshold" },
  ),
  ...promisesOf("dashboard", "function", {
    enabled: [
      "a service has a dashboard where somebody is on call, and nowhere else",
      { found: ({ graph }) => graph.of(types.dashboard).length > 0 },
    ],
  }),
  ...promisesOf("dashboard", "dashboard", {
    hours: [
      "a dashboard opens on the last hours",
      { at: "dashboardBody.[json].start", shows: (hours: number) => `-PT${hours}H` },
    ],
    repository: [
      "a dashboard leads to the runbook where the repository is known",
      {
        found: ({ inputs }) => String(inputs.dashboardBody).includes("README.md)"),
        shows: (repository: string) => repository !== "",
      },
    ],
  }),
  ...promisesOf("foundation", "alarm", {
    stack: [
      "alarms go to the foundation's topic where there is one",
      {
        found: ({ inputs }) => (inputs.alarmActions as unknown[]).length > 0,
        shows: (stack: string) => stack !== "",
      },
    ],
  }),
];
