import type { Policy } from "../finding.ts";
import { brokenOf, objectsIn } from "../inputs.ts";

export const dataBackups: Policy = {
  id: "data-backups",
  severity: "error",
  title: "Tables and databases in production can be put back to an earlier time.",
  reason: "A faulty deployment can spoil data as well as lose it.",
  remedy: "Turn on point-in-time recovery, or keep backups for at least a day.",
  settings: ["table.pointInTimeRecovery"],
  stages: ["prod"],
  broken: (graph) => [
    ...brokenOf(
      graph,
      "aws:dynamodb/table:Table",
      ({ pointInTimeRecovery }) => !objectsIn(pointInTimeRecovery).some(({ enabled }) => enabled !== false),
      "The table has no point-in-time recovery.",
    ),
    // Clusters keep backups for a day by default, instances none.
    ...brokenOf(
      graph,
      "aws:rds/instance:Instance",
      ({ backupRetentionPeriod, replicateSourceDb }) =>
        !replicateSourceDb && (backupRetentionPeriod ?? 0) === 0,
      "The database keeps no backups.",
    ),
  ],
};
