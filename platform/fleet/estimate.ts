import { type Graph, type Resource, reveal } from "../engine/index.ts";
import { hoursInMonth, prices } from "./prices.ts";
import { runsInMonth } from "./runs.ts";
import { assumed, type ServiceTraffic, type Traffic, trafficOf } from "./traffic.ts";

/** One thing that is billed. */
export interface CostLine {
  /** The resource's logical name. */
  readonly resource: string;
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly cost: number;
}

export interface Estimate {
  readonly currency: "USD";
  readonly region: string;
  readonly asOf: string;
  /** A month. */
  readonly total: number;
  /** Dearest first. */
  readonly lines: readonly CostLine[];
  readonly assumptions: readonly string[];
  readonly notIncluded: readonly string[];
}

/** A resource, its inputs, and what goes through it. */
interface Part {
  readonly graph: Graph;
  readonly resource: Resource;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly traffic: Traffic;
}

type Line = readonly [what: string, quantity: number, unit: string, price: number];

const chunks = (kb: number, size: number) => Math.max(1, Math.ceil(kb / size));
const gb = (kb: number) => kb / 2 ** 20;
const gbOfMb = (mb: number) => mb / 1024;

/** How each type is billed. A type that isn't here costs nothing by itself, or is named under what isn't included. */
const billed: Readonly<Record<string, (part: Part) => Line[]>> = {
  "aws:lambda/function:Function": lambda,
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": provisioned,
  "aws:apigatewayv2/api:Api": ({ inputs, traffic }) =>
    inputs.protocolType === "WEBSOCKET"
      ? []
      : [
          [
            "HTTP API requests",
            traffic.requests * chunks(traffic.payload, prices.httpApi.chunkKb),
            "requests",
            prices.httpApi.request,
          ],
        ],
  "aws:apigateway/restApi:RestApi": ({ traffic }) => [
    ["REST API requests", traffic.requests, "requests", prices.restApi.request],
  ],
  "aws:sqs/queue:Queue": queue,
  "aws:sns/topic:Topic": ({ traffic }) => [
    [
      "publishes",
      traffic.requests * chunks(traffic.payload, prices.sns.chunkKb),
      "publishes",
      prices.sns.publish,
    ],
  ],
  "aws:cloudwatch/eventBus:EventBus": ({ traffic }) => [
    [
      "events put",
      traffic.requests * chunks(traffic.payload, prices.eventBridge.chunkKb),
      "events",
      prices.eventBridge.event,
    ],
  ],
  "aws:scheduler/schedule:Schedule": ({ inputs }) => [
    ["scheduled runs", runsInMonth(inputs), "invocations", prices.scheduler.invocation],
  ],
  "aws:dynamodb/table:Table": ({ inputs, traffic }) =>
    inputs.billingMode === "PAY_PER_REQUEST"
      ? [
          [
            "writes",
            traffic.requests * traffic.writes * chunks(traffic.payload, prices.dynamodb.writeKb),
            "units",
            prices.dynamodb.write,
          ],
          [
            "reads, eventually consistent",
            (traffic.requests * traffic.reads * chunks(traffic.payload, prices.dynamodb.readKb)) / 2,
            "units",
            prices.dynamodb.read,
          ],
        ]
      : [],
  "aws:kinesis/stream:Stream": kinesis,
  "aws:sfn/stateMachine:StateMachine": stateMachine,
  "aws:cloudwatch/metricAlarm:MetricAlarm": () => [["alarm", 1, "alarms", prices.cloudWatch.alarm]],
  "aws:cloudwatch/dashboard:Dashboard": () => [["dashboard", 1, "dashboards", prices.cloudWatch.dashboard]],
  "aws:s3/bucket:Bucket": ({ traffic }) => [
    ["objects put", traffic.requests * traffic.writes, "requests", prices.s3.put],
    ["objects got", traffic.requests * traffic.reads, "requests", prices.s3.get],
  ],
  "aws:cloudfront/distribution:Distribution": ({ traffic }) => [
    ["requests at the edge", traffic.requests, "requests", prices.cloudFront.request],
    ["data to the internet", gb(traffic.requests * traffic.payload), "GB", prices.cloudFront.gbOut],
  ],
  "aws:secretsmanager/secret:Secret": () => [["secret", 1, "secrets", prices.secretsManager.secret]],
  "aws:kms/key:Key": () => [["key", 1, "keys", prices.kms.key]],
};

