import type { Graph } from "../../engine/index.ts";
import { checkKeys, ValueError } from "../../values/problems.ts";

/** Traffic of a component in a month. */
export interface Traffic {
  /** Requests, messages, records or runs a month. */
  readonly requests: number;
  /** Milliseconds that an invocation takes. */
  readonly duration: number;
  /** KB of a request, message, record or item. */
  readonly payload: number;
  /** KB that an invocation logs. */
  readonly logs: number;
  /** Reads and writes of each linked table for each request. */
  readonly reads: number;
  readonly writes: number;
}

/** The traffic of a service: of each of its components, and of those that it names their own. */
export interface ServiceTraffic extends Partial<Traffic> {
  readonly components?: Readonly<Record<string, Partial<Traffic>>>;
}

/** Values of an estimate for traffic that isn't given; requests have to be. */
export const assumed: Omit<Traffic, "requests"> = { duration: 100, payload: 1, logs: 1, reads: 1, writes: 1 };

const keys = ["requests", "duration", "payload", "logs", "reads", "writes"] as const;

/** Traffic as a stack's config gives it, in JSON, with flags above it. Throws a `ValueError` with all its problems. */
export function readTraffic(
  config: string | undefined,
  flags: Readonly<Record<string, string | undefined>>,
): ServiceTraffic | undefined {
  const given = config === undefined ? {} : (parse(config) as Record<string, unknown>);
  const over = Object.fromEntries(
    keys.flatMap((key) => (flags[key] === undefined ? [] : [[key, number(flags[key])]])),
  );
  const all = { ...given, ...over };
  if (Object.keys(all).length === 0) return undefined;
  const components = (given.components ?? {}) as Record<string, Record<string, unknown>>;
  const problems = [
    ...checkKeys(all, [...keys, "components"], "traffic."),
    ...numberProblems(all, "traffic."),
    ...Object.entries(components).flatMap(([name, one]) => [
      ...checkKeys(one, keys, `traffic.components.${name}.`),
      ...numberProblems(one, `traffic.components.${name}.`),
    ]),
  ];
  if (problems.length > 0) throw new ValueError(problems, "The traffic");
  return all as ServiceTraffic;
}

/** The traffic that the config of a graph's stack gives; none where that has mistakes, which the service's plan tells. */
export function trafficIn({
  project,
  config,
}: Pick<Graph, "project" | "config">): ServiceTraffic | undefined {
  try {
    return readTraffic(config[`${project}:traffic`], {});
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
}

const number = (text: string) => (text.trim() === "" ? Number.NaN : Number(text.replaceAll("_", "")));

function parse(config: string): object {
  try {
    const value: unknown = JSON.parse(config);
    if (value && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {
    // Reported below.
  }
  throw new ValueError([`traffic: ${config} given; an object such as {"requests": 1000000} is expected.`]);
}

function numberProblems(given: Readonly<Record<string, unknown>>, path: string): string[] {
  return keys.flatMap((key) => {
    const value = given[key];
    return value === undefined || (typeof value === "number" && Number.isFinite(value) && value >= 0)
      ? []
      : [
          `${path}${key}: ${typeof value === "string" ? JSON.stringify(value) : value} given; a number from 0 is expected.`,
        ];
  });
}

/** The traffic of a part: of the nearest component around it that is named, else of all. */
export function trafficOf(traffic: ServiceTraffic, owners: readonly string[]): Traffic & { named?: string } {
  const { components = {}, ...all } = traffic;
  const named = [...owners].reverse().find((owner) => Object.hasOwn(components, owner));
  return { requests: 0, ...assumed, ...all, ...(named && { ...components[named], named }) };
}
