/**
 * Every value the organisation decides for its services, each with its reason. The platform team changes this
 * file; every service follows at its next `pulumi up`.
 *
 * Precedence, highest first: transform > args > stack config of the function > stack config > stage default > kind default >
 * organisation default.
 */

/** Every setting that a component reads; times in seconds, sizes in MB unless a name says otherwise. */
export interface Defaults {
  readonly tags: Readonly<Record<string, string>>;
  readonly function: {
    readonly runtime: string;
    readonly pythonRuntime: string;
    readonly javaRuntime: string;
    readonly customRuntime: string;
    readonly architecture: "arm64" | "x86_64";
    readonly memory: number;
    readonly timeout: number;
    readonly reservedConcurrency: number | "unreserved";
    readonly ephemeralStorage: number;
    readonly layers: readonly string[];
    readonly sharedLayer: boolean;
    readonly tracing: "Active" | "PassThrough";
    readonly logFormat: "JSON" | "Text";
    readonly logLevel: "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";
    readonly systemLogLevel: "DEBUG" | "INFO" | "WARN";
    readonly logRetentionDays: number;
    readonly retries: number;
    readonly maxEventAge: number;
    readonly imagesKept: number;
    readonly recursiveLoop: "Terminate" | "Allow";
    readonly runtimeUpdates: "Auto" | "FunctionUpdate";
  };
  readonly deployment: {
    readonly strategy: "all-at-once" | "canary" | "linear";
    readonly percentage: number;
    readonly minutes: number;
  };
  readonly provisionedConcurrency: { readonly targetUtilization: number };
  readonly queue: {
    readonly encrypted: boolean;
    readonly retention: number;
    readonly deadLetterRetention: number;
    readonly maxReceiveCount: number;
    readonly visibilityTimeoutFactor: number;
  };
  readonly event: {
    readonly batchSize: number;
    readonly batchWindow: number;
    readonly maximumConcurrency: number;
  };
  readonly rule: {
    readonly retries: number;
    readonly maxEventAge: number;
  };
  readonly stream: {
    readonly encrypted: boolean;
    readonly retentionHours: number;
    readonly startingPosition: "TRIM_HORIZON" | "LATEST";
    readonly batchSize: number;
    readonly batchWindow: number;
    readonly parallelizationFactor: number;
    readonly retries: number;
    readonly maxRecordAge: number;
    readonly bisect: boolean;
  };
  readonly gateway: {
    readonly throttlingRate: number;
    readonly throttlingBurst: number;
    readonly authorizerTtl: number;
    readonly endpointType: "REGIONAL" | "EDGE";
    readonly securityPolicy: string;
    readonly listenerPolicy: string;
  };
  readonly cron: {
    readonly timezone: string;
    readonly flexibleWindowMinutes: number;
    readonly retries: number;
    readonly maxEventAge: number;
  };
  readonly pipeline: {
    readonly type: "STANDARD" | "EXPRESS";
    readonly timeout: number;
    readonly approvalTimeout: number;
    readonly stepRetries: number;
    readonly stepRetryInterval: number;
    readonly stepRetryBackoff: number;
    readonly logLevel: "ALL" | "ERROR" | "FATAL" | "OFF";
    readonly expressLogLevel: "ALL" | "ERROR" | "FATAL" | "OFF";
  };
  readonly table: {
    readonly pointInTimeRecovery: boolean;
    readonly deletionProtection: boolean;
  };
  readonly userPool: {
    readonly deletionProtection: boolean;
  };
  readonly parameter: {
    readonly tier: "Standard" | "Advanced" | "Intelligent-Tiering";
  };
  readonly secret: {
    readonly recoveryWindowDays: number;
  };
  readonly bucket: {
    readonly versioned: boolean;
    readonly noncurrentVersionDays: number;
    readonly incompleteUploadDays: number;
    readonly forceDestroy: boolean;
    readonly cacheControl: string;
  };
  readonly distribution: {
    readonly minimumProtocol: string;
    readonly httpVersion: "http1.1" | "http2" | "http2and3" | "http3";
    readonly priceClass: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
    readonly originTimeout: number;
    readonly accessLog: boolean;
    readonly edgeMemory: number;
    readonly edgeTimeout: number;
    readonly contentSecurityPolicy: string;
    readonly hstsMaxAge: number;
    readonly frameOptions: "DENY" | "SAMEORIGIN";
    readonly referrerPolicy:
      | "no-referrer"
      | "no-referrer-when-downgrade"
      | "origin"
      | "origin-when-cross-origin"
      | "same-origin"
      | "strict-origin"
      | "strict-origin-when-cross-origin"
      | "unsafe-url";
  };
  readonly alarms: {
    readonly enabled: boolean;
    readonly period: number;
    readonly evaluationPeriods: number;
    readonly errors: number;
    readonly throttles: number;
    readonly durationPercent: number;
    readonly concurrencyPercent: number;
    readonly deadLetters: number;
    readonly oldestMessage: number;
    readonly iteratorAge: number;
    readonly throttledWrites: number;
    readonly failedExecutions: number;
    readonly serverErrors: number;
    readonly edgeErrorRate: number;
  };
  readonly dashboard: {
    readonly enabled: boolean;
    readonly hours: number;
    readonly repository: string;
  };
  readonly foundation: { readonly stack: string };
}

