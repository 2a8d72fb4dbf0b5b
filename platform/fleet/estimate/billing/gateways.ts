import { hoursInMonth, prices } from "../prices.ts";
import { chunks, gb, type Line, type Part, secondsInMonth, traced } from "./row.ts";

/** Answers, taken to be as large as requests. */
const dataOut = ({ traffic }: Part): Line => [
  "data to the internet",
  gb(traffic.requests * traffic.payload),
  "GB",
  prices.network.gbOut,
];

export function httpApi(part: Part): Line[] {
  const { inputs, traffic } = part;
  if (inputs.protocolType === "WEBSOCKET") return [];
  const { httpChunkKb, httpRequest } = prices.apiGateway;
  const requests = traffic.requests * chunks(traffic.payload, httpChunkKb);
  return [["HTTP API requests", requests, "requests", httpRequest], dataOut(part)];
}

export const restApi = (part: Part): Line[] => [
  ["REST API requests", part.traffic.requests, "requests", prices.apiGateway.restRequest],
  dataOut(part),
];

/** Its access log, of lines about as long as their format, and the traces that it begins. */
export function stage({ inputs, traffic }: Part): Line[] {
  const { format = "" } = (inputs.accessLogSettings ?? {}) as { format?: string };
  return [
    ["access log", gb((traffic.requests * format.length) / 1024), "GB", prices.cloudWatch.logGb],
    [
      "traces",
      inputs.xrayTracingEnabled === true ? traced(traffic.requests) : 0,
      "traces",
      prices.xray.trace,
    ],
  ];
}

export function functionUrl(part: Part): Line[] {
  const { inputs, traffic } = part;
  const beyond = Math.max(0, traffic.payload - prices.lambda.streamedIncludedKb);
  const streamed = inputs.invokeMode === "RESPONSE_STREAM" ? gb(traffic.requests * beyond) : 0;
  return [dataOut(part), ["streamed responses", streamed, "GB", prices.lambda.streamedGb]];
}

export function loadBalancer(part: Part): Line[] {
  const { inputs, traffic } = part;
  const { hour, unitHour, unitConnections, unitGb } = prices.loadBalancer;
  const units = Math.max(
    traffic.requests / secondsInMonth / unitConnections,
    gb(traffic.requests * traffic.payload * 2) / hoursInMonth / unitGb,
  );
  const addresses = inputs.internal === true ? 0 : ((inputs.subnets ?? []) as unknown[]).length;
  return [
    ["load balancer", hoursInMonth, "hours", hour],
    ["capacity units", units * hoursInMonth, "hours", unitHour],
    ["public IPv4 addresses", addresses * hoursInMonth, "hours", prices.network.publicIpv4Hour],
    ...(inputs.internal === true ? [] : [dataOut(part)]),
  ];
}

export const distribution = ({ traffic }: Part): Line[] => [
  ["requests at the edge", traffic.requests, "requests", prices.cloudFront.request],
  ["data to the internet", gb(traffic.requests * traffic.payload), "GB", prices.cloudFront.gbOut],
];
