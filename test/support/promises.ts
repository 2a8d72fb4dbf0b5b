import type { Defaults } from "../../platform/defaults.ts";
import type { Graph, Resource } from "../../platform/engine/index.ts";

/** The service of `graphOfProgram(showcase)`: it says nothing itself, so every default must show there. */
export const silent = "a service that says nothing itself";

/** One resource of one service in one stage, with the settings that hold for it. */
export interface Subject {
  readonly where: string;
  readonly service: string;
  readonly stage: string;
  readonly graph: Graph;
  readonly resource: Resource;
  // biome-ignore lint/suspicious/noExplicitAny: inputs of any resource, compared with what is expected of them.
  readonly inputs: Record<string, any>;
  readonly settings: Defaults;
}

/** What a default promises: of which resources, and how it shows there: what is found and what is expected. */
export interface Promised {
  readonly setting: string;
  readonly promise: string;
  readonly of: string;
  readonly kept: (subject: Subject) => readonly [actual: unknown, expected: unknown];
  readonly applies?: (subject: Subject) => boolean;
}

const lambda = "aws:lambda/function:Function";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";
const invokeConfig = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
const queue = "aws:sqs/queue:Queue";
const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
const apiStage = "aws:apigatewayv2/stage:Stage";
const schedule = "aws:scheduler/schedule:Schedule";
const machine = "aws:sfn/stateMachine:StateMachine";
const table = "aws:dynamodb/table:Table";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

const isDeadLetter = ({ resource }: Subject) => resource.name.endsWith("-dlq");
const isSource = (subject: Subject) => !isDeadLetter(subject);
const ofMetric =
  (...metrics: string[]) =>
  ({ inputs }: Subject) =>
    metrics.includes(inputs.metricName);
const threshold =
  (key: "errors" | "throttles" | "deadLetters" | "failedExecutions" | "serverErrors") =>
  ({ inputs, settings }: Subject) =>
    [inputs.threshold, settings.alarms[key]] as const;
const retryOf = ({ inputs }: Subject) =>
  Object.values(JSON.parse(inputs.definition).States as Record<string, { Type: string; Retry?: object[] }>)
    .filter(({ Type }) => Type === "Task")
    .map(({ Retry }) => (Retry?.[0] ?? {}) as Record<string, unknown>);
const everyRetry =
  (key: string, setting: "stepRetries" | "stepRetryInterval" | "stepRetryBackoff") => (subject: Subject) => {
    const values = retryOf(subject).map((retry) => retry[key]);
    return [values, values.map(() => subject.settings.pipeline[setting])] as const;
  };
/** The functions that a mapping or a queue of an event leads to have a timeout that the queue must outlast. */
const timeoutBehind = ({ graph, resource }: Subject) => {
  const mappings = graph
    .of(mapping)
    .filter(({ inputs, dependencies }) => inputs.eventSourceArn && dependencies.includes(resource.urn));
  const names = mappings.map(({ inputs }) => String(inputs.functionName).split(":").at(-1));
  return graph.of(lambda).find(({ inputs }) => names.includes(String(inputs.name)))?.inputs.timeout as
    | number
    | undefined;
};

