/**
 * Every value the organisation decides for its services, each with its reason. The platform team changes this
 * file; every service follows at its next `pulumi up`. `settings.ts` has the units and what each setting does.
 *
 * Precedence, highest first: transform > args > stack config of the function > stack config > partition default > stage default >
 * kind default > organisation default.
 */
import type { Defaults, Kind, Overlay, Stage } from "./settings.ts";

export type { Defaults, Kind, Overlay, Stage } from "./settings.ts";

export const defaults: Defaults = {
  /** Same on every resource, so that cost and ownership can be told apart. */
  tags: { "managed-by": "pulumi" },
  function: {
    runtime: "nodejs24.x", // Supported until 30 April 2028, the longest of all (AWS: "Lambda runtimes").
    pythonRuntime: "python3.13", // Until June 2029, and in use for a year before most (AWS: "Lambda runtimes").
    javaRuntime: "java21", // Long-term support, and SnapStart knows it.
    customRuntime: "provided.al2023", // The OS-only runtime on Amazon Linux 2023.
    architecture: "arm64", // A fifth cheaper than x86_64 for each GB-second; Node.js code runs unchanged.
    /** CPU grows with memory; below this a Node.js function spends most of a cold start waiting for CPU. */
    memory: 512,
    /** Below the 30 s after which an HTTP API gives up, so that the function's own error reaches the log first. */
    timeout: 10,
    /** A runaway function can't use up the account's concurrency. The sum over all services must leave 100 unreserved. */
    reservedConcurrency: 10,
    ephemeralStorage: 512, // Lambda includes that much without charge.
    layers: [],
    /**
     * A bundle without the AWS SDK and the tracer becomes a fifth of its size, but a cold start with the SDK takes some
     * 5 % longer, and each update of the SDK needs the foundation first.
     */
    sharedLayer: false,
    external: [], // Nothing is missing in an archive unless somebody says so.
    nodeModules: [], // A package in node_modules is larger and slower at a cold start than the used part of it.
    tracing: "Active", // Traces sampled requests; the tracer is loaded at the first sampled request only.
    logFormat: "JSON", // Can be queried by field in Logs Insights, and lets Lambda filter by level.
    logLevel: "INFO", // Enough to follow a request, without payloads.
    systemLogLevel: "WARN", // Lambda's own lines repeat the metrics of each invocation; warnings stay.
    /** Never-expiring logs are the usual surprise on the bill; a month outlives most investigations. */
    logRetentionDays: 30,
    retries: 2, // AWS's own default, stated, so that no one relies on a hidden one.
    /** An hour: after that an event becomes a dead letter rather than a late surprise. */
    maxEventAge: 3600,
    imagesKept: 10, // Enough to go back to, and storage is billed.
    /** AWS's own default, stated: a loop is stopped after some sixteen rounds rather than billed for more. */
    recursiveLoop: "Terminate",
    runtimeUpdates: "Auto", // Patches of the runtime arrive by themselves.
  },
  deployment: {
    /** Failures of the new version are retried, then dead letters. Callers of a gateway see each error: see `kinds`. */
    strategy: "all-at-once",
    percentage: 10, // Enough to raise an alarm, little to regret.
    minutes: 5, // Five periods of the alarms.
  },
  provisionedConcurrency: {
    targetUtilization: 70, // Lambda's own example; the rest is room while more is made ready.
  },
  queue: {
    encrypted: true, // With SQS's own key: no charge and no key policy to maintain.
    retention: 345_600, // Four days to notice and repair a broken consumer.
    deadLetterRetention: 1_209_600, // The longest SQS keeps a message: a dead letter is evidence.
    /** AWS advises at least 5, so that throttling alone doesn't send messages to the dead-letter queue. */
    maxReceiveCount: 5,
    visibilityTimeoutFactor: 6, // AWS advises 6, plus the batch window.
  },
  event: {
    batchSize: 10, // Large enough to spread the cost of an invocation, small enough to retry quickly.
    batchWindow: 0, // Don't wait: latency before batching.
    maximumConcurrency: 10, // A backlog can't take the account's concurrency or flood a database.
  },
  rule: {
    retries: 185, // AWS's own number, so that the age below decides.
    /** An hour, as for the function itself: then the event is a dead letter instead of a surprise. AWS's own is a day. */
    maxEventAge: 3600,
  },
  stream: {
    encrypted: true, // With the key that Kinesis has in every account: no key policy to maintain.
    retentionHours: 24, // Kinesis keeps that without a further charge.
    /** A new mapping takes minutes to start; from LATEST on it would miss what is written meanwhile. */
    startingPosition: "TRIM_HORIZON",
    batchSize: 100, // Records of streams are small and come in numbers; AWS's own default, stated.
    batchWindow: 0, // Don't wait: latency before batching.
    parallelizationFactor: 1, // The order of a shard is that of its stream. More keeps the order of each key only.
    /** AWS's own is unlimited: one bad record would hold up its shard until it expires. Ten outlast a short outage. */
    retries: 10,
    /** Six hours, where AWS sets no limit: what is given up can still be read from the stream for the rest of its day. */
    maxRecordAge: 21_600,
    bisect: true, // Finds the bad record of a batch, which costs no retries, where a handler fails as a whole.
  },
  gateway: {
    throttlingRate: 100, // Without it one client can use the account's 10,000.
    throttlingBurst: 200,
    authorizerTtl: 300, // Few enough for a withdrawn right to end soon. AWS's own default, stated.
    /** Callers in the region take no detour over CloudFront; a distribution of one's own can still be put in front. */
    endpointType: "REGIONAL",
    /** TLS 1.2 at least, 1.3 for clients that can. AWS's own default for a REST API still takes TLS 1.0. */
    securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06",
    /** TLS 1.3 and 1.2 with forward secrecy; AWS advises it where old clients don't decide. */
    listenerPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  },
  cron: {
    timezone: "UTC", // An expression means the same wherever its reader is.
    flexibleWindowMinutes: 0, // At the stated time. A window spreads load where many schedules share one.
    retries: 10, // A throttled function is retried by Lambda itself, for `maxEventAge`.
    /** A nightly job that could not start for an hour is a dead letter, not a surprise at noon. */
    maxEventAge: 3600,
  },
  pipeline: {
    /** Exactly-once steps, a history of each run, up to a year. Express is cheaper for short runs in volume. */
    type: "STANDARD",
    timeout: 3600, // An hour: a stuck run ends and raises an alarm.
    approvalTimeout: 345_600, // Four days: asked on a Friday afternoon, a person still has the Monday.
    stepRetries: 3, // After Lambda's own transient errors, as AWS's best practices advise.
    stepRetryInterval: 1,
    stepRetryBackoff: 2,
    logLevel: "ERROR", // Step Functions itself keeps the full history of a Standard run.
    expressLogLevel: "ALL", // An Express run keeps nothing but its log; without the data, a line each.
  },
  table: {
    pointInTimeRecovery: true, // Restores to any second of the last 35 days.
    deletionProtection: true, // A table outlives mistakes; lifted in stages that come and go.
  },
  userPool: {
    deletionProtection: true, // Its users can't be made again; lifted in stages that come and go.
  },
  parameter: {
    tier: "Standard", // Free, 4 KB each, 10,000 in an account and region.
  },
  secret: {
    recoveryWindowDays: 30, // AWS's longest: a deleted credential may be the only copy.
  },
  bucket: {
    versioned: true, // Objects overwritten or deleted by mistake can be restored.
    noncurrentVersionDays: 30, // Old versions cost like any object: a month to notice the mistake.
    incompleteUploadDays: 7, // The parts of an unfinished upload are invisible and cost like any object.
    forceDestroy: false, // A bucket with something in it can't be deleted; so it is in stages that come and go.
    /** A deployed file shows after a minute, at the edge and in browsers, without an invalidation. */
    cacheControl: "max-age=60",
  },
  distribution: {
    /** TLS 1.2 with forward secrecy and authenticated ciphers only; AWS's newest that isn't 1.3 alone. */
    minimumProtocol: "TLSv1.2_2025",
    httpVersion: "http2and3", // Faster on bad networks, without a further charge; HTTP/1.1 still works.
    /** Edges in North America and Europe, the cheapest; the nearest of those answers viewers elsewhere. */
    priceClass: "PriceClass_100",
    originTimeout: 30, // AWS's own default, stated: about what an HTTP API takes at most.
    accessLog: true, // Without it nothing shows what happened at the edge. Expires as functions' logs do.
    edgeMemory: 128, // All that viewer events allow.
    edgeTimeout: 5, // All that viewer events allow, and long for a person who waits for a page.
    /** Pages load from their own site only, and no page frames them. */
    contentSecurityPolicy:
      "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    /** A year, as lists of HTTPS-only sites ask for. Subdomains are left out: they may have other owners. */
    hstsMaxAge: 31_536_000,
    frameOptions: "DENY",
    /** Other sites learn the host, never the path; browsers do that anyway, stated. */
    referrerPolicy: "strict-origin-when-cross-origin",
  },
  alarms: {
    enabled: true,
    period: 60,
    evaluationPeriods: 1, // One bad minute is enough: the thresholds below are already counts of failures.
    errors: 1,
    throttles: 1,
    durationPercent: 90, // The next step is losing work.
    concurrencyPercent: 80, // Invocations beyond the rest are throttled.
    deadLetters: 1, // Each one is work that was not done.
    oldestMessage: 1800, // Longer than all receives of a bad message take by default, so it tells of a backlog.
    iteratorAge: 300, // Long before records are lost, and longer than a deployment.
    throttledWrites: 1, // Producers have to send them again.
    failedExecutions: 1,
    serverErrors: 5,
    edgeErrorRate: 5,
  },
  dashboard: {
    enabled: true, // People on call have one page to look at; AWS bills a dashboard by the month.
    hours: 3, // Long enough to see what was usual before.
    repository: "",
  },
  foundation: { stack: "" }, // Services work without it.
};