/** Types that are billed in ways that this doesn't know. */
const unknown =
  /^aws:(ec2|lb|alb|wafv2|efs|cognito|iot|docdb|rds|elasticache|opensearch|ecr|backup|bedrock)\//;

/** What a service would cost in a month with some traffic, read off its graph. */
export function estimate(graph: Graph, traffic: ServiceTraffic): Estimate {
  const managed = graph.resources.filter((r) => r.custom && !r.external && !r.type.startsWith("pulumi:"));
  const lines = managed
    .flatMap((resource) => {
      const part = { graph, resource, inputs: reveal(resource.inputs) as Record<string, unknown> };
      const all = billed[resource.type]?.({ ...part, traffic: trafficAt(graph, resource, traffic) }) ?? [];
      return all.map(([what, quantity, unit, price]) => ({
        resource: resource.name,
        what,
        quantity,
        unit,
        cost: quantity * price,
      }));
    })
    .filter(({ cost }) => cost > 0)
    .sort((a, b) => b.cost - a.cost || (a.resource < b.resource ? -1 : 1));
  const others = [...new Set(managed.map(({ type }) => type).filter((type) => unknown.test(type)))].sort();
  return {
    currency: "USD",
    region: prices.region,
    asOf: prices.asOf,
    total: lines.reduce((sum, { cost }) => sum + cost, 0),
    lines,
    assumptions: [
      `Where the traffic doesn't say: ${Object.entries(assumed)
        .map(([key, value]) => `${key} ${value}`)
        .join(", ")} (milliseconds, KB, and reads and writes of each table by a request).`,
      "Requests of a component with several functions are spread evenly over them; each step of a pipeline runs once a run.",
      "A message or record is an invocation of its own: batches make it less.",
      "A function that no traffic is said for has that of the whole service; a schedule's runs are counted.",
    ],
    notIncluded: [
      "free tiers, volume discounts, savings plans, taxes",
      "data transfer to the internet, but for CloudFront's",
      "storage of tables, buckets, streams beyond a day, logs; point-in-time recovery; backups",
      "cold starts, retries, dead letters, traces, custom metrics, Logs Insights",
      ...(others.length > 0 ? [`resources of these types: ${others.join(", ")}`] : []),
    ],
  };
}

/** Names of the components around a resource, outermost first. */
function ownersOf(graph: Graph, resource: Resource): string[] {
  const parent = resource.parent ? graph.byUrn(resource.parent) : undefined;
  return parent && parent.type !== "pulumi:pulumi:Stack" ? [...ownersOf(graph, parent), parent.name] : [];
}

/** The traffic of a resource: that of its component, and of a function its share of it. */
function trafficAt(graph: Graph, resource: Resource, traffic: ServiceTraffic): Traffic {
  const owners = ownersOf(graph, resource);
  const found = trafficOf(traffic, owners);
  const component = owners[0];
  const inside = (type: string) =>
    component === undefined ? [] : graph.of(type).filter((other) => ownersOf(graph, other)[0] === component);
  const [schedule] = inside("aws:scheduler/schedule:Schedule");
  if (schedule && found.named === undefined)
    return { ...found, requests: runsInMonth(reveal(schedule.inputs) as Record<string, unknown>) };
  const isFunction = resource.type === "aws:lambda/function:Function";
  const isStep = inside("aws:sfn/stateMachine:StateMachine").length > 0;
  if (!isFunction || isStep || found.named === owners.at(-1)) return found;
  return { ...found, requests: found.requests / Math.max(1, inside(resource.type).length) };
}

