import type { FleetCheck } from "./check.ts";

/** Services that nobody answers for. */
export const missingOwners: FleetCheck = ({ graphs, owners }) =>
  graphs
    .filter(({ project }) => !owners[project])
    .map(({ project }) => ({
      check: "missing-owners",
      severity: "error",
      services: [project],
      message: `${project} has no owner.`,
      remedy: `Write in its Pulumi.yaml, under config: ${project}:owner: <team>.`,
    }));
