import { fileURLToPath } from "node:url";
import { AssetValue, Graph, type Properties, type Resource } from "../../platform/engine/graph/graph.ts";
import type { TargetOptions } from "../../platform/local/aws-service.ts";
import { LocalApp } from "../../platform/local/local-app.ts";
import { Target } from "../../platform/local/target.ts";

const region = "eu-west-1";
const account = "000000000000";
export const handlers = fileURLToPath(new URL("./handlers", import.meta.url));

type Given = { type: string; name: string; inputs: Properties; id?: string; outputs?: Properties };
type Urls = Target["urls"];

/** A graph made by hand: resources with the outputs that the provider would compute. */
export function graph(
  given: readonly Given[],
  parts: { project?: string; outputs?: Properties } = {},
): Graph {
  const { project = "svc", outputs = {} } = parts;
  const resources = given.map(
    (each): Resource => ({
      urn: `urn:pulumi:dev::${project}::${each.type}::${each.name}`,
      type: each.type,
      name: each.name,
      custom: true,
      id: each.id ?? each.name,
      inputs: each.inputs,
      outputs: { ...each.inputs, ...each.outputs },
      dependencies: [],
      propertyDependencies: {},
      protect: false,
      retainOnDelete: false,
      ignoreChanges: [],
      replaceOnChanges: [],
      additionalSecretOutputs: [],
      aliases: [],
      version: "",
      external: false,
    }),
  );
  return new Graph({ project, stack: "dev", resources, outputs, invocations: [], logs: [] });
}

export const arn = {
  function: (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  queue: (name: string) => `arn:aws:sqs:${region}:${account}:${name}`,
};

export function fn(name: string, inputs: Properties = {}): Given {
  const code = new AssetValue({ kind: "file-archive", path: handlers });
  return {
    type: "aws:lambda/function:Function",
    name,
    inputs: { name, handler: `index.${name}`, runtime: "nodejs24.x", code, ...inputs },
    outputs: { arn: arn.function(name) },
  };
}

export function queue(urls: Urls, name: string, inputs: Properties = {}): Given {
  return {
    type: "aws:sqs/queue:Queue",
    name,
    inputs: { name, ...inputs },
    outputs: { arn: arn.queue(name), url: urls.queue(name) },
  };
}

export function mapping(queueName: string, functionName: string, inputs: Properties = {}): Given {
  return {
    type: "aws:lambda/eventSourceMapping:EventSourceMapping",
    name: `${functionName}-from-${queueName}`,
    inputs: { eventSourceArn: arn.queue(queueName), functionName: arn.function(functionName), ...inputs },
  };
}

export function redrive(queueName: string, maxReceiveCount: number): string {
  return JSON.stringify({ deadLetterTargetArn: arn.queue(queueName), maxReceiveCount });
}

/** Brings up hand-made resources. */
export async function bringUp(
  resources: (urls: Urls) => readonly Given[],
  options: Partial<TargetOptions> = {},
): Promise<LocalApp> {
  const target = await Target.open({ region, timing: "fast", port: 0, ...options });
  try {
    const made = graph(resources(target.urls));
    await target.apply(made, handlers);
    return new LocalApp(target, made);
  } catch (error) {
    await target.stop();
    throw error;
  }
}
