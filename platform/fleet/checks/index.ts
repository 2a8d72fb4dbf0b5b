import type { Fleet, FleetCheck, FleetFinding } from "./check.ts";
import { loops } from "./loops.ts";
import { nameCollisions } from "./name-collisions.ts";
import { missingOwners } from "./owners.ts";
import { missingReferences } from "./references.ts";
import { reservedConcurrency } from "./reserved-concurrency.ts";
import { endingRuntimes } from "./runtimes.ts";
import { wrongSwitches } from "./switches.ts";

export type { Fleet, FleetFinding } from "./check.ts";
export { type Reservation, reservationsOf } from "./reserved-concurrency.ts";

/** Checks of all services of a stage together; a check is a file and a row. */
const checks: readonly FleetCheck[] = [
  reservedConcurrency,
  nameCollisions,
  missingReferences,
  missingOwners,
  endingRuntimes,
  loops,
  wrongSwitches,
];

/** What is wrong with the services of a stage taken together. */
export const checksOn = (fleet: Fleet): FleetFinding[] => checks.flatMap((check) => check(fleet));
