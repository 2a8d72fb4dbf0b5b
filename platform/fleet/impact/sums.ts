import { type Graph, inputsOf, managed } from "../../engine/index.ts";
import { type Finding, findingsIn } from "../../policies/index.ts";
import { ledgerIn } from "../../policies/ledger.ts";
import { estimate } from "../estimate/estimate.ts";
import type { ServiceTraffic } from "../estimate/traffic.ts";
import { permissionsOf } from "./permissions.ts";
import { gainedAndLost } from "./sets.ts";
import type { Exceptions, Sum, TypeCount } from "./sum-types.ts";
import type { Sums } from "./types.ts";

/** Traffic that the stack's config has at each version. */
export interface TrafficOptions {
  readonly before?: ServiceTraffic | undefined;
  readonly after?: ServiceTraffic | undefined;
}

type Version = Graph | undefined;

/** Sums over a service's graph, before and after; findings, which take longer than all of them, apart. */
export function sumsOf(
  before: Version,
  after: Version,
  traffic: TrafficOptions = {},
): Omit<Sums, "findings"> {
  const sum = (of: (graph: Graph) => number): Sum => {
    const now = after ? of(after) : 0;
    return { before: before === after ? now : before ? of(before) : 0, after: now };
  };
  return {
    resources: sum((graph) => managed(graph).length),
    types: typesOf(before, after),
    reservedConcurrency: sum(reserved),
    alarms: sum((graph) => alarmTypes.reduce((count, type) => count + managed(graph, type).length, 0)),
    permissions: permissionsOf(before, after),
    exceptions: between(before, after, exceptions),
    cost: {
      before: before ? estimate(before, traffic.before ?? {}).total : 0,
      after: after ? estimate(after, traffic.after ?? {}).total : 0,
    },
  };
}

/** What this platform's policies find. */
export const findingsBetween = (before: Version, after: Version): Exceptions =>
  between(before, after, (graph) => findingsIn(graph).map(findingText));

const between = (before: Version, after: Version, of: (graph: Graph) => string[]): Exceptions =>
  before === after
    ? { gained: [], lost: [] }
    : gainedAndLost(before ? of(before) : [], after ? of(after) : []);

const alarmTypes = ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"];

function reserved(graph: Graph): number {
  return managed(graph, "aws:lambda/function:Function")
    .map((one) => Number(inputsOf(one).reservedConcurrentExecutions ?? -1))
    .filter((count) => count > 0)
    .reduce((sum, count) => sum + count, 0);
}

function typesOf(before: Version, after: Version): TypeCount[] {
  const count = (graph: Version, type: string) => (graph ? managed(graph, type).length : 0);
  const types = new Set([before, after].flatMap((one) => (one ? managed(one).map(({ type }) => type) : [])));
  return [...types]
    .sort()
    .map((type) => ({ type, before: count(before, type), after: count(after, type) }))
    .filter((one) => one.before !== one.after);
}

export const findingText = ({ rule, severity, name, message }: Finding): string =>
  `${severity} ${rule} at ${name}: ${message}`;

function exceptions(graph: Graph): string[] {
  return ledgerIn(graph).map((one) => {
    const until = `until ${one.entry.expires}, ${one.entry.owner}: ${one.entry.reason}`;
    if (one.kind === "exemption") return `${one.entry.rule} doesn't hold for ${one.entry.resource} ${until}`;
    const { setting, value, instead } = one.entry;
    const at = graph.byUrn(one.resource.parent ?? "")?.name ?? graph.project;
    return `${setting} of ${at} is ${JSON.stringify(value)} instead of ${JSON.stringify(instead)} ${until}`;
  });
}
