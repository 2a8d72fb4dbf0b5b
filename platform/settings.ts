/** The settings of the platform: their types, units and limits. Their values and reasons are in `defaults.ts`. */

/** A kind of service; `kinds` in `defaults.ts` has each one's changes. */
export type Kind = "gateway" | "event" | "cron" | "pipeline";

/** A stage with an overlay of its own in `defaults.ts`. Any other (a branch, a person's own) is treated as `dev`. */
export type Stage = "dev" | "staging" | "prod";

/** Every setting that a component reads; times in seconds, sizes in MB unless a name has another unit. */
export interface Defaults {
  /** Tags of every resource. `service`, `stage` and `owner` are added. */
  readonly tags: Readonly<Record<string, string>>;
  readonly function: FunctionDefaults;
  readonly deployment: {
    /**
     * `all-at-once`: Pulumi changes the function in place. `canary`: a part of the traffic first, then the rest.
     * `linear`: step by step. Both by CodeDeploy, which rolls back on the function's alarms.
     */
    readonly strategy: "all-at-once" | "canary" | "linear";
    /** Per cent of the traffic in the first step of a canary, in each step of a linear shift: 1 to 99. */
    readonly percentage: number;
    /** Minutes between the steps, 1 to 2,880 in all. */
    readonly minutes: number;
  };
  readonly provisionedConcurrency: {
    /** Per cent in use that scaling aims at, 10 to 90. */
    readonly targetUtilization: number;
  };
  readonly queue: {
    readonly encrypted: boolean;
    readonly retention: number;
    readonly deadLetterRetention: number;
    /** Receives before a message becomes a dead letter. */
    readonly maxReceiveCount: number;
    /** Visibility timeout as a multiple of the function's timeout. */
    readonly visibilityTimeoutFactor: number;
  };
  readonly event: {
    readonly batchSize: number;
    readonly batchWindow: number;
    /** Concurrent invocations by one queue. */
    readonly maximumConcurrency: number;
  };
  readonly rule: {
    /** Attempts of EventBridge to hand an event over to Lambda. */
    readonly retries: number;
    readonly maxEventAge: number;
  };
  readonly stream: {
    /** Of Kinesis streams; table streams are always encrypted. */
    readonly encrypted: boolean;
    readonly retentionHours: number;
    readonly startingPosition: "TRIM_HORIZON" | "LATEST";
    readonly batchSize: number;
    readonly batchWindow: number;
    /** Batches of a shard at a time; above 1 the order of each key is kept. */
    readonly parallelizationFactor: number;
    readonly retries: number;
    readonly maxRecordAge: number;
    /** Halves a batch whose handling fails. */
    readonly bisect: boolean;
  };
  readonly gateway: {
    /** Requests a second over the whole stage. */
    readonly throttlingRate: number;
    /** Requests that may come at the same time. */
    readonly throttlingBurst: number;
    /** Seconds for which an authoriser's answer is remembered. */
    readonly authorizerTtl: number;
    /** Of REST APIs. */
    readonly endpointType: "REGIONAL" | "EDGE";
    /** Of REST APIs. */
    readonly securityPolicy: string;
    /** Of load balancers. */
    readonly listenerPolicy: string;
  };
  readonly cron: {
    readonly timezone: string;
    /** 0: at the stated time. */
    readonly flexibleWindowMinutes: number;
    /** Attempts to hand over to Lambda, not to run the handler. */
    readonly retries: number;
    readonly maxEventAge: number;
  };
  readonly pipeline: {
    readonly type: "STANDARD" | "EXPRESS";
    readonly timeout: number;
    /** Seconds for an answer; a run with approvals may take as much longer. */
    readonly approvalTimeout: number;
    /** Retries of a step after Lambda's own transient errors. */
    readonly stepRetries: number;
    readonly stepRetryInterval: number;
    readonly stepRetryBackoff: number;
    /** Of Standard runs. */
    readonly logLevel: "ALL" | "ERROR" | "FATAL" | "OFF";
    /** Of Express runs. */
    readonly expressLogLevel: "ALL" | "ERROR" | "FATAL" | "OFF";
  };
  readonly table: {
    readonly pointInTimeRecovery: boolean;
    readonly deletionProtection: boolean;
  };
  readonly userPool: { readonly deletionProtection: boolean };
  readonly parameter: { readonly tier: "Standard" | "Advanced" | "Intelligent-Tiering" };
  readonly secret: {
    /** Days in which a deleted secret can be restored. */
    readonly recoveryWindowDays: number;
  };
  readonly bucket: {
    /** Keeps overwritten and deleted objects. */
    readonly versioned: boolean;
    readonly noncurrentVersionDays: number;
    readonly incompleteUploadDays: number;
    /** Deletes a bucket's objects with the bucket. */
    readonly forceDestroy: boolean;
    /** Of the objects of `files`. */
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
    /** For browsers that don't know frame-ancestors. */
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
  /** Thresholds are per period unless stated otherwise. */
  readonly alarms: {
    readonly enabled: boolean;
    readonly period: number;
    readonly evaluationPeriods: number;
    /** Errors of a function. */
    readonly errors: number;
    /** Throttled invocations. */
    readonly throttles: number;
    /** Alarm when the p99 duration exceeds this percentage of the timeout. */
    readonly durationPercent: number;
    /** Alarm when this percentage of the reserved concurrency is in use. */
    readonly concurrencyPercent: number;
    /** Messages waiting in a dead-letter queue. */
    readonly deadLetters: number;
    /** Seconds for which a message has waited in a queue. */
    readonly oldestMessage: number;
    /** Seconds by which the reader of a stream is behind. */
    readonly iteratorAge: number;
    /** Writes that a stream refused for want of shards. */
    readonly throttledWrites: number;
    /** Failed, timed out or aborted runs of a state machine. */
    readonly failedExecutions: number;
    /** 5xx responses of a gateway. */
    readonly serverErrors: number;
    /** Per cent of a distribution's requests answered with 5xx, on average. */
    readonly edgeErrorRate: number;
  };
  readonly dashboard: {
    readonly enabled: boolean;
    /** Hours that it shows when it is opened. */
    readonly hours: number;
    /** Address of the repository's root in a browser: https://git.example.com/lambdas/tree/main. */
    readonly repository: string;
  };
  readonly foundation: {
    /** Name of the foundation's stack (`organization/project`); empty while there is none. */
    readonly stack: string;
  };
}

/** Settings of functions. Most are arguments of a function too: `components/function/settings.ts` has a row for each. */
export interface FunctionDefaults {
  /** Of handlers for Node.js. */
  readonly runtime: string;
  readonly pythonRuntime: string;
  readonly javaRuntime: string;
  /** Of programs that speak the Runtime API themselves. */
  readonly customRuntime: string;
  readonly architecture: "arm64" | "x86_64";
  /** MB, 128 to 10,240. */
  readonly memory: number;
  /** Seconds, 1 to 900. */
  readonly timeout: number;
  /** Concurrent executions kept for and allowed to this function. */
  readonly reservedConcurrency: number | "unreserved";
  /** MB in /tmp, 512 to 10,240. */
  readonly ephemeralStorage: number;
  /** ARNs of layers, at most 5; how large they are isn't checked. */
  readonly layers: readonly string[];
  /**
   * Takes the AWS SDK and the tracer from the foundation's layer instead of the function's own bundle; counts as one of
   * the layers. Handlers only.
   */
  readonly sharedLayer: boolean;
  /**
   * Packages that bundles leave out: a layer has them, or they are optional and nothing needs them, such as a
   * library's drivers for other databases. Handlers only.
   */
  readonly external: readonly string[];
  /**
   * Packages that can't be bundled, with native code or files of their own: they stand in the archive's `node_modules`
   * as npm installed them, with all that they depend on. Handlers only.
   */
  readonly nodeModules: readonly string[];
  readonly tracing: "Active" | "PassThrough";
  readonly logFormat: "JSON" | "Text";
  readonly logLevel: "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";
  /** Of Lambda's own lines: START, REPORT. */
  readonly systemLogLevel: "DEBUG" | "INFO" | "WARN";
  /** Days, one of those that CloudWatch Logs knows. */
  readonly logRetentionDays: number;
  /** Retries of asynchronous invocations, 0 to 2. */
  readonly retries: number;
  /** Seconds an asynchronous event may wait, 60 to 21,600. */
  readonly maxEventAge: number;
  /** Container images in a repository. */
  readonly imagesKept: number;
  /** Whether Lambda stops a loop that the function triggers itself. */
  readonly recursiveLoop: "Terminate" | "Allow";
  /** Arrival of AWS's patches of the runtime: `FunctionUpdate` waits for its next deployment. */
  readonly runtimeUpdates: "Auto" | "FunctionUpdate";
}

/** Some of the settings, at any depth: those that an overlay or a service sets. */
export type Overlay<T = Defaults> = {
  readonly [K in keyof T]?: T[K] extends string | number | boolean | readonly unknown[]
    ? T[K]
    : string extends keyof T[K]
      ? T[K]
      : Overlay<T[K]>;
};
