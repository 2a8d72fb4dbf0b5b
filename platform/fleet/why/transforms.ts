import { isDeepStrictEqual } from "node:util";
import { type Graph, inputsOf, type Resource } from "../../engine/index.ts";
import { at } from "../../values/layers/tree.ts";

/** The input that a setting becomes, where it becomes one as it is. */
interface Becomes {
  readonly type: string;
  /** The part's name is the component's and this. */
  readonly suffix: string;
  readonly input: string;
  /** Default: the setting's own value. */
  readonly as?: (value: unknown) => unknown;
}

const fn = (input: string, as?: Becomes["as"]): Becomes => ({
  type: "aws:lambda/function:Function",
  suffix: "-function",
  input,
  ...(as && { as }),
});
const part = (type: string, suffix: string, input: string): Becomes => ({ type, suffix, input });

const inputs: Readonly<Record<string, Becomes>> = {
  "function.memory": fn("memorySize"),
  "function.timeout": fn("timeout"),
  "function.reservedConcurrency": fn("reservedConcurrentExecutions", (value) =>
    value === "unreserved" ? -1 : value,
  ),
  "function.ephemeralStorage": fn("ephemeralStorage.size"),
  "function.architecture": fn("architectures", (value) => [value]),
  "function.tracing": fn("tracingConfig.mode"),
  "function.logRetentionDays": part("aws:cloudwatch/logGroup:LogGroup", "-logs", "retentionInDays"),
  "queue.retention": part("aws:sqs/queue:Queue", "-queue", "messageRetentionSeconds"),
  "queue.deadLetterRetention": part("aws:sqs/queue:Queue", "-dlq", "messageRetentionSeconds"),
  "stream.retentionHours": part("aws:kinesis/stream:Stream", "-stream", "retentionPeriod"),
  "table.deletionProtection": part("aws:dynamodb/table:Table", "-table", "deletionProtectionEnabled"),
  "table.pointInTimeRecovery": part("aws:dynamodb/table:Table", "-table", "pointInTimeRecovery.enabled"),
  "bucket.forceDestroy": part("aws:s3/bucket:Bucket", "-bucket", "forceDestroy"),
  "secret.recoveryWindowDays": part("aws:secretsmanager/secret:Secret", "-secret", "recoveryWindowInDays"),
};

/** An input of a part that differs from what the setting gives. */
export interface Changed {
  readonly resource: string;
  readonly input: string;
  readonly value: unknown;
}

/** What a `transform` made of a setting; undefined where it left it, or where the setting is no input by itself. */
export function changedByTransform(
  graph: Graph,
  component: Resource,
  setting: string,
  value: unknown,
): Changed | undefined {
  const becomes = inputs[setting];
  if (!becomes) return undefined;
  const { type, suffix, input, as = (same: unknown) => same } = becomes;
  const resource = graph
    .children(component.urn)
    .find((one) => one.type === type && one.name === `${component.name}${suffix}`);
  if (!resource) return undefined;
  const made = at(inputsOf(resource), input.split("."));
  return isDeepStrictEqual(made, as(value))
    ? undefined
    : { resource: `${type.split(":").at(-1)} ${resource.name}`, input, value: made };
}
