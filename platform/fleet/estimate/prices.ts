/** Source of a group of prices, and its month. */
interface Published {
  /** Title of AWS's page. */
  readonly source: string;
  /** Month of the newest copy of AWS's price list or page that had these figures. */
  readonly asOf: string;
}

/**
 * AWS's prices, in US dollars, in one region: the first tier, before free tiers, volume discounts and taxes. They age, each
 * group by itself. None was read off a live page: they were compared with copies of AWS's public price list or pages of the
 * month in `asOf`. To bring a group up to date, go through its `source` and change `asOf`.
 */
export const prices = {
  lambda: {
    source: "AWS Lambda Pricing",
    asOf: "2026-09",
    request: 0.2e-6,
    /** For each GB-second, by architecture. */
    duration: { arm64: 0.0000133334, x86_64: 0.0000166667 },
    /** For each GB-second that environments are kept started, and while they work. */
    provisioned: { arm64: 0.0000033334, x86_64: 0.0000041667 },
    provisionedDuration: { arm64: 0.0000077778, x86_64: 0.0000097222 },
    /** For each GB-second of /tmp above the part that is included. */
    ephemeralStorage: 0.0000000309,
    ephemeralStorageIncludedMb: 512,
    /** For each GB-second that a snapshot is kept; of Java it is free. */
    snapshot: 0.0000015046,
    /** For each GB of streamed responses, beyond the first 6 MB of each. */
    streamedGb: 0.008,
    streamedIncludedKb: 6 * 1024,
    /** For each hour of an event poller of SQS that is provisioned. */
    sqsPollerHour: 0.00925,
  },
  /** A request; HTTP APIs count one for each 512 KB. */
  apiGateway: {
    source: "Amazon API Gateway Pricing",
    asOf: "2026-09",
    httpRequest: 1.0e-6,
    httpChunkKb: 512,
    restRequest: 3.5e-6,
  },
  /** A unit is an hour of 25 new connections a second or of 0.4 GB to and from functions, whichever is more. */
  loadBalancer: {
    source: "Elastic Load Balancing pricing",
    asOf: "2026-09",
    hour: 0.0225,
    unitHour: 0.008,
    unitConnections: 25,
    unitGb: 0.4,
  },
  /** Out to the internet, a GB; a public IPv4 address, an hour. */
  network: {
    source: "Amazon EC2 On-Demand Pricing: Data Transfer; Amazon VPC pricing",
    asOf: "2026-09",
    gbOut: 0.09,
    publicIpv4Hour: 0.005,
  },
  /** A request of up to 64 KB. */
  sqs: { source: "Amazon SQS pricing", asOf: "2026-09", standard: 0.4e-6, fifo: 0.5e-6, chunkKb: 64 },
  /** A publish of up to 64 KB; deliveries to SQS and Lambda are free. */
  sns: { source: "Amazon SNS pricing", asOf: "2026-06", publish: 0.5e-6, chunkKb: 64 },
  /** An event of one's own, of up to 64 KB; a GB put into an archive; a run of a schedule. */
  eventBridge: {
    source: "Amazon EventBridge pricing",
    asOf: "2026-03",
    event: 1.0e-6,
    chunkKb: 64,
    archivedGb: 0.1,
    scheduled: 1.0e-6,
  },
  /** On demand: a write of up to 1 KB, a read of up to 4 KB, half of it when eventually consistent. Provisioned: by the hour. */
  dynamodb: {
    source: "Amazon DynamoDB pricing",
    asOf: "2026-09",
    write: 0.625e-6,
    read: 0.125e-6,
    writeKb: 1,
    readKb: 4,
    writeCapacityHour: 0.00065,
    readCapacityHour: 0.00013,
  },
  /** On demand: by stream and GB. Provisioned: by shard and units of 25 KB. A consumer with a throughput of its own pays both. */
  kinesis: {
    source: "Amazon Kinesis Data Streams pricing",
    asOf: "2026-08",
    streamHour: 0.04,
    gbIn: 0.08,
    gbOut: 0.04,
    consumerGb: 0.05,
    shardHour: 0.015,
    putUnit: 0.014e-6,
    putUnitKb: 25,
    consumerShardHour: 0.015,
    consumerShardGb: 0.013,
  },
  /** A transition of a standard machine; a run of an express one and its GB-seconds, of at least 64 MB. */
  stepFunctions: {
    source: "AWS Step Functions pricing",
    asOf: "2026-03",
    transition: 25e-6,
    expressRun: 1.0e-6,
    expressGbSecond: 0.00001667,
    expressGb: 0.0625,
  },
  /** By the month: each metric that an alarm watches, dashboards, metrics of one's own; logs by the GB that comes in. */
  cloudWatch: {
    source: "Amazon CloudWatch Pricing",
    asOf: "2026-09",
    alarm: 0.1,
    dashboard: 3,
    metric: 0.3,
    logGb: 0.5,
  },
  /** A trace that is recorded. */
  xray: { source: "AWS X-Ray pricing", asOf: "2026-08", trace: 5e-6 },
  s3: { source: "Amazon S3 pricing", asOf: "2026-09", put: 5e-6, get: 0.4e-6 },
  cloudFront: { source: "Amazon CloudFront pricing", asOf: "2026-09", request: 1.0e-6, gbOut: 0.085 },
  secretsManager: { source: "AWS Secrets Manager Pricing", asOf: "2026-09", secret: 0.4 },
  kms: { source: "AWS Key Management Service Pricing", asOf: "2026-09", key: 1, request: 3e-6 },
} as const satisfies Readonly<Record<string, Published & Record<string, unknown>>>;

export const pricedRegion = "us-east-1";

/** Hours of a month, as AWS's calculator counts them. */
export const hoursInMonth = 730;

/** Age of the prices: the months of the oldest and of the newest. */
export function pricesAsOf(): string {
  const months = Object.values(prices)
    .map(({ asOf }): string => asOf)
    .sort();
  return `${months[0]} to ${months.at(-1)}`;
}
