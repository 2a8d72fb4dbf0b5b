import { Metrics } from "@aws-lambda-powertools/metrics";
import { lineConsole } from "./lines.ts";

export type { Metrics };

let shared: Metrics | undefined;

/** The function's metrics, written as embedded metric format; namespace and service come from the environment. */
export function metrics(): Metrics {
  if (process.env.POWERTOOLS_DEV !== "true")
    // Private, as in the logger (see lines.ts).
    Metrics.prototype["setConsole"] = function () {
      this["console"] = lineConsole;
    };
  shared ??= new Metrics();
  return shared;
}

/** Writes the metrics that were added; silent when there are none, which Powertools would warn of. */
export function flush(): void {
  if (shared?.hasStoredMetrics()) shared.publishStoredMetrics();
}
