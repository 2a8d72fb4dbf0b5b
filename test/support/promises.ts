import type { Defaults } from "../../platform/defaults.ts";
import {
  answersCognito,
  authorizersOf,
  fromService,
  fromStandardQueue,
  fromStream,
  isDeadLetter,
  isExpress,
  ofMetrics,
  type Promised,
  promised,
  retries,
  runsOn,
  shift,
  timeoutBehind,
  types,
  valueAt,
  waitsForPeople,
  watchedBy,
} from "./promised.ts";

/** One for each default; test/defaults.test.ts fails when one is missing. */
export const promises: readonly Promised[] = [
  promised("tags.managed-by", "a function says what manages it", "function", { at: "tags.managed-by" }),
  promised("function.runtime", "a function runs on the runtime that is supported longest", "function", {
    at: "runtime",
    where: runsOn("nodejs"),
  }),
  promised("function.pythonRuntime", "a function in Python runs on the organisation's version", "function", {
    at: "runtime",
    where: runsOn("python"),
  }),
  promised("function.javaRuntime", "a function in Java runs on the organisation's version", "function", {
    at: "runtime",
    where: runsOn("java"),
  }),
  promised(
    "function.customRuntime",
    "a program of its own runs on the organisation's operating system",
    "function",
    { at: "runtime", where: runsOn("provided") },
  ),
  promised("function.recursiveLoop", "a function that triggers itself is stopped", "function", {
    found: ({ graph }) => (graph.of(types.recursion).length > 0 ? "Allow" : "Terminate"),
  }),
  promised("function.runtimeUpdates", "a function gets AWS's patches by itself", "function", {
    found: ({ graph }) => (graph.of(types.runtimeUpdates).length > 0 ? "FunctionUpdate" : "Auto"),
  }),
  promised("function.imagesKept", "old container images are deleted", "lifecyclePolicy", {
    at: "policy.[json].rules.0.selection.countNumber",
  }),
  promised("function.architecture", "a function runs on arm64", "function", { at: "architectures.0" }),
  promised("function.memory", "a function has enough memory to start fast", "function", { at: "memorySize" }),
  promised(
    "function.timeout",
    "a function ends in the time that its kind allows, or in which it must answer Cognito",
    "function",
    {
      at: "timeout",
      shows: (seconds: number, subject) => (answersCognito(subject) ? Math.min(seconds, 5) : seconds),
    },
  ),
  promised(
    "function.reservedConcurrency",
    "a function can't use up the account, where there is room to reserve",
    "function",
    {
      at: "reservedConcurrentExecutions",
      shows: (value: Defaults["function"]["reservedConcurrency"]) => (value === "unreserved" ? -1 : value),
    },
  ),
  promised("function.ephemeralStorage", "a function has the /tmp that is free of charge", "function", {
    at: "ephemeralStorage.size",
  }),
  promised("function.layers", "a function has the organisation's layers", "function", {
    found: ({ inputs }) => inputs.layers ?? [],
  }),
  promised("function.tracing", "a function traces requests", "function", { at: "tracingConfig.mode" }),
  promised("function.logFormat", "a function logs in a form that can be queried", "function", {
    at: "loggingConfig.logFormat",
  }),
  promised(
    "function.logLevel",
    "a function logs at the level of its stage, for Lambda and for its own logger",
    "function",
    {
      found: ({ inputs }) =>
        ["loggingConfig.applicationLogLevel", "environment.variables.POWERTOOLS_LOG_LEVEL"].map((at) =>
          valueAt(inputs, at),
        ),
      shows: (value) => [value, value],
    },
  ),
  promised("function.systemLogLevel", "Lambda's own lines are logged from warnings on", "function", {
    at: "loggingConfig.systemLogLevel",
  }),
  promised("function.logRetentionDays", "logs are deleted after the days of their stage", "logGroup", {
    at: "retentionInDays",
  }),
  promised("function.retries", "an asynchronous invocation that fails is retried", "invokeConfig", {
    at: "maximumRetryAttempts",
  }),
  promised(
    "function.maxEventAge",
    "an asynchronous event that waits for too long becomes a dead letter",
    "invokeConfig",
    { at: "maximumEventAgeInSeconds" },
  ),
  promised("deployment.strategy", "a function gets its traffic the way its kind's do", "function", {
    // It names its own strategy.
    where: ({ resource }) => !/^careful-/.test(resource.name),
    found: ({ graph, resource }) =>
      graph.of(types.deploymentGroup).some(({ parent }) => parent === resource.parent),
    shows: (strategy: Defaults["deployment"]["strategy"]) => strategy !== "all-at-once",
  }),
  promised(
    "deployment.percentage",
    "a canary's first step is a tenth of the traffic",
    "deploymentGroup",
    shift((config) => config.percentage),
  ),
  promised(
    "deployment.minutes",
    "a canary has five minutes to show its errors",
    "deploymentGroup",
    shift((config) => config.minutes),
  ),
  promised(
    "provisionedConcurrency.targetUtilization",
    "scaling of provisioned concurrency leaves room while more is made ready",
    "scalingPolicy",
    {
      at: "targetTrackingScalingPolicyConfiguration.targetValue",
      shows: (percent: number) => percent / 100,
    },
  ),
  promised("queue.encrypted", "messages and dead letters are encrypted at rest", "queue", {
    at: "sqsManagedSseEnabled",
  }),
  promised("queue.retention", "a message waits for days while its consumer is repaired", "queue", {
    at: "messageRetentionSeconds",
    where: (subject) => !isDeadLetter(subject),
  }),
  promised("queue.deadLetterRetention", "a dead letter is kept for as long as SQS keeps anything", "queue", {
    at: "messageRetentionSeconds",
    where: isDeadLetter,
  }),
  promised("queue.maxReceiveCount", "a message becomes a dead letter after five receives", "queue", {
    at: "redrivePolicy.[json].maxReceiveCount",
    where: (subject) => !isDeadLetter(subject),
  }),
  promised(
    "queue.visibilityTimeoutFactor",
    "a message stays hidden for six times as long as it may take, and the batch window",
    "queue",
    {
      at: "visibilityTimeoutSeconds",
      where: (subject) => !isDeadLetter(subject) && timeoutBehind(subject) !== undefined,
      shows: (factor: number, subject) =>
        factor * timeoutBehind(subject)! + subject.settings.event.batchWindow,
    },
  ),
  promised("event.batchSize", "messages are handled in batches", "mapping", {
    at: "batchSize",
    where: fromService("sqs"),
  }),
  promised("event.batchWindow", "a message doesn't wait for its batch to fill", "mapping", {
    at: "maximumBatchingWindowInSeconds",
    where: fromStandardQueue,
  }),
  promised("event.maximumConcurrency", "a backlog can't take the account's concurrency", "mapping", {
    at: "scalingConfig.maximumConcurrency",
    where: fromService("sqs"),
  }),
  promised("stream.encrypted", "records are encrypted at rest", "stream", {
    at: "encryptionType",
    shows: (encrypted: boolean) => (encrypted ? "KMS" : "NONE"),
  }),
  promised("stream.retentionHours", "a stream keeps its records for a day", "stream", {
    at: "retentionPeriod",
  }),
  promised("stream.startingPosition", "a new reader of a stream misses nothing in it", "mapping", {
    at: "startingPosition",
    where: fromStream,
  }),
  promised("stream.batchSize", "records are handled in batches", "mapping", {
    at: "batchSize",
    where: fromStream,
  }),
  promised("stream.batchWindow", "a record doesn't wait for its batch to fill", "mapping", {
    at: "maximumBatchingWindowInSeconds",
    where: fromStream,
  }),
  promised("stream.parallelizationFactor", "a shard's records are handled in the stream's order", "mapping", {
    at: "parallelizationFactor",
    where: fromStream,
  }),
  promised("stream.retries", "a bad record holds up its shard for a number of retries only", "mapping", {
    at: "maximumRetryAttempts",
    where: fromStream,
  }),
  promised("stream.maxRecordAge", "a record is given up while it can still be read by hand", "mapping", {
    at: "maximumRecordAgeInSeconds",
    where: fromStream,
  }),
  promised("stream.bisect", "a batch that fails as a whole is halved", "mapping", {
    at: "bisectBatchOnFunctionError",
    where: fromStream,
  }),
  promised("rule.retries", "an event that can't be handed over to its function is tried again", "target", {
    at: "retryPolicy.maximumRetryAttempts",
  }),
  promised("rule.maxEventAge", "an event that can't be handed over in time becomes a dead letter", "target", {
    at: "retryPolicy.maximumEventAgeInSeconds",
  }),
  promised("gateway.throttlingRate", "one client can't use the account's requests a second", "stage", {
    at: "defaultRouteSettings.throttlingRateLimit",
  }),
  promised("gateway.throttlingBurst", "a burst of requests is let through, up to a limit", "stage", {
    at: "defaultRouteSettings.throttlingBurstLimit",
  }),
  promised(
    "gateway.authorizerTtl",
    "an authoriser's answer is remembered for a few minutes at most",
    "restApi",
    {
      found: (subject) => authorizersOf(subject)[0]?.authorizerResultTtlInSeconds,
      where: (subject) => authorizersOf(subject).length > 0,
    },
  ),
  promised("gateway.endpointType", "a REST API is reached in its region", "restApi", {
    at: "endpointConfiguration.types",
  }),
  promised("gateway.securityPolicy", "a REST API speaks no TLS older than 1.2", "restApi", {
    at: "securityPolicy",
  }),
  promised("gateway.listenerPolicy", "a load balancer speaks TLS 1.2 or later", "listener", {
    at: "sslPolicy",
  }),
  promised("cron.timezone", "a schedule that names no time zone runs in the organisation's", "schedule", {
    at: "scheduleExpressionTimezone",
  }),
  promised("cron.flexibleWindowMinutes", "a schedule runs at the stated time", "schedule", {
    at: "flexibleTimeWindow",
    shows: (minutes: number) =>
      minutes === 0 ? { mode: "OFF" } : { mode: "FLEXIBLE", maximumWindowInMinutes: minutes },
  }),
  promised("cron.retries", "a run that can't be started is tried again", "schedule", {
    at: "target.retryPolicy.maximumRetryAttempts",
  }),
  promised("cron.maxEventAge", "a run that can't be started in time becomes a dead letter", "schedule", {
    at: "target.retryPolicy.maximumEventAgeInSeconds",
  }),
  promised("pipeline.type", "a pipeline keeps the history of each run", "machine", {
    at: "type",
    where: (subject) => !isExpress(subject),
  }),
  promised("pipeline.timeout", "a stuck run ends, when nobody is waited for any more", "machine", {
    at: "definition.[json].TimeoutSeconds",
    where: (subject) => !isExpress(subject),
    shows: (timeout: number, subject) => timeout + waitsForPeople(subject).reduce((sum, one) => sum + one, 0),
  }),
  promised("pipeline.approvalTimeout", "a person has some days to decide", "machine", {
    found: (subject) => waitsForPeople(subject)[0],
    where: (subject) => waitsForPeople(subject).length > 0,
  }),
  promised("pipeline.expressLogLevel", "an Express run, which has no history, logs every event", "machine", {
    at: "loggingConfiguration.level",
    where: isExpress,
  }),
  promised(
    "pipeline.stepRetries",
    "a step is retried after errors of Lambda itself",
    "machine",
    retries("MaxAttempts"),
  ),
  promised(
    "pipeline.stepRetryInterval",
    "a step is retried after a moment",
    "machine",
    retries("IntervalSeconds"),
  ),
  promised(
    "pipeline.stepRetryBackoff",
    "each retry of a step waits for longer than the one before",
    "machine",
    retries("BackoffRate"),
  ),
  promised("pipeline.logLevel", "a pipeline logs what failed", "machine", {
    at: "loggingConfiguration.level",
    where: (subject) => !isExpress(subject),
  }),
  promised("table.pointInTimeRecovery", "a table can be restored to any second, where it matters", "table", {
    at: "pointInTimeRecovery.enabled",
  }),
  promised("table.deletionProtection", "a table can't be deleted by mistake, where it matters", "table", {
    at: "deletionProtectionEnabled",
  }),
  promised(
    "userPool.deletionProtection",
    "a user pool can't be deleted by mistake, where it matters",
    "userPool",
    { at: "deletionProtection", shows: (on: boolean) => (on ? "ACTIVE" : "INACTIVE") },
  ),
  promised("parameter.tier", "a parameter costs nothing to keep", "parameter", { at: "tier" }),
  promised(
    "secret.recoveryWindowDays",
    "a deleted secret can be restored, where its name isn't needed again at once",
    "secret",
    { at: "recoveryWindowInDays" },
  ),
  promised("bucket.versioned", "what is overwritten or deleted in a bucket can be had back", "versioning", {
    at: "versioningConfiguration.status",
    shows: (versioned: boolean) => (versioned ? "Enabled" : "Suspended"),
  }),
  promised(
    "bucket.noncurrentVersionDays",
    "old versions in a bucket are deleted after a month",
    "lifecycle",
    {
      at: "rules.1.noncurrentVersionExpiration.noncurrentDays",
    },
  ),
  promised("bucket.incompleteUploadDays", "uploads that nobody finished are deleted", "lifecycle", {
    at: "rules.0.abortIncompleteMultipartUpload.daysAfterInitiation",
  }),
  promised(
    "bucket.forceDestroy",
    "a bucket is deleted with its objects only where stages come and go",
    "bucket",
    {
      at: "forceDestroy",
    },
  ),
  promised(
    "alarms.enabled",
    "what fails raises an alarm where somebody is on call, and nowhere else",
    "function",
    {
      found: ({ graph }) => graph.of(types.alarm).length > 0,
    },
  ),
  promised("alarms.period", "an alarm looks at a minute", "alarm", { at: "period" }),
  promised("alarms.evaluationPeriods", "one bad minute is enough for an alarm", "alarm", {
    at: "evaluationPeriods",
  }),
  promised("alarms.errors", "an error of a function raises an alarm", "alarm", {
    at: "threshold",
    where: ofMetrics("Errors"),
  }),
  promised("alarms.throttles", "a throttled function raises an alarm", "alarm", {
    at: "threshold",
    where: ofMetrics("Throttles"),
  }),
  promised("alarms.durationPercent", "a function that comes near its timeout raises an alarm", "alarm", {
    at: "threshold",
    where: ofMetrics("Duration"),
    shows: (percent: number, subject) => (watchedBy(subject).timeout * 1000 * percent) / 100,
  }),
  promised(
    "alarms.concurrencyPercent",
    "a function that comes near its reserved concurrency raises an alarm",
    "alarm",
    {
      at: "threshold",
      where: ofMetrics("ConcurrentExecutions"),
      shows: (percent: number, subject) => Math.ceil((watchedBy(subject).reserved * percent) / 100),
    },
  ),
  promised("alarms.deadLetters", "a dead letter raises an alarm", "alarm", {
    at: "threshold",
    where: ofMetrics("ApproximateNumberOfMessagesVisible"),
  }),
  promised("alarms.oldestMessage", "messages that wait for too long raise an alarm", "alarm", {
    at: "threshold",
    where: ofMetrics("ApproximateAgeOfOldestMessage"),
  }),
  promised("alarms.iteratorAge", "a handler that falls behind its stream raises an alarm", "alarm", {
    at: "threshold",
    shows: (seconds: number) => seconds * 1000,
    where: ofMetrics("IteratorAge"),
  }),
  promised("alarms.throttledWrites", "records that a stream refuses raise an alarm", "alarm", {
    at: "threshold",
    where: ofMetrics("WriteProvisionedThroughputExceeded"),
  }),
  promised(
    "alarms.failedExecutions",
    "runs of a pipeline that fail, time out or are aborted raise an alarm",
    "alarm",
    {
      at: "threshold",
      where: ofMetrics("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"),
    },
  ),
  promised("alarms.serverErrors", "server errors of a gateway raise an alarm", "alarm", {
    at: "threshold",
    where: ofMetrics("5xx", "5XXError"),
  }),
  promised(
    "dashboard.enabled",
    "a service has a dashboard where somebody is on call, and nowhere else",
    "function",
    { found: ({ graph }) => graph.of(types.dashboard).length > 0 },
  ),
  promised("dashboard.hours", "a dashboard opens on the last hours", "dashboard", {
    at: "dashboardBody.[json].start",
    shows: (hours: number) => `-PT${hours}H`,
  }),
  promised(
    "dashboard.repository",
    "a dashboard leads to the runbook where the repository is known",
    "dashboard",
    {
      found: ({ inputs }) => String(inputs.dashboardBody).includes("README.md)"),
      shows: (repository: string) => repository !== "",
    },
  ),
  promised("foundation.stack", "alarms go to the foundation's topic where there is one", "alarm", {
    found: ({ inputs }) => (inputs.alarmActions as unknown[]).length > 0,
    shows: (stack: string) => stack !== "",
  }),
];
