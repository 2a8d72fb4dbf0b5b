import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import type { Defaults } from "../../../platform/defaults.ts";
import { AssetValue } from "../../../platform/engine/graph/graph.ts";
import type { Graph, Resource } from "../../../platform/engine/index.ts";

/** The service of `graphOfShowcase()`: it says nothing itself, so every default must show there. */
export const silent = "a service that says nothing itself";

/** One resource of one service in one stage, with the settings that hold for it. */
export interface Subject {
  readonly where: string;
  readonly service: string;
  readonly stage: string;
  readonly graph: Graph;
  readonly resource: Resource;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly settings: Defaults;
}

/** What a default promises: of which resources, and how it shows there: what is found and what is expected. */
export interface Promised {
  readonly setting: string;
  readonly promise: string;
  readonly of: string;
  readonly kept: (subject: Subject) => readonly [actual: unknown, expected: unknown];
  readonly applies: (subject: Subject) => boolean;
}

export const types = {
  function: "aws:lambda/function:Function",
  /** Of Lambda@Edge; other limits hold for it. */
  edgeFunction: "aws:lambda/function:Function",
  distribution: "aws:cloudfront/distribution:Distribution",
  headersPolicy: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  file: "aws:s3/bucketObjectv2:BucketObjectv2",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  invokeConfig: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  queue: "aws:sqs/queue:Queue",
  target: "aws:cloudwatch/eventTarget:EventTarget",
  stream: "aws:kinesis/stream:Stream",
  mapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  stage: "aws:apigatewayv2/stage:Stage",
  listener: "aws:lb/listener:Listener",
  restApi: "aws:apigateway/restApi:RestApi",
  schedule: "aws:scheduler/schedule:Schedule",
  machine: "aws:sfn/stateMachine:StateMachine",
  table: "aws:dynamodb/table:Table",
  userPool: "aws:cognito/userPool:UserPool",
  parameter: "aws:ssm/parameter:Parameter",
  secret: "aws:secretsmanager/secret:Secret",
  bucket: "aws:s3/bucket:Bucket",
  versioning: "aws:s3/bucketVersioning:BucketVersioning",
  lifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  recursion: "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
  runtimeUpdates: "aws:lambda/runtimeManagementConfig:RuntimeManagementConfig",
  lifecyclePolicy: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  dashboard: "aws:cloudwatch/dashboard:Dashboard",
  deploymentGroup: "aws:codedeploy/deploymentGroup:DeploymentGroup",
  scalingPolicy: "aws:appautoscaling/policy:Policy",
} as const;

interface Way {
  /** Path of the input that shows the setting as it is; `[json]` in it reads JSON. */
  readonly at?: string;
  /** What is found, where a path doesn't say it. */
  readonly found?: (subject: Subject) => unknown;
  /** How the setting shows, where it doesn't show as it is. */
  readonly shows?: (value: never, subject: Subject) => unknown;
  readonly where?: (subject: Subject) => boolean;
}

/** The value at a path; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => {
    if (key === "[json]") return JSON.parse(String(at));
    return at === null || at === undefined ? undefined : (at as Record<string, unknown>)[key];
  }, value);
}

/** Functions of Lambda@Edge say their region, and other defaults hold for them than for all others. */
function ofItsKind(of: keyof typeof types, { inputs }: Subject): boolean {
  if (of === "edgeFunction") return inputs.region !== undefined;
  return of !== "function" || inputs.region === undefined;
}

/**
 * What the defaults of one group promise of one type of resource: by their names a sentence, and the input that shows the
 * setting as it is, or how else it shows. `common` is what all of them share.
 */
export function promisesOf(
  group: string,
  of: keyof typeof types,
  rows: Readonly<Record<string, readonly [promise: string, shows: string | Way]>>,
  common: Way = {},
): Promised[] {
  return Object.entries(rows).map(([name, [promise, row]]) => {
    const way = { ...common, ...(typeof row === "string" ? { at: row } : row) };
    const setting = `${group}.${name}`;
    return {
      setting,
      promise,
      of: types[of],
      applies: (subject) => ofItsKind(of, subject) && (way.where?.(subject) ?? true),
      kept: (subject) => {
        const value = valueAt(subject.settings, setting);
        const actual = way.found ? way.found(subject) : valueAt(subject.inputs, way.at ?? "");
        return [actual, way.shows ? way.shows(value as never, subject) : value];
      },
    };
  });
}

export const isDeadLetter = ({ resource }: Subject) => resource.name.endsWith("-dlq");
export const ofMetrics =
  (...metrics: string[]) =>
  ({ inputs }: Subject) =>
    metrics.includes(String(inputs.metricName));

