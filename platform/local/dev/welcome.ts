import { styleText } from "node:util";
import { Apis } from "../http/apis.ts";
import { Functions } from "../lambda/functions.ts";
import { Mappings } from "../mappings/mappings.ts";
import { Schedules } from "../schedules/schedules.ts";
import { Queues } from "../sqs/queues.ts";
import type { QueuePart } from "../sqs/read.ts";
import { Machines } from "../states/machines.ts";
import type { Target } from "../target.ts";
import type { Paint } from "./format.ts";

/** A service that is up, as `npm run dev` shows it; also the `ready` record of `--json`. */
export interface Summary {
  readonly service: string;
  readonly stage: string;
  readonly endpoint: string;
  readonly region: string;
  readonly apis: readonly {
    name: string;
    url: string;
    routes: readonly { route: string; function: string }[];
  }[];
  readonly queues: readonly {
    name: string;
    url: string;
    functions: readonly string[];
    /** Set on queues of services that aren't up here. */
    foreign?: true;
  }[];
  readonly schedules: readonly { name: string; expression: string; timezone: string; next?: string }[];
  readonly stateMachines: readonly { name: string; arn: string }[];
  readonly unsupported: readonly { name: string; type: string; instead: string }[];
}

export function summarise(target: Target, service: string, stage: string): Summary {
  const functions = target.service(Functions).parts;
  const mappings = target.service(Mappings).parts;
  const nameOf = (ref: string) =>
    functions.find((each) => each.arn === ref || each.physicalName === ref)?.label ?? ref;
  const readers = (queue: Pick<QueuePart, "arn">) =>
    mappings.filter((each) => each.sourceArn === queue.arn).map((each) => nameOf(each.functionName));
  return {
    service,
    stage,
    endpoint: target.endpoint,
    region: target.region,
    apis: target.service(Apis).parts.map((api) => ({
      name: api.label,
      url: api.stage === "$default" ? api.endpoint : `${api.endpoint}/${api.stage}`,
      routes: api.routes.map((each) => ({ route: each.routeKey, function: nameOf(each.functionArn) })),
    })),
    queues: target.service(Queues).parts.map(({ label, url, foreign, ...each }) => ({
      name: label,
      url,
      functions: readers(each),
      ...(foreign && { foreign }),
    })),
    schedules: target.service(Schedules).sources.map((source) => ({
      name: source.part.label,
      expression: source.part.expression,
      timezone: source.part.timezone,
      next: source.next()?.toISOString(),
    })),
    stateMachines: target.service(Machines).parts.map((each) => ({ name: each.label, arn: each.arn })),
    unsupported: target.unsupported,
  };
}

export function welcome(summary: Summary, seconds: number, paint: Paint = styleText): string {
  const lines = [
    paint("bold", `${summary.service} (${summary.stage}) is on localhost, ready in ${seconds.toFixed(1)} s`),
  ];
  const control = (verb: string, name: string) => `${summary.endpoint}/_local/${verb}/${name}`;
  for (const api of summary.apis) {
    lines.push("", `HTTP API  ${paint("cyan", api.url)}`);
    const width = Math.max(...api.routes.map((each) => each.route.length));
    for (const { route, function: name } of api.routes)
      lines.push(`  ${route.padEnd(width)}  ${paint("dim", name)}`);
  }
  for (const { name, functions, foreign } of summary.queues) {
    const end = foreign
      ? " of another service, which isn't up: messages stay here"
      : functions.length > 0
        ? ` -> ${functions.join(", ")}`
        : "";
    lines.push("", `Queue  ${paint("bold", name)}${end && paint("dim", end)}`);
    if (functions.length) lines.push(`  send: curl ${control("send", name)} -d '<a message as JSON>'`);
    else lines.push(`  look: curl ${control("messages", name)}`);
  }
  for (const { name, expression, timezone, next } of summary.schedules) {
    lines.push(
      "",
      `Schedule  ${paint("bold", name)}  ${expression} ${timezone}, next ${next ?? "never: it is disabled or over"}`,
    );
    lines.push(`  run now: curl -X POST ${control("fire", name)}`);
  }
  for (const { name } of summary.stateMachines)
    lines.push(
      "",
      `State machine  ${paint("bold", name)}`,
      `  run: curl ${control("start", name)} -d '<an input as JSON>'`,
    );
  lines.push(
    "",
    paint("dim", `AWS SDKs and CLI: AWS_ENDPOINT_URL=${summary.endpoint} AWS_REGION=${summary.region}`),
  );
  if (summary.unsupported.length) {
    lines.push("", paint("yellow", "Not brought up here:"));
    for (const { name, type, instead } of summary.unsupported)
      lines.push(`  ${name} ${paint("dim", type)} ${instead}`);
  }
  lines.push("", paint("dim", "Saved changes are loaded immediately. Ctrl-C ends everything."), "");
  return lines.join("\n");
}
