import { authorizersOf, isExpress, promisesOf, retries, type Subject, waitsForPeople } from "./promised.ts";

const isStandard = (subject: Subject) => !isExpress(subject);

/** What starts functions from outside: gateways, schedules and pipelines. */
export const entrances = [
  ...promisesOf("gateway", "stage", {
    throttlingRate: [
      "one client can't use the account's requests a second",
      "defaultRouteSettings.throttlingRateLimit",
    ],
    throttlingBurst: [
      "a burst of requests is let through, up to a limit",
      "defaultRouteSettings.throttlingBurstLimit",
    ],
  }),
  ...promisesOf("gateway", "restApi", {
    authorizerTtl: [
      "an authoriser's answer is remembered for a few minutes at most",
      {
        found: (subject) => authorizersOf(subject)[0]?.authorizerResultTtlInSeconds,
        where: (subject) => authorizersOf(subject).length > 0,
      },
    ],
    endpointType: ["a REST API is reached in its region", "endpointConfiguration.types"],
    securityPolicy: ["a REST API speaks no TLS older than 1.2", "securityPolicy"],
  }),
  ...promisesOf("gateway", "listener", {
    listenerPolicy: ["a load balancer speaks TLS 1.2 or later", "sslPolicy"],
  }),
  ...promisesOf("cron", "schedule", {
    timezone: ["a schedule that names no time zone runs in the organisation's", "scheduleExpressionTimezone"],
    flexibleWindowMinutes: [
      "a schedule runs at the stated time",
      {
        at: "flexibleTimeWindow",
        shows: (minutes: number) =>
          minutes === 0 ? { mode: "OFF" } : { mode: "FLEXIBLE", maximumWindowInMinutes: minutes },
      },
    ],
    retries: ["a run that can't be started is tried again", "target.retryPolicy.maximumRetryAttempts"],
    maxEventAge: [
      "a run that can't be started in time becomes a dead letter",
      "target.retryPolicy.maximumEventAgeInSeconds",
    ],
  }),
  ...promisesOf("pipeline", "machine", {
    type: ["a pipeline keeps the history of each run", { at: "type", where: isStandard }],
    timeout: [
      "a stuck run ends, when nobody is waited for any more",
      {
        at: "definition.[json].TimeoutSeconds",
        where: isStandard,
        shows: (timeout: number, subject) =>
          timeout + waitsForPeople(subject).reduce((sum, one) => sum + one, 0),
      },
    ],
    approvalTimeout: [
      "a person has some days to decide",
      {
        found: (subject) => waitsForPeople(subject)[0],
        where: (subject) => waitsForPeople(subject).length > 0,
      },
    ],
    expressLogLevel: [
      "an Express run, which has no history, logs every event",
      { at: "loggingConfiguration.level", where: isExpress },
    ],
    stepRetries: ["a step is retried after errors of Lambda itself", retries("MaxAttempts")],
    stepRetryInterval: ["a step is retried after a moment", retries("IntervalSeconds")],
    stepRetryBackoff: ["each retry of a step waits for longer than the one before", retries("BackoffRate")],
    logLevel: ["a pipeline logs what failed", { at: "loggingConfiguration.level", where: isStandard }],
  }),
];