/** Mappings of one AWS service's sources. */
export const fromService =
  (...services: string[]) =>
  ({ inputs }: Subject) =>
    services.includes(String(inputs.eventSourceArn).split(":")[2] ?? "");
const isFifo = ({ inputs }: Subject) => String(inputs.eventSourceArn).endsWith(".fifo");
export const fromStandardQueue = (subject: Subject) => fromService("sqs")(subject) && !isFifo(subject);
export const fromStream = fromService("kinesis", "dynamodb");
/** The timeout of the function that an alarm is about, and how many executions are reserved for it. */
export function watchedBy({ graph, inputs }: Subject): { timeout: number; reserved: number } {
  const name = valueAt(inputs, "dimensions.FunctionName");
  const found = graph.of(types.function).find((fn) => fn.inputs.name === name)?.inputs;
  return { timeout: Number(found?.timeout), reserved: Number(found?.reservedConcurrentExecutions) };
}
/** Functions whose runtime starts so; images have none. */
export const runsOn =
  (language: string) =>
  ({ inputs }: Subject) =>
    String(inputs.runtime ?? "").startsWith(language);

/** Packages that a function's bundle imports from elsewhere. */
export const importedBy = ({ inputs }: Subject): string[] => {
  const code = readFileSync(join(bundleOf(inputs), "index.mjs"), "utf8");
  const names = parseSync("index.mjs", code).module.staticImports.map(
    ({ moduleRequest }) => moduleRequest.value,
  );
  // Those of the bundle's own files and of a layer are paths.
  return names.filter((name) => !/^(\.|\/|node:)/.test(name));
};

/** Packages beside a function's bundle. */
export const besideBundle = ({ inputs }: Subject): string[] => {
  const folder = join(bundleOf(inputs), "node_modules");
  return existsSync(folder) ? readdirSync(folder) : [];
};

const bundleOf = ({ code }: Subject["inputs"]): string =>
  code instanceof AssetValue && "path" in code.asset ? String(code.asset.path).replace(/\.zip$/, "") : "";

export const isExpress = ({ inputs }: Subject) => inputs.type === "EXPRESS";

/** Seconds for which a state machine waits for people, by the order of its states. */
export const waitsForPeople = ({ inputs }: Subject): number[] =>
  Object.values(valueAt(inputs, "definition.[json].States") as object)
    .filter((state) => String(valueAt(state, "Resource")).endsWith(".waitForTaskToken"))
    .map((state) => Number(valueAt(state, "TimeoutSeconds")));
/** Whether a function is a trigger of a user pool. */
export const answersCognito = ({ graph, resource }: Subject): boolean =>
  graph
    .of(types.userPool)
    .some(({ inputs }) =>
      Object.values(valueAt(inputs, "lambdaConfig") as object).includes(resource.outputs.arn),
    );

/** An input of the first retry of each task of a state machine; all must be the same. */
export const retries = (key: string): Way => ({
  found: ({ inputs }) => {
    const states = Object.values(valueAt(inputs, "definition.[json].States") as object);
    const tasks = states.filter((state) => valueAt(state, "Type") === "Task");
    const values = new Set(tasks.map((task) => valueAt(task, `Retry.0.${key}`)));
    return values.size === 1 ? [...values][0] : [...values];
  },
});

/** Timeout of the function that an event's queue leads to; undefined for other queues. */
export function timeoutBehind({ graph, resource }: Subject): number | undefined {
  const mapping = graph
    .of(types.mapping)
    .find(({ inputs }) => inputs.eventSourceArn === resource.outputs.arn);
  const name = String(mapping?.inputs.functionName).split(":").at(-1);
  return graph.of(types.function).find(({ inputs }) => inputs.name === name)?.inputs.timeout as
    | number
    | undefined;
}

/** A number of the configuration of AWS that a deployment group names: `CodeDeployDefault.LambdaCanary10Percent5Minutes`. */
export const shift = (of: (config: { percentage: number; minutes: number }) => number): Way => ({
  found: ({ inputs }) => {
    const [, percentage, minutes] =
      /Lambda(?:Canary|Linear)(\d+)Percent(?:Every)?(\d+)Minute/.exec(String(inputs.deploymentConfigName)) ??
      [];
    return of({ percentage: Number(percentage), minutes: Number(minutes) });
  },
});
/** The authorisers of a REST API that are functions, in its OpenAPI document. */
export function authorizersOf({ inputs }: Subject): Record<string, unknown>[] {
  const schemes = valueAt(inputs, "body.[json].components.securitySchemes") as Record<string, unknown>;
  return Object.values(schemes)
    .map((scheme) => valueAt(scheme, "x-amazon-apigateway-authorizer") as Record<string, unknown> | undefined)
    .filter((authorizer) => authorizer !== undefined)
    .filter(({ authorizerUri }) => authorizerUri !== undefined);
}
