import { Metrics } from "@aws-lambda-powertools/metrics";

export type { Metrics };

let shared: Metrics | undefined;

/** The function's metrics, written as embedded metric format; namespace and service come from the environment. */
export function metrics(): Metrics {
  shared ??= new Metrics();
  return shared;
}

/** Writes what was added; quiet when nothing was, which Powertools would warn of. */
export function flush(): void {
  if (shared?.hasStoredMetrics()) shared.publishStoredMetrics();
}