/** What `npm run tune` goes by: no settings of a service. */
interface Tuning {
  readonly stateMachines: Readonly<Record<Stage, string>>;
  readonly invocations: number;
  readonly discard: number;
  readonly strategy: "cost" | "speed" | "balanced";
  readonly days: number;
  readonly leastTraffic: number;
  readonly timeoutFactors: readonly [least: number, most: number];
}

/** Some of the settings, at any depth: what an overlay or a service may set. */
export type Overlay<T = Defaults> = {
  readonly [K in keyof T]?: T[K] extends string | number | boolean | readonly unknown[]
    ? T[K]
    : string extends keyof T[K]
      ? T[K]
      : Overlay<T[K]>;
};

export const defaults: Defaults = {
  /** Same on every resource, so that cost and ownership can be told apart. `service`, `stage` and `owner` are added. */
  tags: { "managed-by": "pulumi" },
  function: {
    /** Supported until 30 April 2028, the longest of all Node.js runtimes (AWS: "Lambda runtimes"). */
    runtime: "nodejs24.x",
    /** Of functions in Python: supported until June 2029 and in use for a year before most others (AWS: "Lambda runtimes"). */
    pythonRuntime: "python3.13",
    /** Of functions in Java: long-term support, and SnapStart knows it. */
    javaRuntime: "java21",
    /** Of programs that speak the Runtime API themselves: the OS-only runtime on Amazon Linux 2023. */
    customRuntime: "provided.al2023",
    /** Costs a fifth less than x86_64 for each GB-second, and Node.js code runs unchanged. */
    architecture: "arm64",
    /** MB. CPU grows with memory; below this a Node.js function spends most of a cold start waiting for CPU. */
    memory: 512,
    /** Below the 30 s after which an HTTP API gives up, so that the function's own error reaches the log first. */
    timeout: 10,
    /** A runaway function can't use up the account's concurrency. The sum over all services must leave 100 unreserved. */
    reservedConcurrency: 10,
    /** MB in /tmp: what Lambda includes without charge. */
    ephemeralStorage: 512,
    /** ARNs of layers on every function. */
    layers: [],
    /**
     * Whether bundles leave the AWS SDK and the tracer to the foundation's layer. A zip becomes a fifth of its size, but a
     * cold start with the SDK takes some 5 % longer, and each update of the SDK needs the foundation first.
     */
    sharedLayer: false,
    /** Traces sampled requests; the tracer is loaded at the first sampled request only. */
    tracing: "Active",
    /** Can be queried by field in Logs Insights, and is what lets Lambda filter by level. */
    logFormat: "JSON",
    /** Enough to follow a request, without payloads. */
    logLevel: "INFO",
    /** Lambda's own lines of each invocation (START, REPORT) repeat the metrics; warnings stay. */
    systemLogLevel: "WARN",
    /** Never-expiring logs are the usual surprise on the bill; a month outlives most investigations. */
    logRetentionDays: 30,
    /** Asynchronous invocations: AWS's own default, stated, so that no one relies on a hidden one. */
    retries: 2,
    /** An hour: after that an asynchronous event goes to the dead-letter queue rather than surprising somebody later. */
    maxEventAge: 3600,
    /** Container images in a repository: enough to go back to, and storage is billed. */
    imagesKept: 10,
    /** AWS's own default, stated: a function that triggers itself is stopped after some sixteen rounds rather than billed for more. */
    recursiveLoop: "Terminate",
    /** Patches of the runtime arrive by themselves; "FunctionUpdate" waits for the next deployment of each function. */
    runtimeUpdates: "Auto",
  },
  deployment: {
    /** Straight to the new version: what it fails is retried, then kept as a dead letter. Callers of a gateway see each error. */
    strategy: "all-at-once",
    /** Of the traffic: a canary's first step, each step of a linear shift. Enough to raise an alarm, little to regret. */
    percentage: 10,
    /** Before a canary gets the rest, and between two steps of a linear shift: five periods of the alarms. */
    minutes: 5,
  },
  provisionedConcurrency: {
    /** Per cent of it in use that scaling aims at: Lambda's own example; the rest is room while more is made ready. */
    targetUtilization: 70,
  },
  queue: {
    /** Encrypted at rest with SQS's own key: no charge and no key policy to maintain. */
    encrypted: true,
    /** Four days to notice and repair a broken consumer. */
    retention: 345_600,
    /** The longest SQS keeps a message: a dead letter is evidence. */
    deadLetterRetention: 1_209_600,
    /** AWS advises at least 5, so that throttling alone doesn't send messages to the dead-letter queue. */
    maxReceiveCount: 5,
    /** Visibility timeout as a multiple of the function's timeout: AWS advises 6, plus the batch window. */
    visibilityTimeoutFactor: 6,
  },
  event: {
    /** Large enough to spread the cost of an invocation, small enough to retry quickly. */
    batchSize: 10,
    /** Don't wait: latency before batching. */
    batchWindow: 0,
    /** Concurrent invocations by one queue: a backlog can't take the account's concurrency or flood a database. */
    maximumConcurrency: 10,
  },
  rule: {
    /** Attempts of EventBridge to hand an event over to Lambda: AWS's own number, so that the age below decides. */
    retries: 185,
    /** An hour, as for the function itself: then the event is a dead letter instead of a surprise. AWS's own is a day. */
    maxEventAge: 3600,
  },
  stream: {
    /** With the key that Kinesis has in every account: no key policy to maintain. Table streams are always encrypted. */
    encrypted: true,
    /** Hours. What Kinesis keeps without a further charge. */
    retentionHours: 24,
    /** A new mapping takes minutes to start; from LATEST on it would miss what is written meanwhile. */
    startingPosition: "TRIM_HORIZON",
    /** Records of streams are small and come in numbers; the same as AWS's own default, stated. */
    batchSize: 100,
    /** Don't wait: latency before batching. */
    batchWindow: 0,
    /** One batch of a shard at a time: its order is that of the stream. More keeps the order of each key only. */
    parallelizationFactor: 1,
    /** AWS's own is unlimited: one bad record would hold up its shard until it expires. Ten outlast a short outage. */
    retries: 10,
    /** Six hours, where AWS sets no limit: what is given up can still be read from the stream for the rest of its day. */
    maxRecordAge: 21_600,
    /** Finds the bad record of a batch by halving it, which costs no retries, where a handler fails as a whole. */
    bisect: true,
  },
  gateway: {
    /** Requests a second over the whole stage. Without it one client can use the account's 10,000. */
    throttlingRate: 100,
    /** Requests that may come at once. */
    throttlingBurst: 200,
    /** Seconds an authoriser's answer is remembered: few enough for a withdrawn right to end soon. AWS's own default, stated. */
    authorizerTtl: 300,
    /** Callers in the region take no detour over CloudFront; a distribution of one's own can still be put in front. REST only. */
    endpointType: "REGIONAL",
    /** TLS 1.2 at least, 1.3 for who can. AWS's own default for a REST API still takes TLS 1.0. */
    securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06",
    /** A load balancer's: TLS 1.3 and 1.2 with forward secrecy; what AWS advises where old clients don't decide. */
    listenerPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  },
  cron: {
    /** Says what the expression means without knowing where the reader is. */
    timezone: "UTC",
    /** 0: at the stated time. A window spreads load where many schedules share one. */
    flexibleWindowMinutes: 0,
    /** Attempts to hand over to Lambda, not to run the handler; a throttled function is retried for `maxEventAge`. */
    retries: 10,
    /** A nightly job that could not start for an hour is a dead letter, not a surprise at noon. */
    maxEventAge: 3600,
  },
  pipeline: {
    /** Exactly-once steps, a history of each run, up to a year. Express is cheaper for short runs in volume. */
    type: "STANDARD",
    /** An hour: a stuck run ends and raises an alarm. */
    timeout: 3600,
    /** Four days: asked on a Friday afternoon, a person still has the Monday. A run with approvals may take as much longer. */
    approvalTimeout: 345_600,
    /** Retries of a step after Lambda's own transient errors, as AWS's best practices advise. */
    stepRetries: 3,
    stepRetryInterval: 1,
    stepRetryBackoff: 2,
    /** Failures only: the full history of a Standard run is kept by Step Functions itself. */
    logLevel: "ERROR",
    /** Of an Express run nothing is kept but its log, so it says every event; without the data, a line each. */
    expressLogLevel: "ALL",
  },
  table: {
    /** Restores to any second of the last 35 days. */
    pointInTimeRecovery: true,
    /** A table outlives mistakes; lifted in stages that come and go. */
    deletionProtection: true,
  },
  userPool: {
    /** Its users can't be made again; lifted in stages that come and go. */
    deletionProtection: true,
  },
  parameter: {
    /** Free, 4 KB each, 10,000 in an account and region. */
    tier: "Standard",
  },
  secret: {
    /** The longest there is: a deleted credential may be the only copy. */
    recoveryWindowDays: 30,
  },
  bucket: {
    /** What is overwritten or deleted by mistake can be had back. */
    versioned: true,
    /** Old versions cost like any object: a month to notice the mistake. */
    noncurrentVersionDays: 30,
    /** The parts of an upload that nobody finished are invisible and cost like any object. */
    incompleteUploadDays: 7,
    /** A bucket with something in it can't be deleted; so it is in stages that come and go. */
    forceDestroy: false,
    /** Of `files`: what is deployed shows after a minute, at the edge and in browsers, without an invalidation. */
    cacheControl: "max-age=60",
  },
  distribution: {
    /** TLS 1.2 with forward secrecy and authenticated ciphers only, 1.3 for who can; AWS's newest that isn't 1.3 alone. */
    minimumProtocol: "TLSv1.2_2025",
    /** Faster on bad networks, without a further charge; who knows HTTP/1.1 only is still answered. */
    httpVersion: "http2and3",
    /** Edges in North America and Europe, the cheapest; viewers elsewhere are answered by the nearest of those. */
    priceClass: "PriceClass_100",
    /** Seconds. AWS's own default, stated: about what an HTTP API takes at most. */
    originTimeout: 30,
    /** As of every gateway: without it nobody can tell what happened at the edge. Expires as functions' logs do. */
    accessLog: true,
    /** MB of a function of Lambda@Edge: all that viewer events allow. */
    edgeMemory: 128,
    /** Seconds of a function of Lambda@Edge: all that viewer events allow, and long for who waits for a page. */
    edgeTimeout: 5,
    /** Pages load from their own site only, and nobody frames them. */
    contentSecurityPolicy:
      "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    /** A year, as lists of HTTPS-only sites ask for. Subdomains are left out: who owns a name doesn't own all below it. */
    hstsMaxAge: 31_536_000,
    /** For browsers that don't know frame-ancestors. */
    frameOptions: "DENY",
    /** Other sites learn the host, never the path; what browsers do anyway, stated. */
    referrerPolicy: "strict-origin-when-cross-origin",
  },
  alarms: {
    enabled: true,
    period: 60,
    /** One bad minute is enough: thresholds below are already counts of failures. */
    evaluationPeriods: 1,
    /** Errors of a function in a period. */
    errors: 1,
    /** Throttled invocations in a period. */
    throttles: 1,
    /** Per cent of the timeout that the slowest hundredth of invocations takes: the next step is losing work. */
    durationPercent: 90,
    /** Per cent of the reserved concurrency in use: what comes on top of the rest is throttled. */
    concurrencyPercent: 80,
    /** Messages waiting in a dead-letter queue. Each one is work that was not done. */
    deadLetters: 1,
    /** Seconds. Half an hour: longer than all receives of a bad message take by default, so it tells of a backlog. */
    oldestMessage: 1800,
    /** Seconds by which the reader of a stream is behind. Long before records are lost, and longer than a deployment. */
    iteratorAge: 300,
    /** Writes that a stream refused in a period, for want of shards: its producers have to send them again. */
    throttledWrites: 1,
    /** Failed, timed out or aborted runs of a state machine. */
    failedExecutions: 1,
    /** 5xx responses of a gateway in a period. */
    serverErrors: 5,
    /** Per cent of a distribution's requests answered with 5xx, as an average over a period. */
    edgeErrorRate: 5,
  },
  dashboard: {
    /** Where somebody is on call there is one page to look at; AWS bills a dashboard by the month. */
    enabled: true,
    /** What it shows when it is opened: long enough to see what was usual before. */
    hours: 3,
    /** Where the runbooks are, as a browser shows this repository's root, such as https://git.example.com/lambdas/tree/main. */
    repository: "",
  },
  /** Name of the foundation's stack (`organization/project`); empty while there is none: services work without it. */
  foundation: { stack: "" },
};

