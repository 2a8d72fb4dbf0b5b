import type { Graph, Resource } from "../../../engine/index.ts";
import { hoursInMonth } from "../prices.ts";
import type { Traffic } from "../traffic.ts";

/** A resource, its inputs and its traffic. */
export interface Part {
  readonly graph: Graph;
  readonly resource: Resource;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly traffic: Traffic;
  /** The resources of a type in the same component, with their inputs. */
  readonly beside: (type: string) => Readonly<Record<string, unknown>>[];
}

export type Line = readonly [what: string, quantity: number, unit: string, price: number];

/** The bill of one type of resource. */
export interface Row {
  readonly lines?: (part: Part) => Line[];
  /** The part of its bill that isn't counted. */
  readonly leftOut?: string;
  /** The reason why there is no bill. */
  readonly free?: string;
}

export const free = (reason: string): Row => ({ free: reason });

export const secondsInMonth = hoursInMonth * 3600;
export const chunks = (kb: number, size: number) => Math.max(1, Math.ceil(kb / size));
export const gb = (kb: number) => kb / 2 ** 20;
export const gbOfMb = (mb: number) => mb / 1024;

/**
 * Traces that are recorded: the first request of each second, and 5 per cent of the others (AWS: "Visualize Lambda function
 * invocations using AWS X-Ray"), of requests that are spread evenly.
 */
export const traced = (requests: number) =>
  Math.min(requests, secondsInMonth) + Math.max(0, requests - secondsInMonth) * 0.05;
