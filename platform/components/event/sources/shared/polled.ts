import type * as aws from "@pulumi/aws";
import { type Filter, filterProblems } from "../../../../values/patterns/filters.ts";
import { checkKnown } from "../../../../values/problems.ts";

/** Options of every source that Lambda polls. */
export interface PolledOptions {
  /** Patterns of Lambda's event filtering, at most 5; other events never reach the handler. Default: everything. */
  readonly filters?: readonly Filter[];
  /** Counts of polled, filtered, invoked and dropped events in CloudWatch; each costs as a custom metric. Default: none. */
  readonly metrics?: boolean;
  /** False stops polling, for maintenance: events wait in their source. Default: true. */
  readonly enabled?: boolean;
}

export const polledOptions = ["filters", "metrics", "enabled"] as const satisfies (keyof PolledOptions)[];

/** A polled source's part of its mapping's args. Options that are left out aren't sent. */
export function polledArgs({
  filters,
  metrics,
  enabled,
}: PolledOptions): Partial<aws.lambda.EventSourceMappingArgs> {
  return {
    ...(filters && {
      filterCriteria: { filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })) },
    }),
    ...(metrics && { metricsConfig: { metrics: ["EventCount"] } }),
    ...(enabled !== undefined && { enabled }),
  };
}

export function polledProblems({ filters }: PolledOptions): string[] {
  return checkKnown("source.filters", filters, () => filterProblems("source.filters", filters));
}

/** Polling stops at the first record that failed, or leaves out the messages that did: never the whole batch again. */
export const partialFailures = { functionResponseTypes: ["ReportBatchItemFailures"] };
