import type { Defaults } from "../../../platform/defaults.ts";
import {
  answersCognito,
  besideBundle,
  importedBy,
  promisesOf,
  runsOn,
  shift,
  types,
  valueAt,
} from "./promised.ts";

/** What functions are, how they get their traffic, and what stands beside each. */
export const functions = [
  ...promisesOf("tags", "function", { "managed-by": ["a function says what manages it", "tags.managed-by"] }),
  ...promisesOf("function", "function", {
    runtime: [
      "a function runs on the runtime that is supported longest",
      { at: "runtime", where: runsOn("nodejs") },
    ],
    pythonRuntime: [
      "a function in Python runs on the organisation's version",
      { at: "runtime", where: runsOn("python") },
    ],
    javaRuntime: [
      "a function in Java runs on the organisation's version",
      { at: "runtime", where: runsOn("java") },
    ],
    customRuntime: [
      "a program of its own runs on the organisation's operating system",
      { at: "runtime", where: runsOn("provided") },
    ],
    recursiveLoop: [
      "a function that triggers itself is stopped",
      { found: ({ graph }) => (graph.of(types.recursion).length > 0 ? "Allow" : "Terminate") },
    ],
    runtimeUpdates: [
      "a function gets AWS's patches by itself",
      { found: ({ graph }) => (graph.of(types.runtimeUpdates).length > 0 ? "FunctionUpdate" : "Auto") },
    ],
    architecture: ["a function runs on arm64", "architectures.0"],
    memory: ["a function has enough memory to start fast", "memorySize"],
    timeout: [
      "a function ends in the time that its kind allows, or in which it must answer Cognito",
      {
        at: "timeout",
        shows: (seconds: number, subject) => (answersCognito(subject) ? Math.min(seconds, 5) : seconds),
      },
    ],
    reservedConcurrency: [
      "a function can't use up the account, where there is room to reserve",
      {
        at: "reservedConcurrentExecutions",
        shows: (value: Defaults["function"]["reservedConcurrency"]) => (value === "unreserved" ? -1 : value),
      },
    ],
    ephemeralStorage: ["a function has the /tmp that is free of charge", "ephemeralStorage.size"],
    layers: ["a function has the organisation's layers", { found: ({ inputs }) => inputs.layers ?? [] }],
    sharedLayer: [
      "a function has all of its code in its own bundle",
      {
        found: ({ inputs }) => ((inputs.layers ?? []) as string[]).some((arn) => arn.includes("-shared:")),
        where: runsOn("nodejs"),
      },
    ],
    external: [
      "a function has all packages that it imports in its bundle, but those that it is said to find elsewhere",
      {
        found: (subject) =>
          importedBy(subject).filter((name) => !subject.settings.function.external.includes(name)),
        shows: () => [],
        where: runsOn("nodejs"),
      },
    ],
    nodeModules: [
      "a function has no package but in its bundle",
      { found: besideBundle, where: runsOn("nodejs") },
    ],
    tracing: ["a function traces requests", "tracingConfig.mode"],
    logFormat: ["a function logs in a form that can be queried", "loggingConfig.logFormat"],
    logLevel: [
      "a function logs at the level of its stage, for Lambda and for its own logger",
      {
        found: ({ inputs }) =>
          ["loggingConfig.applicationLogLevel", "environment.variables.POWERTOOLS_LOG_LEVEL"].map((at) =>
            valueAt(inputs, at),
          ),
        shows: (value) => [value, value],
      },
    ],
    systemLogLevel: ["Lambda's own lines are logged from warnings on", "loggingConfig.systemLogLevel"],
  }),
  ...promisesOf("function", "logGroup", {
    logRetentionDays: ["logs are deleted after the days of their stage", "retentionInDays"],
  }),
  ...promisesOf("function", "invokeConfig", {
    retries: ["an asynchronous invocation that fails is retried", "maximumRetryAttempts"],
    maxEventAge: [
      "an asynchronous event that waits for too long becomes a dead letter",
      "maximumEventAgeInSeconds",
    ],
  }),
  ...promisesOf("function", "lifecyclePolicy", {
    imagesKept: ["old container images are deleted", "policy.[json].rules.0.selection.countNumber"],
  }),
  ...promisesOf("deployment", "function", {
    strategy: [
      "a function gets its traffic the way its kind's do",
      {
        // It names its own strategy.
        where: ({ resource }) => !/^careful-/.test(resource.name),
        found: ({ graph, resource }) =>
          graph.of(types.deploymentGroup).some(({ parent }) => parent === resource.parent),
        shows: (strategy: Defaults["deployment"]["strategy"]) => strategy !== "all-at-once",
      },
    ],
  }),
  ...promisesOf("deployment", "deploymentGroup", {
    percentage: ["a canary's first step is a tenth of the traffic", shift((config) => config.percentage)],
    minutes: ["a canary has five minutes to show its errors", shift((config) => config.minutes)],
  }),
  ...promisesOf("provisionedConcurrency", "scalingPolicy", {
    targetUtilization: [
      "scaling of provisioned concurrency leaves room while more is made ready",
      {
        at: "targetTrackingScalingPolicyConfiguration.targetValue",
        shows: (percent: number) => percent / 100,
      },
    ],
  }),
];
