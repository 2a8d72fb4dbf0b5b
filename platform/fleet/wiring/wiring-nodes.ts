import type { Graph, Resource } from "../../engine/index.ts";
import { isObject } from "../../values/objects.ts";

export type NodeKind =
  | "function"
  | "gateway"
  | "distribution"
  | "queue"
  | "table"
  | "topic"
  | "bucket"
  | "bus"
  | "rule"
  | "schedule"
  | "machine"
  | "stream"
  | "secret"
  | "parameter"
  | "user-pool"
  | "external";

/** A resource that events or data pass through. */
export interface WiringNode {
  /** That of the resource; the ARN of a node outside this service. */
  readonly urn: string;
  readonly kind: NodeKind;
  /** The name that a program gave: `users`. */
  readonly label: string;
  /** The resource's logical name: `users-table`; the ARN of a node outside this service. */
  readonly name: string;
  /** The components around it, outermost first: `Gateway api`. */
  readonly owners: readonly string[];
  /** A schedule's expression, a rule's pattern or query, a gateway's type; absent where the kind says everything. */
  readonly detail?: string;
}

interface Row {
  readonly kind: NodeKind;
  /** The suffix that components add to the name that they were given. */
  readonly suffix: RegExp;
  readonly detail?: (inputs: Readonly<Record<string, unknown>>) => string;
}

/** Resources that are nodes, by type. */
const rows: Readonly<Record<string, Row>> = {
  "aws:lambda/function:Function": { kind: "function", suffix: /-function$/ },
  "aws:apigatewayv2/api:Api": {
    kind: "gateway",
    suffix: /-(http|api)$/,
    detail: ({ protocolType }) => `${protocolType} API`,
  },
  "aws:apigateway/restApi:RestApi": { kind: "gateway", suffix: /-rest$/, detail: () => "REST API" },
  "aws:lb/loadBalancer:LoadBalancer": {
    kind: "gateway",
    suffix: /-load-balancer$/,
    detail: () => "load balancer",
  },
  "aws:lambda/functionUrl:FunctionUrl": { kind: "gateway", suffix: /-url$/, detail: () => "function URL" },
  "aws:cloudfront/distribution:Distribution": { kind: "distribution", suffix: /-distribution$/ },
  "aws:sqs/queue:Queue": { kind: "queue", suffix: /-queue$/ },
  "aws:dynamodb/table:Table": { kind: "table", suffix: /-table$/ },
  "aws:sns/topic:Topic": { kind: "topic", suffix: /-topic$/ },
  "aws:s3/bucket:Bucket": { kind: "bucket", suffix: /-bucket$/ },
  "aws:cloudwatch/eventBus:EventBus": { kind: "bus", suffix: /-bus$/ },
  "aws:cloudwatch/eventRule:EventRule": {
    kind: "rule",
    suffix: /-rule$/,
    detail: ({ eventPattern, scheduleExpression }) => String(scheduleExpression ?? patternText(eventPattern)),
  },
  "aws:iot/topicRule:TopicRule": { kind: "rule", suffix: /-topic-rule$/, detail: ({ sql }) => String(sql) },
  "aws:scheduler/schedule:Schedule": {
    kind: "schedule",
    suffix: /-schedule$/,
    detail: ({ scheduleExpression, scheduleExpressionTimezone: zone }) =>
      `${scheduleExpression}${zone === undefined || zone === "UTC" ? "" : ` ${zone}`}`,
  },
  "aws:sfn/stateMachine:StateMachine": { kind: "machine", suffix: /-state-machine$/ },
  "aws:kinesis/stream:Stream": { kind: "stream", suffix: /-stream$/ },
  "aws:secretsmanager/secret:Secret": { kind: "secret", suffix: /-secret$/ },
  "aws:ssm/parameter:Parameter": { kind: "parameter", suffix: /-parameter$/ },
  "aws:cognito/userPool:UserPool": { kind: "user-pool", suffix: /-pool$/ },
};

/** The node of a resource; undefined for resources that nothing passes through. */
export function nodeOf(graph: Graph, resource: Resource): WiringNode | undefined {
  const row = rows[resource.type];
  if (row === undefined) return undefined;
  const { urn, name } = resource;
  const detail = row.detail?.(resource.inputs);
  return {
    urn,
    kind: row.kind,
    label: name.replace(row.suffix, "") || name,
    name,
    owners: ownersOf(graph, resource),
    ...(detail !== undefined && { detail }),
  };
}

/** A node outside this service, by its ARN; `*` is everything. */
export function externalNode(arn: string): WiringNode {
  return {
    urn: arn,
    kind: "external",
    label: arn === "*" ? "everything" : shortArn(arn),
    name: arn,
    owners: [],
  };
}

/** An ARN without partition, region and account: `bedrock foundation-model/x`. Other text as it is. */
function shortArn(arn: string): string {
  const [, , service, , , ...rest] = arn.split(":");
  return arn.startsWith("arn:") && rest.length > 0 ? `${service} ${rest.join(":")}` : arn;
}

/** The components around a resource, outermost first: `Gateway api`, `Function api-create-user`. */
export function ownersOf(graph: Graph, resource: Resource): string[] {
  const parent = resource.parent ? graph.byUrn(resource.parent) : undefined;
  if (!parent || parent.type === "pulumi:pulumi:Stack") return [];
  return [...ownersOf(graph, parent), `${parent.type.split(":").at(-1)} ${parent.name}`];
}

/** An event pattern in short: its sources and types of detail; the whole pattern where it has neither. */
function patternText(pattern: unknown): string {
  const parsed = parseObject(pattern);
  if (parsed === undefined) return String(pattern);
  const words = ["source", "detail-type"].flatMap((key) => {
    const values = parsed[key];
    return Array.isArray(values)
      ? [values.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join(" or ")]
      : [];
  });
  return words.length > 0 ? words.join(", ") : JSON.stringify(parsed);
}

/** JSON that is an object; undefined for anything else. */
export function parseObject(text: unknown): Record<string, unknown> | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return objectOf(value);
  } catch {
    return undefined;
  }
}

/** The value where it is an object; undefined for anything else. */
export function objectOf(value: unknown): Record<string, unknown> | undefined {
  return isObject(value) ? value : undefined;
}

/** The objects of a list, or the one object; none for anything else. */
export function objectsOf(value: unknown): Record<string, unknown>[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map(objectOf).filter((one) => one !== undefined);
}
