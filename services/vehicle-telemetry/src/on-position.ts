import { stream } from "#runtime";
import { Position } from "./position.ts";
import { keepLatest } from "./vehicles.ts";

/**
 * Called once per position: in order for each vehicle, twenty vehicles at once, since most of the time goes by waiting for
 * the table. Nothing is logged of a position that is kept: there are billions of them a month.
 */
export const handler = stream({ record: Position, concurrency: 20 }, async ({ record, log, metrics }) => {
  if (await keepLatest(record)) return;
  metrics.addMetric("PositionSkipped", "Count", 1);
  log.debug("Position skipped: a later one is known", { vehicleId: record.vehicleId });
});