/** Changes for a kind of service. */
export const kinds = {
  gateway: {
    /** A bad version meets a part of the requests only, and CodeDeploy takes it back on the function's own alarms. */
    deployment: { strategy: "canary" },
  },
  event: {
    /** No caller waits for it, and a batch takes longer than a request. */
    function: { timeout: 30 },
  },
  cron: {
    /** One run at a time, so that runs never overlap; and room for a report. */
    function: { timeout: 300, reservedConcurrency: 1 },
  },
  pipeline: {
    function: { timeout: 30 },
  },
} as const satisfies Record<Kind, Overlay>;

/** Changes for a stage. Any other stage (a branch, a person's own) is treated as `dev`. */
export const stages = {
  dev: {
    function: {
      /** New accounts allow 10 concurrent executions in all and refuse any reservation. */
      reservedConcurrency: "unreserved",
      logLevel: "DEBUG",
      logRetentionDays: 7,
    },
    /** Made and destroyed daily. */
    table: { deletionProtection: false, pointInTimeRecovery: false },
    userPool: { deletionProtection: false },
    /** A secret that can still be restored keeps its name, and the stack couldn't be made again. */
    secret: { recoveryWindowDays: 0 },
    /** Deleted with its objects. */
    bucket: { forceDestroy: true },
    /** A developer wants to see the change immediately, and there is no traffic to prove it wrong. */
    deployment: { strategy: "all-at-once" },
    /** No person is on call for it, and each alarm costs. */
    alarms: { enabled: false },
    dashboard: { enabled: false },
  },
  staging: {
    function: { logRetentionDays: 14 },
    /** Too little traffic for a part of it to tell anything. */
    deployment: { strategy: "all-at-once" },
    table: { deletionProtection: false },
    userPool: { deletionProtection: false },
  },
  prod: {},
} as const satisfies Record<Stage, Overlay>;

/** Changes for a partition of AWS: what it lacks (`values/partitions/availability.ts`) is off there, so that services deploy as they are. */
export const partitions = {
  "aws-cn": { function: { tracing: "PassThrough" } },
  "aws-us-gov": { function: { logFormat: "Text" }, gateway: { securityPolicy: "TLS_1_2" } },
} as const satisfies Record<string, Overlay>;
