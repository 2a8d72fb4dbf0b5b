/**
 * What AWS asks, in US dollars, in one region, before free tiers, volume discounts and taxes. It ages: the estimate says of
 * when it is. To bring it up to date, go through the pages that `sources` names and change `asOf`.
 */
export const prices = {
  region: "us-east-1",
  /** When these were the prices on AWS's pages. */
  asOf: "2025-06",
  sources: [
    "AWS Lambda Pricing",
    "Amazon API Gateway Pricing",
    "Amazon SQS pricing",
    "Amazon SNS pricing",
    "Amazon EventBridge pricing",
    "Amazon DynamoDB pricing for on-demand capacity",
    "Amazon Kinesis Data Streams pricing",
    "AWS Step Functions pricing",
    "Amazon CloudWatch Pricing",
    "Amazon S3 pricing",
    "Amazon CloudFront pricing",
    "AWS Secrets Manager Pricing",
    "AWS Key Management Service pricing",
  ],
  lambda: {
    request: 0.2e-6,
    /** For each GB-second, by architecture. */
    duration: { arm64: 0.0000133334, x86_64: 0.0000166667 },
    /** For each GB-second that environments are kept started, and while they work. */
    provisioned: { arm64: 0.0000033334, x86_64: 0.0000041667 },
    provisionedDuration: { arm64: 0.0000077778, x86_64: 0.0000097222 },
    /** For each GB-second of /tmp above what is included. */
    ephemeralStorage: 0.0000000309,
    ephemeralStorageIncludedMb: 512,
  },
  /** A request; HTTP APIs count one for each 512 KB. */
  httpApi: { request: 1.0e-6, chunkKb: 512 },
  restApi: { request: 3.5e-6 },
  /** A request of up to 64 KB. */
  sqs: { standard: 0.4e-6, fifo: 0.5e-6, chunkKb: 64 },
  /** A publish of up to 64 KB; deliveries to SQS and Lambda are free. */
  sns: { publish: 0.5e-6, chunkKb: 64 },
  /** An event of one's own, of up to 64 KB; events of AWS services are free. */
  eventBridge: { event: 1.0e-6, chunkKb: 64 },
  scheduler: { invocation: 1.0e-6 },
  /** A write of up to 1 KB; a read of up to 4 KB, half of it when eventually consistent. */
  dynamodb: { write: 0.625e-6, read: 0.125e-6, writeKb: 1, readKb: 4 },
  kinesis: { streamHour: 0.04, gbIn: 0.08, gbOut: 0.04, shardHour: 0.015, putUnit: 0.014e-6, putUnitKb: 25 },
  /** A transition of a standard machine; a run of an express one and its GB-seconds, of at least 64 MB. */
  stepFunctions: { transition: 25e-6, expressRun: 1.0e-6, expressGbSecond: 0.00001667, expressGb: 0.0625 },
  /** By the month; logs by the GB. */
  cloudWatch: { alarm: 0.1, dashboard: 3, logGb: 0.5, vendedLogGb: 0.5 },
  s3: { put: 5e-6, get: 0.4e-6 },
  cloudFront: { request: 1.0e-6, gbOut: 0.085 },
  secretsManager: { secret: 0.4 },
  kms: { key: 1 },
} as const;

/** Hours of a month, as AWS's calculator counts them. */
export const hoursInMonth = 730;
