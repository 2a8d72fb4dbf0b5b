import { createHash } from "node:crypto";

/** The thing that a name is given to; each has rules of its own. */
export type NameKind = "service" | "owner" | "stage" | "part";

interface NameRule {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  readonly allowed: string;
  readonly example: string;
}

const kebab = {
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  allowed: "lower-case letters, digits and single hyphens, starting with a letter",
};

/**
 * Rules of the names that people choose. Physical names are built of service, stage and part
 * (`users-api-prod-api-create-user`), so each is kept short enough for the tightest limit below.
 */
export const nameRules: Readonly<Record<NameKind, NameRule>> = {
  service: { ...kebab, min: 3, max: 32, example: "users-api" },
  owner: { ...kebab, min: 2, max: 40, example: "payments" },
  stage: { ...kebab, min: 2, max: 16, example: "dev" },
  part: { ...kebab, min: 1, max: 40, example: "nightly-report" },
};

/**
 * Longest physical name that AWS takes, in characters. Sources: Lambda "CreateFunction", IAM "CreateRole",
 * SQS "Amazon SQS message quotas", Step Functions "CreateStateMachine", EventBridge Scheduler "CreateSchedule",
 * DynamoDB "Naming rules", CloudWatch "PutMetricAlarm", "PutDashboard", API Gateway "CreateApi", SNS "CreateTopic",
 * Secrets Manager "CreateSecret", Cognito "CreateUserPool",
 * EventBridge "CreateEventBus", "PutRule", "CreateArchive", IoT "CreateTopicRule", S3 "Bucket naming rules",
 * Kinesis "CreateStream" and "RegisterStreamConsumer",
 * CodeDeploy "CreateApplication", Application Auto Scaling "PutScalingPolicy",
 * ECR "CreateRepository", EC2 "CreateSecurityGroup", Elastic Load Balancing "CreateLoadBalancer", "CreateTargetGroup", Lambda "PublishLayerVersion",
 * CloudFront "CreateFunction", "CreateKeyValueStore", "OriginAccessControlConfig", "ResponseHeadersPolicyConfig",
 * "CachePolicyConfig", CloudWatch Logs "PutDeliverySource", "PutDeliveryDestination".
 */
export const nameLimits = {
  function: 64,
  role: 64,
  queue: 80,
  stateMachine: 80,
  schedule: 64,
  table: 255,
  alarm: 255,
  dashboard: 255,
  deployment: 100,
  scaling: 256,
  api: 128,
  topic: 256,
  secret: 512,
  userPool: 128,
  bus: 256,
  rule: 64,
  archive: 48,
  iotRule: 128,
  bucket: 63,
  stream: 128,
  streamConsumer: 128,
  repository: 256,
  securityGroup: 255,
  loadBalancer: 32,
  targetGroup: 32,
  layer: 140,
  edgeFunction: 64,
  keyValueStore: 64,
  originAccess: 64,
  headersPolicy: 128,
  cachePolicy: 128,
  logDelivery: 60,
} as const;

/** All problems with a name, each a full sentence; none when it is fine. */
export function checkName(kind: NameKind, value: unknown): string[] {
  const rule = nameRules[kind];
  const what = `The ${kind === "part" ? "component's" : kind}${kind === "part" ? "" : "'s"} name`;
  if (typeof value !== "string" || value === "")
    return [`${what} is missing; give one, such as "${rule.example}".`];
  const problems: string[] = [];
  if (!rule.pattern.test(value))
    problems.push(`${what} ${JSON.stringify(value)} may hold ${rule.allowed}, such as "${rule.example}".`);
  if (value.length < rule.min || value.length > rule.max)
    problems.push(
      `${what} ${JSON.stringify(value)} has ${value.length} characters; ${rule.min} to ${rule.max} are allowed.`,
    );
  return problems;
}

/**
 * The name of an AWS resource: the parts joined by hyphens. Past the limit its end is replaced by a hash of
 * the whole, so that it stays unique and the same on every run.
 */
export function physicalName(kind: keyof typeof nameLimits, parts: readonly string[], suffix = ""): string {
  const whole = parts.join("-") + suffix;
  const limit = nameLimits[kind];
  if (whole.length <= limit) return whole;
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, 7);
  return `${whole.slice(0, limit - hash.length - suffix.length - 1)}-${hash}${suffix}`;
}

/** The beginning of every physical name of a stack that is not cut; `project` is the service, `stack` the stage. */
export function stackPrefix(project: string, stack: string): string {
  return `${project}-${stack}-`;
}

/** The end of a dead-letter queue's name; that of a FIFO queue has `.fifo` after it, as SQS wants it. */
export const deadLetterSuffix = "-dlq";

/** Whether a physical name is that of a dead-letter queue which the platform made. */
export const isDeadLetterName = (name: string): boolean =>
  name.replace(/\.fifo$/, "").endsWith(deadLetterSuffix);

/** `create-user` to `CREATE_USER`: a name as part of an environment variable. */
export function constantCase<const N extends string>(name: N): ConstantCase<N> {
  return name.replaceAll("-", "_").toUpperCase() as ConstantCase<N>;
}

/** The type of `constantCase`: keeps literal names, so that environments can be typed. */
export type ConstantCase<N extends string> = N extends `${infer A}-${infer B}`
  ? `${Uppercase<A>}_${ConstantCase<B>}`
  : Uppercase<N>;