/** What a kind of service changes. */
export const kinds = {
  gateway: {
    /** A bad version meets a part of the requests only, and CodeDeploy takes it back on the function's own alarms. */
    deployment: { strategy: "canary" },
  },
  event: {
    /** Nobody waits for it, and a batch takes longer than a request. */
    function: { timeout: 30 },
  },
  cron: {
    /** One run at a time, so that runs never overlap; and room for a report. */
    function: { timeout: 300, reservedConcurrency: 1 },
  },
  pipeline: {
    function: { timeout: 30 },
  },
} as const satisfies Record<string, Overlay>;

export type Kind = keyof typeof kinds;

/** What a stage changes. Any other stage (a branch, a person's own) is treated as `dev`. */
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
    /** Deleted with what is in it. */
    bucket: { forceDestroy: true },
    /** Whoever deploys wants to see the change at once, and no traffic could tell that it is wrong. */
    deployment: { strategy: "all-at-once" },
    /** Nobody is on call for it, and each alarm costs. */
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
} as const satisfies Record<string, Overlay>;

export type Stage = keyof typeof stages;

/** How `npm run tune` measures a function and what it proposes from that: docs/tuning.md. */
export const tuning: Tuning = {
  /** AWS Lambda Power Tuning's state machine in the account of each stage; empty while it isn't deployed there. */
  stateMachines: { dev: "", staging: "", prod: "" },
  /** Invocations at each memory size: enough for an average of a dozen, few enough to clean up after. */
  invocations: 20,
  /** Of the fastest and of the slowest invocations at a size, the part that is left out: cold starts among them. */
  discard: 0.2,
  /** Neither the cheapest size however slow it is, nor the fastest whatever it costs. */
  strategy: "balanced",
  /** Days of traffic that the timeout is read off: two weeks have every weekday twice. */
  days: 14,
  /** Invocations in those days below which a slowest hundredth says nothing. */
  leastTraffic: 100,
  /** Multiples of the p99 of the duration between which a timeout is left as it is, and to the upper of which others are set. */
  timeoutFactors: [2, 3],
};
