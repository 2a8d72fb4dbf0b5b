import { type Asset, AssetValue, type Graph, type Resource } from "../../engine/graph/graph.ts";
import { Fields } from "../graph/fields.ts";
import { type Part, readParts } from "../graph/part.ts";
import { notRunnable } from "./runnable.ts";

export interface FunctionPart extends Part {
  readonly physicalName: string;
  readonly arn: string;
  /** Reason why it isn't run here, as the end of a sentence; undefined when it is. */
  readonly notRun: string | undefined;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly reserved: number | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly code: Asset | undefined;
  readonly codeHash: string | undefined;
  readonly deadLetterArn: string | undefined;
  readonly async: AsyncConfig;
}

/** Retries and destinations of a function's asynchronous invocations (AWS: Invoking a function asynchronously). */
export interface AsyncConfig {
  readonly retries: number;
  readonly maximumAgeSeconds: number;
  readonly onFailureArn: string | undefined;
  readonly onSuccessArn: string | undefined;
}

export function readFunctions(graph: Graph, otherLanguages: boolean): FunctionPart[] {
  const configs = graph.of("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").map(Fields.of);
  return readParts(graph, "aws:lambda/function:Function", (f, resource) => ({
    ...readFunction(f, resource, configs),
    notRun: notRunnable(graph, resource, otherLanguages),
  }));
}

function readFunction(
  f: Fields,
  resource: Resource,
  configs: readonly Fields[],
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