/** One for each default; test/defaults.test.ts fails when one is missing. */
export const promises: readonly Promised[] = [
  {
    setting: "tags.managed-by",
    promise: "every taggable resource says what manages it",
    of: lambda,
    kept: ({ inputs, settings }) => [inputs.tags["managed-by"], settings.tags["managed-by"]],
  },
  {
    setting: "function.runtime",
    promise: "a function runs on the newest long-supported Node.js",
    of: lambda,
    kept: ({ inputs, settings }) => [inputs.runtime, settings.function.runtime],
  },
  {
    setting: "function.architecture",
    promise: "a function runs on arm64",
    of: lambda,
    kept: ({ inputs, settings }) => [inputs.architectures, [settings.function.architecture]],
  },
  {
    setting: "function.memory",
    promise: "a function has enough memory to start fast",
    of: lambda,
    kept: ({ inputs, settings }) => [inputs.memorySize, settings.function.memory],
  },
  {
    setting: "function.timeout",
    promise: "a function ends in the time that its kind allows",
    of: lambda,
    kept: ({ inputs, settings }) => [inputs.timeout, settings.function.timeout],
  },
  {
    setting: "function.reservedConcurrency",
    promise:
      "a function can't use up the account's concurrency, except in stages without room to reserve any",
    of: lambda,
    kept: ({
      inputs,
      settings: {
        function: { reservedConcurrency },
      },
    }) => [
      inputs.reservedConcurrentExecutions,
      reservedConcurrency === "unreserved" ? -1 : reservedConcurrency,
    ],
  },
  {
    setting: "function.ephemeralStorage",
    promise: "a function has the /tmp that is free of charge",
    of: lambda,
    kept: ({ inputs, settings }) => [inputs.ephemeralStorage, { size: settings.function.ephemeralStorage }],
  },
  {
    setting: "function.layers",
    promise: "a function has the organisation's layers",
    of: lambda,
    kept: ({ inputs, settings }) => [inputs.layers ?? [], settings.function.layers],
  },
  {
    setting: "function.tracing",
    promise: "a function traces requests",
    of: lambda,
    kept: ({ inputs, settings }) => [inputs.tracingConfig, { mode: settings.function.tracing }],
  },
  {
    setting: "function.logFormat",
    promise: "a function logs in a form that can be queried",
    of: lambda,
    kept: ({ inputs, settings }) => [inputs.loggingConfig.logFormat, settings.function.logFormat],
  },
  {
    setting: "function.logLevel",
    promise: "a function logs at the level of its stage, for Lambda and for its own logger alike",
    of: lambda,
    kept: ({ inputs, settings }) => [
      [inputs.loggingConfig.applicationLogLevel, inputs.environment.variables.POWERTOOLS_LOG_LEVEL],
      [settings.function.logLevel, settings.function.logLevel],
    ],
  },
  {
    setting: "function.systemLogLevel",
    promise: "Lambda's own lines are logged from warnings on",
    of: lambda,
    kept: ({ inputs, settings }) => [inputs.loggingConfig.systemLogLevel, settings.function.systemLogLevel],
  },
  {
    setting: "function.logRetentionDays",
    promise: "logs of functions, gateways and pipelines are deleted after the days of their stage",
    of: logGroup,
    kept: ({ inputs, settings }) => [inputs.retentionInDays, settings.function.logRetentionDays],
  },
  {
    setting: "function.retries",
    promise: "an asynchronous invocation that fails is retried",
    of: invokeConfig,
    kept: ({ inputs, settings }) => [inputs.maximumRetryAttempts, settings.function.retries],
  },
  {
    setting: "function.maxEventAge",
    promise: "an asynchronous event that waits for too long becomes a dead letter",
    of: invokeConfig,
    kept: ({ inputs, settings }) => [inputs.maximumEventAgeInSeconds, settings.function.maxEventAge],
  },
  {
    setting: "queue.encrypted",
    promise: "messages and dead letters are encrypted at rest",
    of: queue,
    kept: ({ inputs, settings }) => [inputs.sqsManagedSseEnabled, settings.queue.encrypted],
  },
  {
    setting: "queue.retention",
    promise: "a message waits for days while its consumer is repaired",
    of: queue,
    applies: isSource,
    kept: ({ inputs, settings }) => [inputs.messageRetentionSeconds, settings.queue.retention],
  },
  {
    setting: "queue.deadLetterRetention",
    promise: "a dead letter is kept for as long as SQS keeps anything",
    of: queue,
    applies: isDeadLetter,
    kept: ({ inputs, settings }) => [inputs.messageRetentionSeconds, settings.queue.deadLetterRetention],
  },
  {
    setting: "queue.maxReceiveCount",
    promise: "a message becomes a dead letter after five receives",
    of: queue,
    applies: isSource,
    kept: ({ inputs, settings }) => [
      JSON.parse(inputs.redrivePolicy).maxReceiveCount,
      settings.queue.maxReceiveCount,
    ],
  },
  {
    setting: "queue.visibilityTimeoutFactor",
    promise: "a message stays hidden for six times as long as its function may take, and the batch window",
    of: queue,
    applies: (subject) => isSource(subject) && timeoutBehind(subject) !== undefined,
    kept: (subject) => {
      const { queue: settings, event } = subject.settings;
      const expected = settings.visibilityTimeoutFactor * timeoutBehind(subject)! + event.batchWindow;
      return [subject.inputs.visibilityTimeoutSeconds, expected];
    },
  },
  {
    setting: "event.batchSize",
    promise: "messages are handled in batches",
    of: mapping,
    kept: ({ inputs, settings }) => [inputs.batchSize, settings.event.batchSize],
  },
  {
    setting: "event.batchWindow",
    promise: "a message doesn't wait for its batch to fill",
    of: mapping,
    kept: ({ inputs, settings }) => [inputs.maximumBatchingWindowInSeconds, settings.event.batchWindow],
  },
  {
    setting: "event.maximumConcurrency",
    promise: "a backlog can't take the account's concurrency",
    of: mapping,
    kept: ({ inputs, settings }) => [
      inputs.scalingConfig,
      { maximumConcurrency: settings.event.maximumConcurrency },
    ],
  },
  {
    setting: "gateway.throttlingRate",
    promise: "one client can't use the account's requests a second",
    of: apiStage,
    kept: ({ inputs, settings }) => [
      inputs.defaultRouteSettings.throttlingRateLimit,
      settings.gateway.throttlingRate,
    ],
  },
  {
    setting: "gateway.throttlingBurst",
    promise: "a burst of requests is let through, up to a limit",
    of: apiStage,
    kept: ({ inputs, settings }) => [
      inputs.defaultRouteSettings.throttlingBurstLimit,
      settings.gateway.throttlingBurst,
    ],
  },
  {
    setting: "cron.timezone",
    promise: "a schedule that names no time zone runs in the organisation's",
    of: schedule,
    kept: ({ inputs, settings }) => [inputs.scheduleExpressionTimezone, settings.cron.timezone],
  },
  {
    setting: "cron.flexibleWindowMinutes",
    promise: "a schedule runs at the stated time",
    of: schedule,
    kept: ({ inputs, settings: { cron } }) => [
      inputs.flexibleTimeWindow,
      cron.flexibleWindowMinutes === 0
        ? { mode: "OFF" }
        : { mode: "FLEXIBLE", maximumWindowInMinutes: cron.flexibleWindowMinutes },
    ],
  },
  {
    setting: "cron.retries",
    promise: "a run that can't be started is tried again",
    of: schedule,
    kept: ({ inputs, settings }) => [inputs.target.retryPolicy.maximumRetryAttempts, settings.cron.retries],
  },
  {
    setting: "cron.maxEventAge",
    promise: "a run that can't be started in time becomes a dead letter",
    of: schedule,
    kept: ({ inputs, settings }) => [
      inputs.target.retryPolicy.maximumEventAgeInSeconds,
      settings.cron.maxEventAge,
    ],
  },
  {
    setting: "pipeline.type",
    promise: "a pipeline keeps the history of each run",
    of: machine,
    kept: ({ inputs, settings }) => [inputs.type, settings.pipeline.type],
  },
  {
    setting: "pipeline.timeout",
    promise: "a stuck run ends",
    of: machine,
    kept: ({ inputs, settings }) => [JSON.parse(inputs.definition).TimeoutSeconds, settings.pipeline.timeout],
  },
  {
    setting: "pipeline.stepRetries",
    promise: "a step is retried after errors of Lambda itself",
    of: machine,
    kept: everyRetry("MaxAttempts", "stepRetries"),
  },
  {
    setting: "pipeline.stepRetryInterval",
    promise: "a step is retried after a moment",
    of: machine,
    kept: everyRetry("IntervalSeconds", "stepRetryInterval"),
  },
  {
    setting: "pipeline.stepRetryBackoff",
    promise: "each retry of a step waits for longer than the one before",
    of: machine,
    kept: everyRetry("BackoffRate", "stepRetryBackoff"),
  },
  {
    setting: "pipeline.logLevel",
    promise: "a pipeline logs what failed",
    of: machine,
    kept: ({ inputs, settings }) => [inputs.loggingConfiguration.level, settings.pipeline.logLevel],
  },
  {
    setting: "table.pointInTimeRecovery",
    promise: "a table can be restored to any second, where it matters",
    of: table,
    kept: ({ inputs, settings }) => [
      inputs.pointInTimeRecovery,
      { enabled: settings.table.pointInTimeRecovery },
    ],
  },
  {
    setting: "table.deletionProtection",
    promise: "a table can't be deleted by mistake, where it matters",
    of: table,
    kept: ({ inputs, settings }) => [inputs.deletionProtectionEnabled, settings.table.deletionProtection],
  },
  {
    setting: "alarms.enabled",
    promise: "what fails raises an alarm where somebody is on call, and nowhere else",
    of: lambda,
    kept: ({ graph, settings }) => [graph.of(alarm).length > 0, settings.alarms.enabled],
  },
  {
    setting: "alarms.period",
    promise: "an alarm looks at a minute",
    of: alarm,
    kept: ({ inputs, settings }) => [inputs.period, settings.alarms.period],
  },
  {
    setting: "alarms.evaluationPeriods",
    promise: "one bad minute is enough for an alarm",
    of: alarm,
    kept: ({ inputs, settings }) => [inputs.evaluationPeriods, settings.alarms.evaluationPeriods],
  },
  {
    setting: "alarms.errors",
    promise: "an error of a function raises an alarm",
    of: alarm,
    applies: ofMetric("Errors"),
    kept: threshold("errors"),
  },
  {
    setting: "alarms.throttles",
    promise: "a throttled function raises an alarm",
    of: alarm,
    applies: ofMetric("Throttles"),
    kept: threshold("throttles"),
  },
  {
    setting: "alarms.deadLetters",
    promise: "a dead letter raises an alarm",
    of: alarm,
    applies: ofMetric("ApproximateNumberOfMessagesVisible"),
    kept: threshold("deadLetters"),
  },
  {
    setting: "alarms.failedExecutions",
    promise: "runs of a pipeline that fail, time out or are aborted raise an alarm",
    of: alarm,
    applies: ofMetric("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"),
    kept: threshold("failedExecutions"),
  },
  {
    setting: "alarms.serverErrors",
    promise: "server errors of a gateway raise an alarm",
    of: alarm,
    applies: ofMetric("5xx"),
    kept: threshold("serverErrors"),
  },
  {
    setting: "foundation.stack",
    promise: "alarms go to the foundation's topic where there is one",
    of: alarm,
    kept: ({ inputs, settings }) => [inputs.alarmActions.length > 0, settings.foundation.stack !== ""],
  },
];
