import { AssetValue, type Graph, type Resource } from "../../engine/graph/graph.ts";
import { readTables } from "../dynamodb/read.ts";
import { readApis, readUrls } from "../http/read.ts";
import { notRunnable } from "../lambda/runnable.ts";
import { Fields } from "./fields.ts";
import type {
  AsyncConfig,
  FunctionPart,
  LocalGraph,
  MachinePart,
  MappingPart,
  Part,
  QueuePart,
  SchedulePart,
} from "./types.ts";

/** Reads everything that has a local counterpart. Resources find one another by the ARNs and names in the graph. */
export function readGraph(graph: Graph, otherLanguages = false): LocalGraph {
  const all = <T>(type: string, read: (fields: Fields, resource: Resource) => T) =>
    graph.of(type).map((each) => ({ ...named(graph, each), ...read(Fields.of(each), each) }));
  const invokeConfigs = graph
    .of("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig")
    .map(Fields.of);
  return {
    functions: all("aws:lambda/function:Function", (f, r) => ({
      ...readFunction(f, r, invokeConfigs),
      notRun: notRunnable(graph, r, otherLanguages),
    })),
    queues: all("aws:sqs/queue:Queue", readQueue),
    tables: readTables(graph, (each) => named(graph, each)),
    mappings: all("aws:lambda/eventSourceMapping:EventSourceMapping", readMapping).filter(
      (each) => each.queueArn.includes(":sqs:") && !each.filtered,
    ),
    schedules: all("aws:scheduler/schedule:Schedule", readSchedule),
    apis: [readApis, readUrls].flatMap((read) => read(graph, (each) => named(graph, each))),
    machines: all("aws:sfn/stateMachine:StateMachine", readMachine),
  };
}

function named(graph: Graph, resource: Resource): Part {
  const owners: string[] = [];
  for (let at = resource.parent; at; ) {
    const parent: Resource | undefined = graph.byUrn(at);
    if (!parent || parent.type === "pulumi:pulumi:Stack") break;
    owners.push(parent.name);
    at = parent.parent;
  }
  const physicalName = Fields.of(resource).text("name") ?? resource.name;
  const prefix = `${graph.project}-${graph.stack}-`;
  const label = physicalName.startsWith(prefix) ? physicalName.slice(prefix.length) : physicalName;
  return { name: resource.name, owners, label };
}

function readFunction(
  f: Fields,
  resource: Resource,
  configs: Fields[],
): Omit<FunctionPart, keyof Part | "notRun"> {
  const physicalName = f.text("name") ?? resource.name;
  const reserved = f.number("reservedConcurrentExecutions");
  const code = resource.inputs.code;
  const arn = f.needed("arn");
  return {
    physicalName,
    arn,
    handler: f.text("handler") ?? "index.handler",
    runtime: f.text("runtime") ?? "nodejs24.x",
    // Lambda's own defaults (AWS: Configuring AWS Lambda functions).
    memoryMb: f.number("memorySize") ?? 128,
    timeoutMs: (f.number("timeout") ?? 3) * 1000,
    // -1 is the provider's word for "unreserved".
    reserved: reserved === undefined || reserved < 0 ? undefined : reserved,
    variables: f.object("environment").map("variables"),
    code: code instanceof AssetValue ? code.asset : undefined,
    codeHash: f.text("sourceCodeHash"),
    deadLetterArn: f.object("deadLetterConfig").text("targetArn"),
    async: readAsync(configs.find((each) => matches(each.text("functionName"), physicalName, arn))),
  };
}

function matches(given: string | undefined, name: string, arn: string): boolean {
  return given === name || given === arn || given?.startsWith(`${arn}:`) === true;
}

function readAsync(config: Fields | undefined): AsyncConfig {
  const destinations = config?.object("destinationConfig");
  return {
    retries: config?.number("maximumRetryAttempts") ?? 2,
    maximumAgeSeconds: config?.number("maximumEventAgeInSeconds") ?? 21_600,
    onFailureArn: destinations?.object("onFailure").text("destination"),
    onSuccessArn: destinations?.object("onSuccess").text("destination"),
  };
}

const queueAttributes: Readonly<Record<string, string>> = {
  visibilityTimeoutSeconds: "VisibilityTimeout",
  delaySeconds: "DelaySeconds",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redrivePolicy: "RedrivePolicy",
  redriveAllowPolicy: "RedriveAllowPolicy",
  fifoQueue: "FifoQueue",
  contentBasedDeduplication: "ContentBasedDeduplication",
  deduplicationScope: "DeduplicationScope",
  fifoThroughputLimit: "FifoThroughputLimit",
};

function readQueue(f: Fields, resource: Resource): Omit<QueuePart, keyof Part> {
  const attributes: Record<string, string> = {};
  for (const [ours, theirs] of Object.entries(queueAttributes)) {
    const value = f.raw(ours);
    if (value !== undefined && value !== "" && value !== false) attributes[theirs] = String(value);
  }
  return {
    physicalName: f.text("name") ?? resource.name,
    arn: f.needed("arn"),
    url: f.needed("url"),
    attributes,
    visibilitySeconds: f.number("visibilityTimeoutSeconds") ?? 30,
  };
}

function readMapping(f: Fields): Omit<MappingPart, keyof Part> {
  return {
    queueArn: f.text("eventSourceArn") ?? "",
    functionName: f.needed("functionName"),
    batchSize: f.number("batchSize") ?? 10,
    filtered: f.object("filterCriteria").list("filters").length > 0,
    windowSeconds: f.number("maximumBatchingWindowInSeconds") ?? 0,
    reportsFailures: f.texts("functionResponseTypes").includes("ReportBatchItemFailures"),
    // Lambda starts with five concurrent batches (AWS: Using Lambda with Amazon SQS); a laptop stays there.
    maximumConcurrency: f.object("scalingConfig").number("maximumConcurrency") ?? 5,
  };
}

function readSchedule(f: Fields, resource: Resource): Omit<SchedulePart, keyof Part> {
  const target = f.object("target");
  const retry = target.object("retryPolicy");
  return {
    physicalName: f.text("name") ?? resource.name,
    arn: f.needed("arn"),
    expression: f.needed("scheduleExpression"),
    timezone: f.text("scheduleExpressionTimezone") ?? "UTC",
    enabled: (f.text("state") ?? "ENABLED") === "ENABLED",
    startDate: f.text("startDate"),
    endDate: f.text("endDate"),
    targetArn: target.needed("arn"),
    input: target.text("input"),
    retries: retry.number("maximumRetryAttempts") ?? 185,
    maximumAgeSeconds: retry.number("maximumEventAgeInSeconds") ?? 86_400,
    deadLetterArn: target.object("deadLetterConfig").text("arn"),
  };
}

function readMachine(f: Fields, resource: Resource): Omit<MachinePart, keyof Part> {
  return {
    physicalName: f.text("name") ?? resource.name,
    arn: f.needed("arn"),
    definition: f.needed("definition"),
    type: f.text("type") === "EXPRESS" ? "EXPRESS" : "STANDARD",
  };
}
