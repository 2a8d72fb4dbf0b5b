import type { Graph } from "../../platform/engine/index.ts";
import { type GraphOptions, graphOf as newGraphOf } from "../../platform/fleet/graph-of.ts";
import { findService, type Service } from "../../platform/fleet/services.ts";

const known = new Map<string, Promise<Graph>>();

/**
 * The graph of a service, made once in a process for each stage and config: tests of one worker read the same. A test
 * that writes in the service's folder in between takes `graphOf` of platform/fleet.
 */
export function graphOf(service: string | Service, options: GraphOptions = {}): Promise<Graph> {
  const found = typeof service === "string" ? findService(service) : service;
  const { provider, othersProvider, run, signal, ...plain } = options;
  if (provider || othersProvider || run || signal) return newGraphOf(found, options);
  const key = JSON.stringify([found, Object.entries({ stage: "dev", ...plain }).sort()]);
  const graph = known.get(key) ?? newGraphOf(found, options);
  known.set(key, graph);
  return graph;
}