/** Architecture and size of a function. */
function sizeOf(inputs: Readonly<Record<string, unknown>>) {
  const [architecture] = (inputs.architectures ?? ["x86_64"]) as ("arm64" | "x86_64")[];
  return { architecture: architecture ?? "x86_64", memory: gbOfMb(Number(inputs.memorySize ?? 128)) };
}

function lambda({ graph, inputs, traffic }: Part): Line[] {
  const { architecture, memory } = sizeOf(inputs);
  const seconds = (traffic.requests * traffic.duration) / 1000;
  const { ephemeralStorageIncludedMb: included, ...price } = prices.lambda;
  const { size = included } = (inputs.ephemeralStorage ?? {}) as { size?: number };
  const kept = graph
    .of("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig")
    .some((config) => config.inputs.functionName === inputs.name);
  const duration = kept ? price.provisionedDuration : price.duration;
  return [
    ["invocations", traffic.requests, "requests", price.request],
    [`duration, ${architecture}`, seconds * memory, "GB-s", duration[architecture]],
    ["/tmp", seconds * gbOfMb(Math.max(0, size - included)), "GB-s", price.ephemeralStorage],
    ["logs", gb(traffic.requests * traffic.logs), "GB", prices.cloudWatch.logGb],
  ];
}

function provisioned({ graph, inputs }: Part): Line[] {
  const fn = graph.of("aws:lambda/function:Function").find((one) => one.inputs.name === inputs.functionName);
  if (!fn) return [];
  const { architecture, memory } = sizeOf(fn.inputs);
  const seconds = Number(inputs.provisionedConcurrentExecutions) * hoursInMonth * 3600;
  return [["environments kept started", seconds * memory, "GB-s", prices.lambda.provisioned[architecture]]];
}

/** Requests of a queue for each message: sent, received, deleted. */
const requestsOfMessage = 3;

function queue({ inputs, traffic }: Part): Line[] {
  // Dead letters are the exception: what goes through them isn't this.
  if (/-dlq(\.fifo)?$/.test(String(inputs.name))) return [];
  const price = inputs.fifoQueue === true ? prices.sqs.fifo : prices.sqs.standard;
  const requests = traffic.requests * requestsOfMessage * chunks(traffic.payload, prices.sqs.chunkKb);
  return [["messages sent, received, deleted", requests, "requests", price]];
}

function kinesis({ inputs, traffic }: Part): Line[] {
  const { streamMode = "PROVISIONED" } = (inputs.streamModeDetails ?? {}) as { streamMode?: string };
  const price = prices.kinesis;
  const data = gb(traffic.requests * Math.ceil(traffic.payload));
  if (streamMode === "ON_DEMAND")
    return [
      ["stream", hoursInMonth, "hours", price.streamHour],
      ["data in", data, "GB", price.gbIn],
      ["data out", data, "GB", price.gbOut],
    ];
  return [
    ["shards", Number(inputs.shardCount ?? 1) * hoursInMonth, "hours", price.shardHour],
    ["records put", traffic.requests * chunks(traffic.payload, price.putUnitKb), "units", price.putUnit],
  ];
}

function stateMachine({ inputs, traffic }: Part): Line[] {
  const states = Math.max(1, Object.keys(definitionOf(inputs.definition)).length);
  const price = prices.stepFunctions;
  if (inputs.type !== "EXPRESS")
    return [["state transitions", traffic.requests * states, "transitions", price.transition]];
  const seconds = (traffic.requests * states * traffic.duration) / 1000;
  return [
    ["express runs", traffic.requests, "runs", price.expressRun],
    ["time of express runs", seconds * price.expressGb, "GB-s", price.expressGbSecond],
  ];
}

function definitionOf(definition: unknown): object {
  return typeof definition === "string" ? ((JSON.parse(definition) as { States?: object }).States ?? {}) : {};
}
