import { hoursInMonth, prices } from "../prices.ts";
import { gb, gbOfMb, type Line, type Part, secondsInMonth, traced } from "./row.ts";

/** Architecture and size of a function. */
function sizeOf(inputs: Readonly<Record<string, unknown>>) {
  const [architecture] = (inputs.architectures ?? ["x86_64"]) as ("arm64" | "x86_64")[];
  return { architecture: architecture ?? "x86_64", memory: gbOfMb(Number(inputs.memorySize ?? 128)) };
}

/** The metric that a Node.js function of the platform emits by itself: that of its cold starts. */
function coldStartMetric(inputs: Readonly<Record<string, unknown>>): boolean {
  const { variables = {} } = (inputs.environment ?? {}) as { variables?: Record<string, unknown> };
  return String(inputs.runtime).startsWith("nodejs") && "POWERTOOLS_METRICS_NAMESPACE" in variables;
}

/** Whether something before the function begins the trace that its invocations are then part of. */
const traceBegunBefore = ({ beside }: Part) =>
  beside("aws:apigateway/stage:Stage").some(({ xrayTracingEnabled }) => xrayTracingEnabled === true) ||
  beside("aws:sfn/stateMachine:StateMachine").some(isTraced);

const isTraced = ({ tracingConfiguration }: Readonly<Record<string, unknown>>) =>
  (tracingConfiguration as { enabled?: boolean } | undefined)?.enabled === true;

export function lambda(part: Part): Line[] {
  const { graph, inputs, traffic } = part;
  const { architecture, memory } = sizeOf(inputs);
  const seconds = (traffic.requests * traffic.duration) / 1000;
  const { ephemeralStorageIncludedMb: included, ...price } = prices.lambda;
  const { size = included } = (inputs.ephemeralStorage ?? {}) as { size?: number };
  const { applyOn } = (inputs.snapStart ?? {}) as { applyOn?: string };
  const snapshots = applyOn === "PublishedVersions" && !String(inputs.runtime).startsWith("java") ? 1 : 0;
  const { mode } = (inputs.tracingConfig ?? {}) as { mode?: string };
  const kept = graph
    .of("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig")
    .some((config) => config.inputs.functionName === inputs.name);
  const duration = kept ? price.provisionedDuration : price.duration;
  return [
    ["invocations", traffic.requests, "requests", price.request],
    [`duration, ${architecture}`, seconds * memory, "GB-s", duration[architecture]],
    ["/tmp", seconds * gbOfMb(Math.max(0, size - included)), "GB-s", price.ephemeralStorage],
    ["snapshot kept", snapshots * memory * secondsInMonth, "GB-s", price.snapshot],
    ["logs", gb(traffic.requests * traffic.logs), "GB", prices.cloudWatch.logGb],
    [
      "metric of cold starts",
      traffic.requests > 0 && coldStartMetric(inputs) ? 1 : 0,
      "metrics",
      prices.cloudWatch.metric,
    ],
    [
      "traces",
      mode === "Active" && !traceBegunBefore(part) ? traced(traffic.requests) : 0,
      "traces",
      prices.xray.trace,
    ],
  ];
}

export function provisioned({ graph, inputs }: Part): Line[] {
  const fn = graph.of("aws:lambda/function:Function").find((one) => one.inputs.name === inputs.functionName);
  if (!fn) return [];
  const { architecture, memory } = sizeOf(fn.inputs);
  const seconds = Number(inputs.provisionedConcurrentExecutions) * secondsInMonth;
  return [["environments kept started", seconds * memory, "GB-s", prices.lambda.provisioned[architecture]]];
}

export function eventSourceMapping({ inputs }: Part): Line[] {
  const { minimumPollers = 0 } = (inputs.provisionedPollerConfig ?? {}) as { minimumPollers?: number };
  return String(inputs.eventSourceArn).includes(":sqs:")
    ? [["event pollers", minimumPollers * hoursInMonth, "hours", prices.lambda.sqsPollerHour]]
    : [];
}

export function stateMachine({ inputs, traffic }: Part): Line[] {
  const states = Math.max(1, Object.keys(statesOf(inputs.definition)).length);
  const price = prices.stepFunctions;
  const traces: Line = [
    "traces",
    isTraced(inputs) ? traced(traffic.requests) : 0,
    "traces",
    prices.xray.trace,
  ];
  if (inputs.type !== "EXPRESS")
    return [["state transitions", traffic.requests * states, "transitions", price.transition], traces];
  const seconds = (traffic.requests * states * traffic.duration) / 1000;
  return [
    ["express runs", traffic.requests, "runs", price.expressRun],
    ["time of express runs", seconds * price.expressGb, "GB-s", price.expressGbSecond],
    traces,
  ];
}

function statesOf(definition: unknown): object {
  return typeof definition === "string" ? ((JSON.parse(definition) as { States?: object }).States ?? {}) : {};
}
